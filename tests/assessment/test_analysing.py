"""An instructor looks at the figures of a test, and decides about a question."""

import csv
import html
import io
import re

import numpy as np
import pytest
import sqlalchemy as sa

from coursework.assessment.analysis.queries import analysis_of
from coursework.assessment.corrections.actions import Decision, correct_keys
from coursework.assessment.corrections.rules import Ruling, What
from coursework.assessment.models import Attempt, QuestionDecision, QuestionVersion, Result
from coursework.audit.models import AuditRow
from coursework.content.questions import content_of
from coursework.enrolment.models import Cohort
from coursework.identity.actions import register
from coursework.identity.rules import Role
from tests.conftest import NOON, counted
from tests.factories.questions import make_single_best

TEST = "/teach/tests/01-first"
QUESTIONS = [make_single_best("k--", id=f"q{n}", digest=f"{n:032d}") for n in range(5)]


@pytest.fixture
def sat(app, session):
    """Let so many people sit a paper of five questions; `answer_of(person, question)` is what they chose."""

    def sit(people, answer_of, cohort=None, number=1, *, counts=True):
        versions = _versions(session)
        for person in range(people):
            name = f"p{person}-{number}-{cohort}-{counts}"
            who = register(session, name, f"{name}@example.org", "none", Role.LEARNER, NOON)
            session.flush()
            answers = [answer_of(person, place) for place in range(5)]
            credits_ = [one.mark(answer) for one, answer in zip(QUESTIONS, answers, strict=True)]
            attempt = Attempt(
                person_id=who.id, slug="01-first", number=number, cohort_id=cohort, counted=counts, seed=1,
                policy={}, started_at=NOON, submitted_at=NOON, closed_by="learner",
            )  # fmt: skip
            session.add(attempt)
            session.flush()
            session.add(_result(attempt.id, versions, answers, credits_))
        session.commit()

    return sit


def _versions(session):
    if not session.scalar(sa.select(sa.func.count()).select_from(QuestionVersion)):
        for one in QUESTIONS:
            row = {"digest": one.digest, "slug": "01-first", "question": one.id, "content": content_of(one)}
            session.add(QuestionVersion(**row))
        session.flush()
    return list(session.scalars(sa.select(QuestionVersion.id).order_by(QuestionVersion.id)))


def _result(attempt_id, versions, answers, credits_):
    score = float(sum(credits_) / len(credits_))
    return Result(
        attempt_id=attempt_id, revision=1, is_current=True, cause="submitted", versions=versions,
        answers=answers, credits=[str(one) for one in credits_], score=score, passed=False, marked_at=NOON,
    )  # fmt: skip


def shown_by(client, address):
    """Return the words of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", client.get(address).text))


def by_skill(person, place):
    """The first question has a wrong key: the better learners choose B; the others go with skill."""
    if place == 0:
        return 1 if person % 4 == 3 else 0
    return 0 if person % 4 >= min(place, 3) else 2


def test_a_likely_wrong_key_stands_first_with_a_sentence(sat, instructor):
    sat(40, by_skill)

    page = instructor.get(TEST).text

    assert re.findall(r'<th scope="row"><a href="[^"]+">(q\d)', page)[0] == "q0"
    assert "Likely wrong key: the best quarter chose B (10 of 10), and A, the key, 0 times." in page


def corrected(session, who, what, answer, *, never_lower=True):
    """Correct the key of the first question."""
    said = [Ruling(version_id=_versions(session)[0], what=what, answer=answer)]
    decision = Decision(made_by=who, reason="The guideline says so.", at=NOON, seen=0)
    correct_keys(session, "01-first", said, decision, never_lower=never_lower)
    session.commit()


def test_after_a_change_of_key_the_figures_are_those_of_the_key_in_force(sat, session, instructor, app):
    sat(40, by_skill)
    with app.test_request_context():
        corrected(session, instructor.person_id, What.CHANGE_KEY, 1)

    item = next(one for one in analysis_of(session, "01-first").items if one.question.id == "q0")

    assert (item.figures.facility, [one.letter for one in item.answers[0].choices if one.key]) == (
        0.25,
        ["B"],
    )
    assert not any(one.grave for one in item.findings)


@pytest.mark.parametrize("what", [What.ACCEPT_EVERYTHING, What.LEAVE_OUT])
def test_where_no_key_is_left_none_is_found_wrong(what, sat, session, instructor, app):
    sat(40, by_skill)
    with app.test_request_context():
        corrected(session, instructor.person_id, what, None)

    item = next(one for one in analysis_of(session, "01-first").items if one.question.id == "q0")

    assert (item.findings, [one.letter for one in item.answers[0].choices if one.key]) == ((), [])


def test_under_thirty_papers_nothing_is_judged(sat, instructor):
    sat(29, by_skill)

    page = instructor.get(TEST).text

    assert "Too few to judge" in page
    assert "Likely wrong key" not in page


@pytest.mark.parametrize(("right", "said"), [(2, "6"), (28, "80"), (33, "94")])
def test_a_facility_is_the_nearest_percent_on_the_page_and_in_the_sentence(right, said, sat, instructor):
    sat(35, lambda person, place: 0 if person < right or place else 1)

    shown = shown_by(instructor, "/teach/wordings/1")

    assert re.search(rf"Facility\s*{said}\u00a0%", shown)
    assert (f"Hardly anybody knew it: {said}\u00a0% of the points" in shown) == (right == 2)


def test_mean_and_median_are_the_nearest_percent(sat, instructor):
    sat(31, lambda person, place: 0 if place < 4 or person < 9 else 1)

    page = shown_by(instructor, TEST)

    assert re.search(r"Mean score\s*86\u00a0%", page)  # 26.8 of 31
    assert re.search(r"Median score\s*80\u00a0%", page)


def test_only_counted_first_attempts_are_in_the_figures(sat, session):
    sat(3, by_skill)
    sat(2, by_skill, number=2)
    sat(4, by_skill, counts=False)

    assert analysis_of(session, "01-first").whole.n == 3


@pytest.fixture
def cohort(session, instructor):
    opened = Cohort(
        name="Autumn & co", join_code="ABCD", policy={}, opened_by=instructor.person_id, opened_at=NOON
    )
    session.add(opened)
    session.commit()
    return opened.id


def test_a_cohort_and_those_in_none_can_be_looked_at_alone(sat, cohort, instructor):
    sat(3, by_skill)
    sat(2, by_skill, cohort=cohort)

    pages = [shown_by(instructor, f"{TEST}{which}") for which in ("", f"?cohort={cohort}", "?cohort=none")]

    assert "5 first attempts." in pages[0]
    assert "2 first attempts in the cohort “Autumn & co”." in pages[1]
    assert "3 first attempts by learners in no cohort." in pages[2]
    links = re.findall(r"(Everybody|Autumn & co|In no cohort) \((\d)\)", pages[0])
    assert links == [("Everybody", "5"), ("Autumn & co", "2"), ("In no cohort", "3")]


def test_a_row_of_a_cohort_leads_to_the_same_figures_of_the_question(sat, cohort, instructor):
    sat(30, lambda *_: 0)
    sat(2, lambda *_: 1, cohort=cohort)
    page = instructor.get(f"{TEST}?cohort={cohort}").text
    link = re.search(r'<th scope="row"><a href="([^"]+)">q0', page).group(1)

    words = shown_by(instructor, link)
    decided = instructor.post(
        link.replace("?", "/decision?"), data={"decision": "keep", "reason": "It is new."}
    )

    assert "Only those in the cohort “Autumn & co”." in words
    assert re.search(r"Learners\s*2\s*Facility\s*0\u00a0%", words)
    assert re.search(r"Learners\s*32\s*Facility\s*94\u00a0%", shown_by(instructor, "/teach/wordings/1"))
    assert decided.headers["Location"] == link


def test_a_cohort_that_has_not_sat_the_test_is_named(sat, cohort, instructor):
    sat(3, by_skill)

    assert "0 first attempts in the cohort “Autumn & co”." in shown_by(instructor, f"{TEST}?cohort={cohort}")
    assert "None of these first attempts" in shown_by(instructor, f"/teach/wordings/1?cohort={cohort}")


@pytest.mark.parametrize("wanted", ["9999", "9" * 30, "all", "-1", "²"])
def test_a_cohort_that_nobody_knows_is_not_found(wanted, sat, instructor):
    sat(1, by_skill)

    addresses = (TEST, f"{TEST}/questions.csv", "/teach/wordings/1")
    assert [instructor.get(one, query_string={"cohort": wanted}).status_code for one in addresses] == [
        404
    ] * 3


@pytest.mark.parametrize("people", [0, 1, 40])
def test_nobody_one_learner_and_all_alike_are_no_trouble(people, sat, instructor):
    sat(people, lambda *_: 0)

    page = instructor.get(TEST)

    assert page.status_code == 200
    assert ("cannot be computed" in page.text) == (people > 0)


@pytest.mark.parametrize("people", [1, 3])
def test_the_pages_ask_as_much_for_one_learner_as_for_three(people, sat, instructor, app):
    sat(people, by_skill)

    counts = []
    for address in (TEST, "/teach/wordings/1", f"{TEST}/questions.csv"):
        with counted(app) as statements:
            assert instructor.get(address).status_code == 200
        counts.append(len(statements))

    assert counts == [8, 11, 6]


def test_the_file_holds_the_figures_of_the_page_and_no_formula(sat, instructor):
    sat(40, by_skill)

    answer = instructor.get(f"{TEST}/questions.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.mimetype == "text/csv"
    assert {row["question"]: row["n"] for row in rows} == dict.fromkeys(["q0", "q1", "q2", "q3", "q4"], "40")
    assert next(row for row in rows if row["question"] == "q1")["facility"] == "0.7500"
    assert {row["enough_to_judge"] for row in rows} == {"yes"}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_the_file_says_whose_figures_they_are_of_the_test_too_and_whether_they_are_enough(
    sat, cohort, instructor
):
    sat(40, by_skill)
    sat(4, by_skill, cohort=cohort)

    answer = instructor.get(f"{TEST}/questions.csv?cohort={cohort}")
    row = next(csv.DictReader(io.StringIO(answer.text)))

    scores = [
        float(sum(one.mark(by_skill(person, place)) for place, one in enumerate(QUESTIONS)) / 5)
        for person in range(4)
    ]
    found = [float(row[f"test_{name}"]) for name in ("n", "mean", "median", "sd")]
    assert found == pytest.approx([4, np.mean(scores), np.median(scores), np.std(scores, ddof=1)], abs=0.0001)
    assert (row["learners"], row["enough_to_judge"], row["test_alpha"]) == ("Autumn & co", "no", "")
    assert f'filename="01-first-cohort-{cohort}-questions.csv"' in answer.headers["Content-Disposition"]


def test_a_decision_is_recorded_with_who_and_why(sat, session, instructor):
    sat(1, by_skill)

    answer = instructor.post(
        "/teach/wordings/1/decision", data={"decision": "revise", "reason": "B is right too."}
    )

    session.rollback()
    assert answer.status_code == 303
    assert session.scalars(sa.select(QuestionDecision.decision)).all() == ["revise"]
    assert session.scalars(sa.select(AuditRow.action)).all() == ["question.decided"]
    assert "B is right too." in instructor.get("/teach/wordings/1").text


@pytest.mark.parametrize("data", [{}, {"decision": "revise"}, {"decision": "burn", "reason": "Because."}])
def test_a_decision_without_a_choice_or_a_reason_is_asked_again(data, sat, session, instructor):
    sat(1, by_skill)

    assert instructor.post("/teach/wordings/1/decision", data=data).status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(QuestionDecision)) == 0


def test_a_test_that_nobody_knows_is_not_found(instructor):
    assert instructor.get("/teach/tests/99-none").status_code == 404
    assert instructor.get("/teach/wordings/99").status_code == 404
