"""See late answers, accept them, and take that back."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coursework.assessment.late import actions, queries
from coursework.assessment.late.forms import ReasonForm, TakeBackForm
from coursework.assessment.models import Attempt
from coursework.database import session
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.web.current import entry_or_former, now
from coursework.web.forms import PageForm

bp = Blueprint("late", __name__)


@bp.get("/teach/tests/<slug>/late")
@requires(Permission.TEACH)
def late_page(slug: str) -> ResponseReturnValue:
    """Show the attempts with late answers, and what they would change."""
    return _page(slug)


def _page(slug: str, failed: ReasonForm | TakeBackForm | None = None) -> str:
    """Return the page; a form that failed stands where it was sent from, open and with what was written."""

    def form_of(kind: type[PageForm], prefix: str) -> PageForm:
        return failed if failed and failed._prefix == prefix else kind(formdata=None, prefix=prefix)  # noqa: SLF001 (WTForms' own)

    return render_template(
        "late/late.html",
        entry=entry_or_former(slug),
        waiting=queries.waiting(session(), slug),
        accepted=queries.accepted(session(), slug),
        accepting=lambda attempt_id: form_of(ReasonForm, f"a{attempt_id}-"),
        taking_back=lambda attempt_id: form_of(TakeBackForm, f"t{attempt_id}-"),
    )


@bp.post("/teach/tests/<slug>/late/<int:attempt_id>")
@requires(Permission.TEACH)
def accept(slug: str, attempt_id: int) -> ResponseReturnValue:
    """Let the late answers of an attempt count."""
    _check_is_of(slug, attempt_id)
    form = ReasonForm(prefix=f"a{attempt_id}-")
    if not form.validate():
        return _page(slug, form), 422
    actions.accept(session(), attempt_id, me().id, form.reason.data or "", now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash("The late answers count now. The learner is told by mail.")
    return redirect(url_for(".late_page", slug=slug), code=303)


@bp.post("/teach/tests/<slug>/late/<int:attempt_id>/taken-back")
@requires(Permission.TEACH)
def take_back(slug: str, attempt_id: int) -> ResponseReturnValue:
    """Let the late answers of an attempt count no longer."""
    _check_is_of(slug, attempt_id)
    form = TakeBackForm(prefix=f"t{attempt_id}-")
    if not form.validate():
        return _page(slug, form), 422
    actions.take_back(session(), attempt_id, me().id, form.reason.data or "", now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash("The late answers count no longer, and wait again. The learner is told by mail.")
    return redirect(url_for(".late_page", slug=slug), code=303)


def _check_is_of(slug: str, attempt_id: int) -> None:
    attempt = session().get(Attempt, attempt_id)
    if attempt is None or attempt.slug != slug:
        abort(404)
