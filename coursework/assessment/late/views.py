"""See late answers, decide which of them count, and take that back."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coursework.assessment.late import actions, queries
from coursework.assessment.late.forms import DecisionForm, TakeBackForm, offer, proposed
from coursework.assessment.models import Attempt
from coursework.database import session
from coursework.errors import RefusalError
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


def _page(slug: str, failed: DecisionForm | TakeBackForm | None = None, refused: str = "") -> str:
    """Return the page; a form that failed stands where it was sent from, open and with what was written."""

    def deciding(one: queries.LateAttempt) -> DecisionForm:
        again = isinstance(failed, DecisionForm) and failed._prefix == f"a{one.attempt_id}-"  # noqa: SLF001 (WTForms' own)
        return offer(failed, one) if again else proposed(one)  # type: ignore[arg-type]

    def taking_back(attempt_id: int) -> TakeBackForm:
        again = isinstance(failed, TakeBackForm) and failed._prefix == f"t{attempt_id}-"  # noqa: SLF001
        return failed if again else TakeBackForm(formdata=None, prefix=f"t{attempt_id}-")  # type: ignore[return-value]

    return render_template(
        "late/late.html",
        entry=entry_or_former(slug),
        waiting=queries.waiting(session(), slug),
        decided=queries.decided(session(), slug),
        deciding=deciding,
        taking_back=taking_back,
        refused=refused,
    )


@bp.post("/teach/tests/<slug>/late/<int:attempt_id>")
@requires(Permission.TEACH)
def decide(slug: str, attempt_id: int) -> ResponseReturnValue:
    """Let those late answers of an attempt count that are ticked."""
    _check_is_of(slug, attempt_id)
    form = DecisionForm(prefix=f"a{attempt_id}-")
    if not form.validate():
        return _page(slug, form), 422
    choice = actions.Choice(
        positions=frozenset(form.positions.data or ()),
        up_to=form.up_to.data or 0,
        actor_id=me().id,
        reason=form.reason.data or "",
    )
    try:
        made = actions.decide(session(), attempt_id, choice, now())
    except RefusalError as refusal:
        session().rollback()
        return _page(slug, form, str(refusal)), 409
    count = made.decision == "counted"
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash(
        f"{'Saved: they count now.' if count else 'Saved: none of them counts.'} The learner is told by mail."
    )
    return redirect(url_for(".late_page", slug=slug), code=303)


@bp.post("/teach/tests/<slug>/late/<int:attempt_id>/taken-back")
@requires(Permission.TEACH)
def take_back(slug: str, attempt_id: int) -> ResponseReturnValue:
    """Let the late answers of an attempt wait again."""
    _check_is_of(slug, attempt_id)
    form = TakeBackForm(prefix=f"t{attempt_id}-")
    if not form.validate():
        return _page(slug, form), 422
    try:
        actions.take_back(session(), attempt_id, me().id, form.reason.data or "", now())
    except RefusalError as refusal:
        session().rollback()
        return _page(slug, form, str(refusal)), 409
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash("Taken back. These late answers wait again.")
    return redirect(url_for(".late_page", slug=slug), code=303)


def _check_is_of(slug: str, attempt_id: int) -> None:
    attempt = session().get(Attempt, attempt_id)
    if attempt is None or attempt.slug != slug:
        abort(404)
