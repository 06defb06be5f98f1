"""Late answers are let count or not, one by one, with a reason that the learner reads."""

import re

import pytest
import sqlalchemy as sa

from coursework.assessment.models import LateDecision, Response, Result
from coursework.audit.models import AuditRow
from coursework.mail.models import Mail
from tests.assessment.conftest import begin, key_of

LATE = "/teach/tests/01-first/late"
REASON = "The network of the whole ward was down until two."


def boxes(page, attempt=1):
    """Return the questions whose late answers are offered, and those of them that are ticked."""
    found = [box for box in re.findall("<input[^>]*>", page) if f'name="a{attempt}-positions"' in box]
    places = [(int(re.search('value="([0-9]+)"', box)[1]), " checked" in box) for box in found]
    return [place for place, _ in places], [place for place, ticked in places if ticked]


def decide(instructor, positions=None, reason=REASON, attempt=1):
    """Send the form of an attempt as the page shows it, or with other boxes ticked."""
    page = instructor.get(LATE).text
    up_to = re.search(f'name="a{attempt}-up_to" value="([0-9]+)"', page)
    chosen = boxes(page, attempt)[1] if positions is None else positions
    names = {"positions": chosen, "up_to": up_to[1] if up_to else "1", "reason": reason}
    data = {f"a{attempt}-{name}": value for name, value in names.items()}
    return instructor.post(f"{LATE}/{attempt}", data=data)


def test_late_answers_are_listed_with_what_they_would_change(instructor, learner, late, clock):
    late(learner)

    page = instructor.get(LATE).text

    assert "Ada, try 1" in page
    assert boxes(page) == ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])
    assert page.count("0\u00a0s after the end; adds 1 point") == 6
    assert "With those ticked it would be <b>100\u00a0%</b>, a pass" in page


def test_the_result_says_what_came_late_until_it_counts(instructor, learner, lines_of):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})
    on_time = learner.get(f"{paper}/result").text
    for line in lines_of(paper)[2:3]:
        learner.put(f"{paper}/responses/3", json={"answer": key_of(line)})

    page = learner.get(f"{paper}/result").text
    decide(instructor, [3])

    assert "after the end" not in on_time
    assert ("1 answer came after the end" in page, "To question 3. Nothing is lost" in page) == (True, True)
    assert "after the end" not in learner.get(f"{paper}/result").text


def test_accepted_late_answers_count_with_a_reason_in_the_log_and_a_mail(instructor, learner, late, session):
    paper = late(learner)

    decide(instructor)

    results = session.execute(sa.select(Result.revision, Result.cause, Result.score, Result.is_current)).all()
    assert results == [(1, "submitted", 0.0, False), (2, "late answers", 1.0, True)]
    assert session.scalars(sa.select(LateDecision.reason)).all() == [REASON]
    row = session.scalars(sa.select(AuditRow).where(AuditRow.action == "late-answers.accepted")).one()
    assert (row.about, row.details) == ("attempt 1", {"before": 0.0, "after": 1.0})
    mail = session.scalars(sa.select(Mail)).one()
    assert (mail.recipient, "100\u00a0%" in mail.text) == ("ada@example.org", True)
    assert f"The reason: {REASON}" in mail.text
    assert "Passed, with 6 of 6" in learner.get(f"{paper}/result").text
    assert f"was 0\u00a0%, and became 100\u00a0%. The reason: {REASON}" in learner.get(f"{paper}/result").text
    assert "1</b> of" in learner.get("/course").text
    assert REASON in instructor.get(LATE).text


def test_late_answers_are_accepted_once(instructor, learner, late, session):
    late(learner)
    decide(instructor)

    again = decide(instructor)

    assert (again.status_code, "no late answers that wait" in again.text) == (409, True)
    assert session.scalar(sa.select(sa.func.count()).select_from(Result)) == 2


def test_an_acceptance_is_taken_back_with_a_reason_and_the_late_answers_wait_again(
    instructor, learner, late, session
):
    paper = late(learner)
    decide(instructor)

    done = instructor.post(f"{LATE}/1/taken-back", data={"t1-reason": "It was another learner's network."})
    page = instructor.get(LATE).text

    results = session.execute(sa.select(Result.cause, Result.score).order_by(Result.revision)).all()
    assert done.status_code == 303
    assert results == [("submitted", 0.0), ("late answers", 1.0), ("late answers taken back", 0.0)]
    assert session.scalars(sa.select(LateDecision.decision).order_by(LateDecision.id)).all() == [
        "counted",
        "taken back",
    ]
    row = session.scalars(sa.select(AuditRow).where(AuditRow.action == "late-answers.taken-back")).one()
    assert row.details == {"before": 1.0, "after": 0.0}
    assert "count no longer" in session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first().subject
    told = learner.get(f"{paper}/result").text
    assert ("was taken back" in told, "It was another learner&#39;s network." in told) == (True, True)
    assert (boxes(page)[0], "<h2>Decided</h2>" in page) == ([1, 2, 3, 4, 5, 6], False)


def test_an_acceptance_is_taken_back_once_and_accepted_again(instructor, learner, late, session):
    late(learner)
    nothing = instructor.post(f"{LATE}/1/taken-back", data={"t1-reason": REASON})
    decide(instructor)
    instructor.post(f"{LATE}/1/taken-back", data={"t1-reason": REASON})

    again = instructor.post(f"{LATE}/1/taken-back", data={"t1-reason": REASON})
    decide(instructor)

    assert (nothing.status_code, again.status_code) == (409, 409)
    assert session.scalars(sa.select(Result.score).where(Result.is_current)).all() == [1]


def test_taking_back_needs_a_reason_and_its_own_test(instructor, learner, late, session):
    late(learner)
    decide(instructor)

    unsaid = instructor.post(f"{LATE}/1/taken-back", data={"t1-reason": "oops"})
    foreign = instructor.post("/teach/tests/02-second/late/1/taken-back", data={"t1-reason": REASON})

    assert (
        unsaid.status_code,
        "<details open>" in unsaid.text,
        ">\noops<" in unsaid.text.replace("\r", ""),
    ) == (422, True, True)
    assert foreign.status_code == 404
    assert session.scalars(sa.select(Result.score).where(Result.is_current)).all() == [1]


def test_late_answers_that_come_after_an_acceptance_wait_again(instructor, learner, lines_of, session, clock):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})
    lists = []
    for line in lines_of(paper)[:2]:
        clock.pass_by(minutes=1)
        learner.put(f"{paper}/responses/{line.position}", json={"answer": key_of(line)})
        lists.append(instructor.get(LATE).text)
        decide(instructor, reason=f"{REASON} Question {line.position}.")

    assert [boxes(page)[0] for page in lists] == [[1], [2]]
    assert session.scalars(sa.select(Result.score).where(Result.is_current)).one() == pytest.approx(2 / 6)
    kept = session.scalars(sa.select(LateDecision).order_by(LateDecision.id.desc())).first()
    assert (kept.reason, kept.decided_at) == (f"{REASON} Question 2.", clock.moment)
    log = sa.select(AuditRow).where(AuditRow.action == "late-answers.accepted")
    assert len(session.scalars(log).all()) == 2


def test_late_answers_that_would_lower_a_result_are_refused_with_both_scores(
    instructor, learner, lines_of, session
):
    paper = begin(learner)
    lines = lines_of(paper)
    for line in lines:
        learner.put(f"{paper}/responses/{line.position}", json={"answer": key_of(line)})
    learner.post(paper, data={"do": "submit", "sure": "1"})
    learner.put(f"{paper}/responses/1", json={"answer": None})

    listed = instructor.get(LATE).text
    refused = decide(instructor, [1])

    assert "With all it would be <b>83\u00a0%</b>" in listed
    assert ("takes 1 point away" in listed, boxes(listed)) == (True, ([1], []))
    assert (refused.status_code, "83\u00a0% instead of 100\u00a0%" in refused.text) == (409, True)
    assert session.scalars(sa.select(Result.score)).all() == [1]
    assert session.scalars(sa.select(LateDecision)).all() == []


def test_what_came_when_a_result_had_been_seen_is_offered_and_not_proposed(
    instructor, learner, lines_of, clock, session
):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})
    first, second = lines_of(paper)[:2]
    clock.pass_by(seconds=40)
    learner.put(f"{paper}/responses/1", json={"answer": key_of(first)})
    clock.pass_by(minutes=1)
    learner.get(f"{paper}/result")
    clock.pass_by(days=20)
    learner.get(f"{paper}/result")
    learner.put(f"{paper}/responses/2", json={"answer": key_of(second)})

    page = instructor.get(LATE).text
    decide(instructor)

    assert boxes(page) == ([1, 2], [1])
    assert "Question 1: 40\u00a0s after the end; adds 1 point" in page
    assert "Question 2: 20 days after the end, when a result had been seen; adds 1 point" in page
    assert "With those ticked it would be <b>16\u00a0%</b>; with all it would be <b>33\u00a0%</b>" in page
    assert session.scalars(sa.select(Result.score).where(Result.is_current)).one() == pytest.approx(1 / 6)


def test_what_came_after_a_pass_at_another_try_is_not_proposed(
    instructor, learner, late, lines_of, clock, session
):
    first = begin(learner)
    learner.post(first, data={"do": "submit", "sure": "1"})
    second = begin(learner)
    for line in lines_of(second):
        learner.put(f"{second}/responses/{line.position}", json={"answer": key_of(line)})
    clock.pass_by(minutes=9)
    learner.post(second, data={"do": "submit", "sure": "1"})
    clock.pass_by(minutes=9)
    learner.put(f"{first}/responses/1", json={"answer": key_of(lines_of(first)[0])})

    assert boxes(instructor.get(LATE).text) == ([1], [])


def test_who_teaches_may_let_some_count_and_the_rest_wait_no_longer(instructor, learner, late, session):
    paper = late(learner)

    decide(instructor, [1, 2])

    page, told = instructor.get(LATE).text, learner.get(f"{paper}/result").text
    assert session.scalars(sa.select(Result.score).where(Result.is_current)).one() == pytest.approx(2 / 6)
    assert ("No late answers are waiting" in page, "answers came after" in told) == (True, False)


def test_who_teaches_may_let_none_count_and_the_learner_reads_why(instructor, learner, late, session):
    paper = late(learner)

    answer = decide(instructor, [])
    told = learner.get(f"{paper}/result").text

    assert (answer.status_code, decide(instructor, [1]).status_code) == (303, 409)
    assert session.scalars(sa.select(Result.score)).all() == [0]
    assert ("do not count" in told, REASON in told) == (True, True)
    assert "do not count" in session.scalars(sa.select(Mail.subject)).one()
    assert session.scalars(sa.select(AuditRow.action).where(AuditRow.about == "attempt 1")).all() == [
        "late-answers.left-out"
    ]


def test_letting_none_count_is_taken_back_without_a_new_result(instructor, learner, late, session):
    late(learner)
    decide(instructor, [])

    instructor.post(f"{LATE}/1/taken-back", data={"t1-reason": "It was another learner's network."})

    assert boxes(instructor.get(LATE).text)[1] == [1, 2, 3, 4, 5, 6]
    assert session.scalars(sa.select(Result.revision)).all() == [1]
    assert len(session.scalars(sa.select(Mail)).all()) == 1


def test_what_changed_while_the_page_was_read_is_not_decided(instructor, learner, late, lines_of, session):
    paper = late(learner)
    up_to = session.scalar(sa.select(sa.func.max(Response.id)))
    learner.put(f"{paper}/responses/1", json={"answer": None})
    learner.put(f"{paper}/responses/1", json={"answer": key_of(lines_of(paper)[0])})
    form = {"a1-up_to": str(up_to), "a1-reason": REASON}

    refused = instructor.post(f"{LATE}/1", data=form | {"a1-positions": ["1", "2"]})
    taken = instructor.post(f"{LATE}/1", data=form | {"a1-positions": ["2"]})

    assert (refused.status_code, "changed meanwhile" in refused.text, REASON in refused.text) == (
        409,
        True,
        True,
    )
    assert (taken.status_code, boxes(instructor.get(LATE).text)[0]) == (303, [1])


@pytest.mark.parametrize("reason", ["", "because", "x" * 2001])
def test_without_a_reason_nothing_counts(instructor, learner, late, session, reason):
    late(learner)

    answer = decide(instructor, reason=reason)

    assert answer.status_code == 422
    assert reason in answer.text
    assert session.scalars(sa.select(Result.score)).all() == [0]


def test_where_nothing_is_late_there_is_nothing_to_accept(instructor, learner):
    learner.post(begin(learner), data={"do": "submit", "sure": "1"})

    assert decide(instructor).status_code == 409
    assert instructor.post("/teach/tests/02-second/late/1").status_code == 404
    assert "No late answers are waiting" in instructor.get(LATE).text


def test_a_learner_accepts_nothing(learner, late, session):
    late(learner)

    assert learner.get(LATE).status_code == 403
    assert learner.post(f"{LATE}/1").status_code == 403
    assert set(session.scalars(sa.select(Response.standing))) == {"late"}
