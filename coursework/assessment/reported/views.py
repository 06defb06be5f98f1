"""Report a question; read and answer the reports."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coursework.assessment.reported import actions, queries
from coursework.assessment.reported.forms import AnswerForm, ReportForm
from coursework.clock import said_day
from coursework.database import session
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.web.current import entry_or_former, now
from coursework.web.forms import choice
from coursework.web.templating import reader_zone

SHOWN = 50  # answered reports on the page of all; the page of a question has its own
bp = Blueprint("reported", __name__)


@bp.post("/attempts/<int:attempt_id>/questions/<int:question>/report")
@requires(Permission.TAKE_TESTS)
def report(attempt_id: int, question: int) -> ResponseReturnValue:
    """Keep what a learner says about a question of a test that is closed."""
    version_id = queries.version_at(session(), attempt_id, me().id, question) or abort(404)
    form = ReportForm()
    if not form.validate():
        where = {"attempt_id": attempt_id, "question": question}
        return render_template("reported/report.html", form=form, **where), 422
    asked = actions.Asked(attempt_id=attempt_id, position=question, version_id=version_id, person_id=me().id)
    actions.report(session(), asked, form.text.data or "", now())
    session().commit()
    flash("Thank you. Somebody who teaches reads it; the answer stands here, and comes by mail.")
    anchor = f"question-{question}"
    return redirect(url_for("assessment.result", attempt_id=attempt_id, _anchor=anchor), code=303)


@bp.get("/teach/reports")
@requires(Permission.TEACH)
def reports() -> ResponseReturnValue:
    """Show the reports that wait for an answer, and the newest answers."""
    return _page()


def _page(failed: int | None = None, form: AnswerForm | None = None) -> str:
    waiting = queries.waiting(session())
    forms = {one.version_id: _new_form(one) for one in waiting}
    if failed in forms and form is not None:
        form.reports.choices = forms[failed].reports.choices
        forms[failed] = form
    return render_template(
        "reported/reports.html",
        waiting=waiting,
        forms=forms,
        answered=queries.answered(session(), SHOWN),
        shown=SHOWN,
        entry_of=entry_or_former,
    )


def _new_form(waits: queries.Exchange) -> AnswerForm:
    """Return a form that answers everybody who waits."""
    form = AnswerForm(formdata=None, prefix=f"w{waits.version_id}-")
    form.reports.choices = [
        choice(str(one.id), f"{one.name}, {said_day(one.reported_at, reader_zone())}") for one in waits.said
    ]
    form.reports.data = [one.id for one in waits.said]
    return form


@bp.post("/teach/wordings/<int:version_id>/reports")
@requires(Permission.TEACH)
def answer(version_id: int) -> ResponseReturnValue:
    """Give one answer to reports on a wording."""
    known = queries.reports_of_wording(session(), version_id) or abort(404)
    form = AnswerForm(prefix=f"w{version_id}-")
    form.reports.choices = [choice(str(one), "") for one in known]
    if not form.validate():
        return _page(version_id, form), 422
    sent = actions.answer(session(), form.reports.data or [], form.answer.data or "", me().id, now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash(
        "Answered. The learner reads it beside the result, and gets it by mail."
        if sent == 1
        else f"Answered. {sent} learners read it beside their results, and get it by mail."
    )
    return redirect(url_for(".reports"), code=303)
