"""Report a question; read and answer the reports."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coursework.assessment.models import QuestionReport
from coursework.assessment.reported import actions, queries
from coursework.assessment.reported.forms import AnswerForm, ReportForm
from coursework.database import session
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.web.current import entry_or_former, now

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
    """Show the reports that wait for an answer."""
    return _page()


def _page(failed: int | None = None, form: AnswerForm | None = None) -> str:
    return render_template(
        "reported/reports.html",
        reports=queries.open_reports(session()),
        entry_of=entry_or_former,
        failed=failed,
        form=form,
        new_form=lambda report_id: AnswerForm(formdata=None, prefix=f"r{report_id}-"),
    )


@bp.post("/teach/reports/<int:report_id>")
@requires(Permission.TEACH)
def answer(report_id: int) -> ResponseReturnValue:
    """Answer a report."""
    if session().get(QuestionReport, report_id) is None:
        abort(404)
    form = AnswerForm(prefix=f"r{report_id}-")
    if not form.validate():
        return _page(report_id, form), 422
    actions.answer(session(), report_id, form.answer.data or "", me().id, now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash("Answered. The learner reads it beside the result, and gets it by mail.")
    return redirect(url_for(".reports"), code=303)
