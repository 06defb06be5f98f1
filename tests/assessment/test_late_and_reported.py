"""The list of late answers; reports are answered; learners are told by mail."""

import pytest
import sqlalchemy as sa

from coursework.assessment.models import QuestionReport
from coursework.mail.models import Mail
from tests.assessment.conftest import begin
from tests.conftest import counted, signed_in

LATE = "/teach/tests/01-first/late"


@pytest.mark.parametrize("learners", [1, 3])
def test_the_lists_take_as_many_statements_for_three_as_for_one(app, instructor, late, learners):
    for number in range(learners):
        client = signed_in(app, f"Eva{number}")
        paper = late(client)
        client.post(f"{paper}/questions/1/report", data={"text": "Both options seem right to me."})

    with counted(app) as listed:
        page = instructor.get(LATE).text
    with counted(app) as reported:
        reports = instructor.get("/teach/reports").text

    assert (page.count("try 1</span>"), reports.count("Both options")) == (learners, learners)
    assert (len(listed), len(reported)) == (4, 2)


def test_a_report_is_answered_on_the_result_and_by_mail(instructor, learner, session):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})

    sent = learner.post(f"{paper}/questions/2/report", data={"text": "Two of <b>these</b> are right."})
    listed = instructor.get("/teach/reports").text
    instructor.post("/teach/reports/1", data={"r1-answer": "The second one harms; see the passage."})

    assert sent.headers["Location"] == f"{paper}/result#question-2"
    assert "Two of &lt;b&gt;these&lt;/b&gt; are right." in listed
    assert "The second one harms" in learner.get(f"{paper}/result").text
    assert "The second one harms" in session.scalars(sa.select(Mail.text)).one()
    assert "Nothing waits" in instructor.get("/teach/reports").text
    again = instructor.post("/teach/reports/1", data={"r1-answer": "Once more, then."})
    assert again.status_code == 409


def test_one_report_waits_for_its_answer_before_the_next(learner, session):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})

    answers = [
        learner.post(f"{paper}/questions/1/report", data={"text": "This has two keys."}).status_code
        for _ in range(2)
    ]

    assert answers == [303, 409]
    assert session.scalar(sa.select(sa.func.count()).select_from(QuestionReport)) == 1


@pytest.mark.parametrize("text", ["", "bad", " " * 50, "x" * 2001])
def test_a_report_that_says_nothing_is_asked_for_again(learner, session, text):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})

    answer = learner.post(f"{paper}/questions/1/report", data={"text": text})

    assert answer.status_code == 422
    assert session.scalars(sa.select(QuestionReport)).all() == []


def test_nobody_reports_a_question_of_an_open_or_anothers_paper(learner, another_learner):
    paper = begin(learner)
    form = {"text": "This has two keys."}
    open_ = learner.post(f"{paper}/questions/1/report", data=form).status_code
    learner.post(paper, data={"do": "submit", "sure": "1"})

    others = another_learner.post(f"{paper}/questions/1/report", data=form).status_code
    none = learner.post(f"{paper}/questions/99/report", data=form).status_code

    assert (open_, others, none) == (404, 404, 404)
