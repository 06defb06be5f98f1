"""See late answers, and accept them."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coursework.assessment.late import actions, queries
from coursework.assessment.late.forms import ReasonForm
from coursework.assessment.models import Attempt
from coursework.database import session
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.web.current import entry_or_former, now

bp = Blueprint("late", __name__)


@bp.get("/teach/tests/<slug>/late")
@requires(Permission.TEACH)
def late_page(slug: str) -> ResponseReturnValue:
    """Show the attempts with late answers, and what they would change."""
    return _page(slug)


def _page(slug: str, failed: int | None = None, form: ReasonForm | None = None) -> str:
    return render_template(
        "late/late.html",
        entry=entry_or_former(slug),
        waiting=queries.waiting(session(), slug),
        accepted=queries.accepted(session(), slug),
        failed=failed,
        form=form,
        new_form=lambda attempt_id: ReasonForm(formdata=None, prefix=f"a{attempt_id}-"),
    )


@bp.post("/teach/tests/<slug>/late/<int:attempt_id>")
@requires(Permission.TEACH)
def accept(slug: str, attempt_id: int) -> ResponseReturnValue:
    """Let the late answers of an attempt count."""
    attempt = session().get(Attempt, attempt_id)
    if attempt is None or attempt.slug != slug:
        abort(404)
    form = ReasonForm(prefix=f"a{attempt_id}-")
    if not form.validate():
        return _page(slug, attempt_id, form), 422
    actions.accept(session(), attempt_id, me().id, form.reason.data or "", now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash("The late answers count now. The learner is told by mail.")
    return redirect(url_for(".late_page", slug=slug), code=303)
