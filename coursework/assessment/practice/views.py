"""Practise the questions of a test that is passed."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from coursework.assessment.closing import still_open
from coursework.assessment.corrections.queries import Made, corrections_made
from coursework.assessment.outcomes import has_passed
from coursework.assessment.paper_forms import answers_in
from coursework.assessment.practice.queries import met_questions
from coursework.assessment.queries import Line
from coursework.assessment.result_page import Reviewed, reviewed_question
from coursework.assessment.rules import may_practise
from coursework.content.course import Lecture
from coursework.database import session
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.web.current import lecture_or_404
from coursework.web.refusals import refuse

bp = Blueprint("practice", __name__)
_NOTHING_LEFT = "Every question that you have met here was found to be faulty. New tests have other ones."
_TEST_OPEN = "You have a try at this test open, which may ask the same questions. Hand it in, then practise."


@bp.get("/lectures/<slug>/practice")
@requires(Permission.TAKE_TESTS)
def practise(slug: str) -> ResponseReturnValue:
    """Show one question; once it is answered, the reason. Nothing is kept of it."""
    lecture = lecture_or_404(slug)
    open_try = still_open(me().id, slug)
    ever_passed = has_passed(session(), me().id, slug)
    if not may_practise(ever_passed=ever_passed, test_open=open_try is not None):
        if open_try and ever_passed:
            return refuse(404, _TEST_OPEN, "Practice waits for your test")
        what = f"You can practise its questions once you have passed the test of lecture {lecture.number}."
        return refuse(404, what, "Practice is not open yet")
    made = corrections_made(session(), slug)
    lines = met_questions(session(), me().id, slug, made)
    if not lines:
        return refuse(404, _NOTHING_LEFT, "There is nothing to practise")
    at = min(max(request.args.get("question", 1, int), 1), len(lines))
    line = lines[at - 1]
    sent = answers_in(request.args, [line])
    told = replace(line, answer=sent.answers.get(at))
    answered = at in sent.answers and line.question.complete(told.answer)
    return render_template(
        "practice/practice.html",
        lecture=lecture,
        line=told,
        total=len(lines),
        fault=sent.faults.get(at, ""),
        asked=bool(sent.seen),
        one=_reviewed(lecture, told, made) if answered else None,
    )


def _reviewed(lecture: Lecture, line: Line, made: Sequence[Made]) -> Reviewed:
    """Mark an answer by the key in force."""
    one = reviewed_question(lecture, line, None, made)
    return replace(one, credit=one.key.credit(line.answer))
