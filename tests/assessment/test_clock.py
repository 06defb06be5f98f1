"""Time is the server's: deadlines, grace, closing by itself, pauses, openings."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coursework.assessment.models import Attempt, Response, Result
from coursework.assessment.rules import Barrier, Tries, deadline_of, may_begin, time_is_up
from coursework.content.policies import Policy
from coursework.enrolment.models import Cohort, Enrolment
from coursework.jobs.names import JobName
from tests.assessment.conftest import ATTEMPTS, TEST, begin, form_of, key_of
from tests.conftest import NOON

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def timed(app, learner, instructor):
    """Let the learner belong to a cohort whose policy differs in what is given."""

    def put(**policy):
        with app.extensions["database"].session(writes=True) as session:
            cohort = Cohort(
                name="A",
                join_code="ACDEFHJK",
                policy=policy,
                opened_by=instructor.person_id,
                opened_at=NOON,
            )
            session.add(cohort)
            session.flush()
            session.add(Enrolment(cohort_id=cohort.id, person_id=learner.person_id, joined_at=NOON))
            session.commit()

    return put


def attempts_in(session):
    session.rollback()
    rows = session.scalars(sa.select(Attempt).order_by(Attempt.id)).all()
    return [(one.closed_by, one.submitted_at) for one in rows]


@pytest.mark.parametrize(
    ("policy", "tries", "why"),
    [
        (Policy(), Tries(count=0, closed_at=None), None),
        (Policy(), Tries(count=1, closed_at=NOON), None),
        (Policy(), Tries(count=2, closed_at=NOON), NOON + 24 * HOUR),
        (Policy(), Tries(count=2, closed_at=NOON - 24 * HOUR), None),
        (Policy(), Tries(count=9, closed_at=NOON - 23 * HOUR), NOON + HOUR),
        (Policy(pause_hours=0), Tries(count=9, closed_at=NOON), None),
        (Policy(opens_at=NOON + SECOND), Tries(count=0, closed_at=None), NOON + SECOND),
        (Policy(opens_at=NOON), Tries(count=0, closed_at=None), None),
        (Policy(closes_at=NOON + SECOND), Tries(count=0, closed_at=None), None),
        (Policy(closes_at=NOON), Tries(count=0, closed_at=None), NOON),
    ],
)
def test_a_try_may_begin_or_the_moment_is_told(policy, tries, why):
    barrier = may_begin(policy, tries, NOON)

    assert (barrier and barrier.at) == why


def test_when_all_tries_are_used_that_is_said():
    barrier = may_begin(Policy(attempts=2), Tries(count=2, closed_at=NOON), NOON)

    assert barrier == Barrier(why="All tries are used: 2 of 2.")


def test_whoever_begins_late_has_the_full_time():
    policy = Policy(minutes=40, closes_at=NOON + SECOND)

    assert deadline_of(policy, NOON) == NOON + timedelta(minutes=40)
    assert deadline_of(Policy(), NOON) is None


def test_what_arrives_within_thirty_seconds_of_the_end_counts():
    assert [time_is_up(NOON, NOON + seconds * SECOND) for seconds in (0, 30, 31)] == [False, False, True]
    assert not time_is_up(None, NOON)


def test_the_page_before_says_when_the_next_try_opens_and_no_try_begins_before(learner, clock, session):
    for _ in range(2):
        learner.post(begin(learner), data={"do": "submit", "sure": "1"})

    refused = learner.post(ATTEMPTS)
    page = learner.get(TEST).text
    clock.pass_by(hours=24)
    begun = learner.post(ATTEMPTS)

    assert refused.status_code == 409
    assert "Mon\u00a023\u00a0Nov\u00a02026,\u00a012:00" in refused.text
    assert "The next try opens on" in page
    assert "Start another try" not in page
    assert begun.status_code == 303


def test_the_policy_of_the_cohort_is_shown_before_and_copied_into_the_attempt(learner, timed, session):
    timed(minutes=40, pass_mark=60, attempts=2)

    page = learner.get(TEST).text
    begin(learner)

    attempt = session.scalars(sa.select(Attempt)).one()
    assert "The network must hold for 40 minutes" in page
    assert "You pass with 60&nbsp;%" in page
    assert "At most 2." in page
    assert (attempt.policy["minutes"], attempt.policy["pass_mark"], attempt.cohort_id) == (40, 60, 1)
    assert attempt.deadline_at == NOON + timedelta(minutes=40)


def test_a_clock_of_one_minute_is_said_in_the_singular(learner, timed):
    timed(minutes=1)

    page = learner.get(TEST).text

    assert "The network must hold for 1 minute<" in page
    assert "<b>1 minute.</b>" in page


def test_a_policy_that_changes_does_not_touch_a_test_that_is_begun(app, learner, timed, session):
    timed(minutes=40)
    paper = begin(learner)
    with app.extensions["database"].session(writes=True) as writing:
        writing.execute(sa.update(Cohort).values(policy={"minutes": 1, "pass_mark": 1}))
        writing.commit()

    state = learner.get(f"{paper}/state").json

    assert state["deadline"] == "2026-11-22T12:40:00.000+00:00"
    assert session.scalars(sa.select(Attempt.policy)).one()["pass_mark"] == 80


def test_at_the_end_what_was_saved_is_marked_though_nobody_looks(
    app, learner, timed, lines_of, clock, session
):
    timed(minutes=40)
    paper = begin(learner)
    for line in lines_of(paper):
        learner.put(f"{paper}/responses/{line.position}", json={"answer": key_of(line)})

    clock.pass_by(minutes=40, seconds=30)
    app.extensions["jobs"].enqueue(JobName.CLOSE_OVERDUE_ATTEMPTS)
    app.extensions["jobs"].work_off()
    still_open = attempts_in(session)
    clock.pass_by(seconds=1)
    for _ in range(2):
        app.extensions["jobs"].enqueue(JobName.CLOSE_OVERDUE_ATTEMPTS)
    app.extensions["jobs"].work_off()

    assert still_open == [(None, None)]
    assert attempts_in(session) == [("time", NOON + timedelta(minutes=40))]
    assert [(one.score, one.passed) for one in session.scalars(sa.select(Result))] == [(1.0, True)]
    assert "closed by the clock" in learner.get(f"{paper}/result").text


@pytest.mark.parametrize("look", ["", "/result", "/state"])
def test_any_look_closes_a_test_whose_time_is_up(learner, timed, clock, session, look):
    timed(minutes=40)
    paper = begin(learner)
    clock.pass_by(minutes=41)

    seen = learner.get(f"{paper}{look}", follow_redirects=True)

    assert seen.status_code == 200
    assert attempts_in(session) == [("time", NOON + timedelta(minutes=40))]


def test_the_page_before_and_a_new_start_close_it_too(learner, timed, clock, session):
    timed(minutes=40)
    begin(learner)
    clock.pass_by(minutes=41)
    learner.get(TEST)
    second = begin(learner)
    clock.pass_by(minutes=41)

    refused = learner.post(ATTEMPTS)

    assert second == "/attempts/2"
    assert refused.status_code == 409
    assert [by for by, _ in attempts_in(session)] == ["time", "time"]


def test_an_answer_within_the_grace_counts_and_a_later_one_is_kept_as_late(
    learner, timed, lines_of, clock, session
):
    timed(minutes=40)
    paper = begin(learner)
    first, second = lines_of(paper)[:2]
    clock.pass_by(minutes=40, seconds=30)
    in_time = learner.put(f"{paper}/responses/1", json={"answer": key_of(first)})
    clock.pass_by(seconds=1)

    save = {"answer": key_of(second), "key": "k", "seen": 0}
    late = [learner.put(f"{paper}/responses/2", json=save) for _ in range(2)]

    assert in_time.status_code == 200
    for answer in late:
        assert answer.status_code == 409
        assert answer.headers["Location"] == f"{paper}/result"
        assert (answer.json["standing"], answer.json["result"]) == ("late", f"{paper}/result")
    assert [(row.position, row.standing) for row in session.scalars(sa.select(Response))] == [
        (1, "kept"),
        (2, "late"),
    ]
    assert session.scalars(sa.select(Result.credits)).one().count("1") == 1


def test_a_form_that_comes_too_late_is_kept_as_late_and_the_page_says_so(
    learner, timed, lines_of, clock, session
):
    timed(minutes=40)
    paper = begin(learner)
    form = form_of(lines_of(paper), key_of)
    clock.pass_by(minutes=41)

    said = learner.post(paper, data=form, follow_redirects=True)

    assert "kept as late, and not counted" in said.text
    assert set(session.scalars(sa.select(Response.standing))) == {"late"}
    assert session.scalars(sa.select(Result.score)).all() == [0]


def test_a_clock_that_steps_back_reopens_nothing(app, learner, timed, clock, session):
    timed(minutes=40)
    paper = begin(learner)
    clock.pass_by(minutes=41)
    learner.get(paper)

    clock.pass_by(minutes=-41)
    late = learner.put(f"{paper}/responses/1", json={"answer": None})

    assert late.status_code == 409
    assert learner.get(paper).headers["Location"] == f"{paper}/result"
    assert learner.get(f"{paper}/state").json["closed"] == "time"
    assert attempts_in(session) == [("time", NOON + timedelta(minutes=40))]


def test_what_a_device_says_about_the_time_is_not_asked(learner, session):
    paper = begin(learner)

    headers = {"Date": "Mon, 01 Jan 1990 00:00:00 GMT"}
    body = {"answer": None, "saved_at": "1990-01-01T00:00:00Z", "at": 0}
    receipt = learner.put(f"{paper}/responses/1", json=body, headers=headers)

    assert receipt.json["saved_at"] == "2026-11-22T12:00:00.000+00:00"


def test_somebody_who_teaches_tries_a_test_out_without_limit_and_counts_nowhere(instructor, session):
    for _ in range(4):
        instructor.post(begin(instructor), data={"do": "submit", "sure": "1"})

    page = instructor.get(TEST).text

    assert set(session.scalars(sa.select(Attempt.counted))) == {False}
    assert page.count("not counted") == 4 + 1
    assert "no score yet" in instructor.get("/course").text
    assert "no try yet" in instructor.get("/progress").text
