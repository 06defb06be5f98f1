"""Learners report questions; those who teach answer, several at once; learners are told by mail."""

import re
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from coursework.assessment.beginning import Terms, begin_attempt
from coursework.assessment.models import PaperQuestion, QuestionReport
from coursework.assessment.reported.actions import answer as give_answer
from coursework.assessment.reported.queries import waiting
from coursework.content.policies import Policy
from coursework.errors import RefusalError
from coursework.identity.models import Person
from coursework.mail.models import Mail
from tests.assessment.conftest import begin
from tests.conftest import NOON, counted, signed_in

REPORTS = "/teach/reports"
HARM = "The second one harms; see the passage."


@pytest.fixture
def reported(app, writing):
    """Let so many learners sit every question and report the first wording."""

    def report(learners):
        lecture = app.extensions["site"].course().lectures[0]
        terms = Terms(policy=Policy(pass_mark=80, questions=len(lecture.bank)))
        for number in range(learners):
            client = signed_in(app, f"Eva{number}")
            with writing() as session:
                attempt = begin_attempt(session, client.person_id, lecture, terms, number, NOON)
                mine = (PaperQuestion.attempt_id == attempt, PaperQuestion.version_id == 1)
                place = session.scalars(sa.select(PaperQuestion.position).where(*mine)).one()
            client.post(f"/attempts/{attempt}", data={"do": "submit", "sure": "1"})
            words = {"text": f"I am Eva{number}, hm."}
            client.post(f"/attempts/{attempt}/questions/{place}/report", data=words)
        return 1

    return report


@pytest.fixture
def writing(app):
    """Open a session that writes, and commit at its end."""

    @contextmanager
    def write():
        with app.extensions["database"].session(writes=True) as session:
            yield session
            session.commit()

    return write


def sent(wording, reports, answer=HARM):
    return {f"w{wording}-reports": reports, f"w{wording}-answer": answer}


def test_a_report_is_answered_on_the_result_and_by_mail(instructor, learner, session):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})

    told = learner.post(f"{paper}/questions/2/report", data={"text": "Two of <b>these</b> are right."})
    listed = instructor.get(REPORTS).text
    address = re.search(r"/teach/wordings/(\d+)/reports", listed)
    instructor.post(address.group(), data=sent(address.group(1), 1))

    assert told.headers["Location"] == f"{paper}/result#question-2"
    assert "Two of &lt;b&gt;these&lt;/b&gt; are right." in listed
    assert "The second one harms" in learner.get(f"{paper}/result").text
    assert "The second one harms" in session.scalars(sa.select(Mail.text)).one()
    again = instructor.post(address.group(), data=sent(address.group(1), 1, "Once more, then."))
    assert (again.status_code, "Once more, then." in again.text) == (409, True)


def test_one_answer_goes_to_everybody_who_reported_the_question(reported, instructor, session):
    wording = reported(3)

    page = instructor.get(REPORTS).text
    done = instructor.post(f"/teach/wordings/{wording}/reports", data=sent(wording, [1, 2, 3]))

    assert page.count(f'id="wording-{wording}"') == 1
    assert re.findall(r"I am Eva\d, hm\.", page) == ["I am Eva0, hm.", "I am Eva1, hm.", "I am Eva2, hm."]
    assert "<span>Eva2, Sun 22 Nov 2026</span>" in page
    assert (page.count('type="checkbox"'), page.count(" checked")) == (3, 3)
    assert done.status_code == 303
    assert session.scalars(sa.select(QuestionReport.answer)).all() == [HARM] * 3
    mails = session.scalars(sa.select(Mail.recipient).order_by(Mail.id)).all()
    assert mails == [f"eva{number}@example.org" for number in range(3)]
    assert "3 learners read it" in instructor.get(REPORTS).text


def test_who_is_not_ticked_waits_on(reported, instructor, session):
    wording = reported(3)

    instructor.post(f"/teach/wordings/{wording}/reports", data=sent(wording, [2]))

    session.rollback()
    assert [[said.id for said in one.said] for one in waiting(session)] == [[1, 3]]


def test_what_is_answered_stays_to_be_read_on_both_pages(reported, instructor):
    wording = reported(2)
    instructor.post(f"/teach/wordings/{wording}/reports", data=sent(wording, [1]))

    all_, question = instructor.get(REPORTS).text, instructor.get(f"/teach/wordings/{wording}").text

    waits, answered = all_.split('id="answered"')
    assert ("I am Eva1" in waits, "I am Eva0" in waits) == (True, False)
    assert ("I am Eva0" in answered, HARM in answered, "Ines" in answered) == (True, True, True)
    assert question.index("I am Eva1") < question.index("I am Eva0") < question.index(HARM)
    assert f"{REPORTS}#wording-{wording}" in question


def test_reports_answered_meanwhile_keep_their_answer_and_the_others_get_this_one(
    reported, instructor, session
):
    wording = reported(2)
    instructor.post(f"/teach/wordings/{wording}/reports", data=sent(wording, [1], "It stands as it is."))

    instructor.post(f"/teach/wordings/{wording}/reports", data=sent(wording, [1, 2]))

    answers = session.scalars(sa.select(QuestionReport.answer).order_by(QuestionReport.id)).all()
    assert answers == ["It stands as it is.", HARM]


@pytest.mark.parametrize(
    ("reports", "answer", "says"),
    [([1, 2], "", "Write an answer"), ([], HARM, "Tick at least one."), ([99], HARM, "not a valid choice")],
)
def test_a_form_that_is_not_whole_comes_back_with_what_was_typed(
    reports, answer, says, reported, instructor, session
):
    wording = reported(2)

    page = instructor.post(f"/teach/wordings/{wording}/reports", data=sent(wording, reports, answer))

    assert (page.status_code, says in page.text, answer in page.text) == (422, True, True)
    assert session.scalars(sa.select(QuestionReport.answer)).all() == [None, None]


def test_a_wording_that_nobody_reported_cannot_be_answered(reported, instructor):
    wording = reported(1)

    assert (
        instructor.post(f"/teach/wordings/{wording + 1}/reports", data=sent(wording + 1, 1)).status_code
        == 404
    )


def test_a_report_whose_learner_has_gone_waits_no_more(reported, instructor, session, writing):
    wording = reported(2)
    with writing() as changing:
        changing.execute(sa.update(QuestionReport).where(QuestionReport.id == 1).values(text=""))

    assert [[said.id for said in one.said] for one in waiting(session)] == [[2]]
    assert "1 report waits" in instructor.get("/teach/tests/01-first").text
    assert instructor.get(f"/teach/wordings/{wording}").text.count("<blockquote>") == 1


def test_nobody_is_written_to_who_has_no_address(reported, writing, instructor):
    reported(1)

    with writing() as changing:
        changing.execute(sa.update(Person).where(Person.name == "Eva0").values(email=None))
        told = give_answer(changing, [1], HARM, instructor.person_id, NOON)
        with pytest.raises(RefusalError, match="Somebody has answered this already"):
            give_answer(changing, [1], HARM, instructor.person_id, NOON)
        mails = changing.scalars(sa.select(Mail)).all()

    assert (told, mails) == (1, [])


@pytest.mark.parametrize("learners", [1, 3])
def test_the_pages_take_as_many_statements_for_three_reports_as_for_one(app, instructor, reported, learners):
    wording = reported(learners)

    counts = []
    for address in (REPORTS, f"/teach/wordings/{wording}"):
        with counted(app) as statements:
            page = instructor.get(address).text
        counts.append(len(statements))
        assert page.count("I am Eva") == learners

    assert counts == [3, 11]


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
