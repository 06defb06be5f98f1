"""Cohorts are opened, joined, changed, left and closed; accommodations are granted."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from coursework.audit.models import AuditRow
from coursework.content.policies import Policy
from coursework.enrolment.models import Cohort, Enrolment
from coursework.enrolment.queries import policy_for
from tests.conftest import counted, signed_in

POLICY = {
    "pass_mark": "60",
    "minutes": "40",
    "attempts": "",
    "pause_from": "3",
    "pause_hours": "24",
    "after_fail": "marks",
    "opens_at": "",
    "closes_at": "",
}


def open_cohort(instructor, name="Spring"):
    """Open a cohort and return its address and its join code."""
    address = instructor.post("/teach/cohorts", data={"name": name}).headers["Location"]
    code = re.search(r"/join/([A-Z0-9]{8})", instructor.get(address).text)[1]
    return address, code


def policy_of(session, client):
    """Return the policy that holds for somebody, by the course's defaults."""
    session.rollback()
    return policy_for(session, Policy(), client.person_id)


def test_a_learner_sees_what_a_cohort_brings_before_joining_it(instructor, learner, session):
    address, code = open_cohort(instructor)
    instructor.post(address, data=POLICY)

    looked_up = learner.post("/join", data={"code": f"{code[:4].lower()} {code[4:].lower()}"})
    offer = learner.get(looked_up.headers["Location"])
    nothing_yet = policy_of(session, learner)
    learner.post(looked_up.headers["Location"])

    assert "40 minutes." in offer.text
    assert "60&nbsp;% of the points" in offer.text
    assert nothing_yet == (Policy(), None)
    assert policy_of(session, learner) == (Policy(pass_mark=60, minutes=40), 1)


def test_codes_have_eight_letters_that_look_like_no_other_and_are_never_alike(instructor):
    codes = {open_cohort(instructor, f"Cohort {number}")[1] for number in range(20)}

    assert len(codes) == 20
    assert not set("".join(codes)) & set("0O1IL5S2Z8BG")


@pytest.mark.parametrize("code", ["", "ACDE FHJK", "x" * 500, "%00", "'; --"])
def test_a_code_of_nothing_is_refused_in_words(instructor, learner, session, code):
    open_cohort(instructor)

    answer = learner.post("/join", data={"code": code})

    assert answer.status_code == 422
    assert "No open cohort has this code" in answer.text or "Write the code" in answer.text


def test_whoever_tries_many_codes_has_to_wait(learner):
    tries = [learner.get(f"/join/ACDEFHJ{letter}").status_code for letter in "ACDEFHJKMNP"]

    assert tries == [404] * 10 + [429]


def test_a_learner_belongs_to_one_cohort_at_a_time(instructor, learner, session):
    (_, first), (_, second) = open_cohort(instructor, "First"), open_cohort(instructor, "Second")
    learner.post(f"/join/{first}")

    offer = learner.get(f"/join/{second}").text
    refused = learner.post(f"/join/{second}")
    left = learner.post("/leave-cohort", data={"next": f"/join/{second}"})
    learner.post(f"/join/{second}")

    assert "You belong to the cohort First." in offer
    assert (refused.status_code, left.headers["Location"]) == (409, f"/join/{second}")
    assert "Leave it first" in refused.text
    assert policy_of(session, learner)[1] == 2


def test_whoever_has_begun_a_test_in_a_cohort_stays_under_its_rules(instructor, learner, session):
    (address, code), (_, second) = open_cohort(instructor), open_cohort(instructor, "Autumn")
    instructor.post(address, data=POLICY)
    learner.post(f"/join/{code}")
    learner.post("/lectures/01-first/attempts")

    refused = learner.post("/leave-cohort")
    page, offer = learner.get("/join").text, learner.get(f"/join/{second}").text

    assert (refused.status_code, "Ask whoever gave you the code" in refused.text) == (409, True)
    assert ("its rules stay" in page, "/leave-cohort" in page) == (True, False)
    assert ("its rules stay" in offer, "/leave-cohort" in offer) == (True, False)
    assert policy_of(session, learner) == (Policy(pass_mark=60, minutes=40), 1)


def test_a_test_begun_before_joining_keeps_nobody_in_a_cohort(instructor, learner, session):
    _, code = open_cohort(instructor)
    learner.post("/lectures/01-first/attempts")
    learner.post(f"/join/{code}")

    left = learner.post("/leave-cohort")

    assert (left.status_code, policy_of(session, learner)[1]) == (303, None)


def test_who_teaches_takes_a_learner_out_once_and_it_is_written_down(
    instructor, learner, another_learner, session
):
    address, code = open_cohort(instructor)
    for client in (learner, another_learner):
        client.post(f"/join/{code}")
    learner.post("/lectures/01-first/attempts")

    where = f"{address}/learners/{learner.person_id}/take-out"
    twice = [instructor.post(where).status_code for _ in range(2)]

    rows = session.scalars(sa.select(AuditRow).where(AuditRow.action == "cohort.taken-out")).all()
    assert twice == [303, 303]
    assert [(row.actor_id, row.subject_id, row.about) for row in rows] == [
        (instructor.person_id, learner.person_id, "cohort 1")
    ]
    assert [policy_of(session, one)[1] for one in (learner, another_learner)] == [None, 1]
    assert (instructor.get(address).text.count("take-out"), learner.post(where).status_code) == (1, 403)
    assert instructor.post(f"{address}/learners/999/take-out").status_code == 404
    assert instructor.post(f"/teach/cohorts/9/learners/{learner.person_id}/take-out").status_code == 404


def test_many_joins_at_once_leave_a_learner_in_one_cohort(app, instructor, session):
    codes = [open_cohort(instructor, f"Cohort {number}")[1] for number in range(4)]
    cookie = signed_in(app, "Cleo").get_cookie("coursework").value

    def join(code):
        client = app.test_client()
        client.set_cookie("coursework", cookie)
        return client.post(f"/join/{code}").status_code

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(join, codes * 5))

    assert answers == {303, 409}
    assert session.scalar(sa.select(sa.func.count()).select_from(Enrolment)) == 1


def test_a_closed_cohort_lets_its_learners_go_and_takes_nobody_in(instructor, learner, session):
    address, code = open_cohort(instructor)
    instructor.post(address, data=POLICY)
    learner.post(f"/join/{code}")

    instructor.post(f"{address}/close")
    changed = instructor.post(address, data=POLICY)

    assert policy_of(session, learner) == (Policy(), None)
    assert learner.post(f"/join/{code}").status_code == 404
    assert changed.status_code == 409
    assert "Closed on" in instructor.get(address).text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pass_mark": "101"}, "Write a whole number from 1 to 100."),
        ({"pass_mark": ""}, "Write a whole number."),
        ({"minutes": "an hour"}, "Write a whole number."),
        ({"minutes": "0"}, "Write a whole number from 1 to 600."),
        ({"after_fail": "keys"}, "Not a valid choice."),
        ({"opens_at": "tomorrow"}, "Write a day and a time"),
        (
            {"opens_at": "2026-12-01T10:00", "closes_at": "2026-12-01T10:00"},
            "after the moment when tests open",
        ),
    ],
)
def test_a_policy_that_cannot_be_is_refused_in_words(instructor, session, change, words):
    address, _ = open_cohort(instructor)

    answer = instructor.post(address, data=POLICY | change)

    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalar(sa.select(Cohort.policy)) == {}


def test_moments_are_those_of_the_clock_of_whoever_writes_them(instructor, learner, session):
    address, code = open_cohort(instructor)
    instructor.set_cookie("zone", "Europe/Budapest")
    instructor.post(address, data=POLICY | {"opens_at": "2026-12-01T10:00"})
    learner.post(f"/join/{code}")

    policy, _ = policy_of(session, learner)

    assert policy.opens_at.isoformat() == "2026-12-01T10:00:00+01:00"
    assert 'value="2026-12-01T10:00"' in instructor.get(address).text


def test_an_accommodation_changes_the_policy_of_one_learner_and_is_written_down(
    instructor, learner, another_learner, session
):
    address, code = open_cohort(instructor)
    instructor.post(address, data=POLICY)
    for client in (learner, another_learner):
        client.post(f"/join/{code}")

    where = f"/teach/learners/{learner.person_id}/accommodation"
    instructor.post(where, data={"time": "1.25", "extra_attempts": "1"})
    instructor.post(where, data={"time": "1.5", "extra_attempts": "2"})

    assert policy_of(session, learner)[0].minutes == 60
    assert policy_of(session, another_learner)[0].minutes == 40
    rows = session.scalars(sa.select(AuditRow).where(AuditRow.action == "accommodation.granted")).all()
    assert [(row.subject_id, row.details) for row in rows][-1] == (
        learner.person_id,
        {"time": "1.5", "extra_attempts": 2},
    )


@pytest.mark.parametrize("wrong", [{"time": "3"}, {"extra_attempts": "21"}, {"extra_attempts": "-1"}])
def test_an_accommodation_that_cannot_be_is_refused(instructor, learner, wrong):
    where = f"/teach/learners/{learner.person_id}/accommodation"

    assert instructor.post(where, data={"time": "1", "extra_attempts": "0"} | wrong).status_code == 422
    assert instructor.post("/teach/learners/999/accommodation", data={"time": "1"}).status_code == 404


def test_what_is_done_to_cohorts_is_written_down(instructor, learner, session):
    address, code = open_cohort(instructor)
    instructor.post(address, data=POLICY)
    learner.post(f"/join/{code}")
    learner.post("/leave-cohort")
    instructor.post(f"{address}/close")

    rows = session.scalars(
        sa.select(AuditRow.action).where(AuditRow.about == "cohort 1").order_by(AuditRow.id)
    )

    assert list(rows) == [
        "cohort.opened",
        "cohort.policy-changed",
        "cohort.joined",
        "cohort.left",
        "cohort.closed",
    ]


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_pages_ask_as_much_for_three_as_for_one(app, instructor, how_many):
    for number in range(how_many):
        address, _ = open_cohort(instructor, f"Cohort {number}")
    code = re.search(r"/join/([A-Z0-9]{8})", instructor.get(address).text)[1]
    for number in range(how_many):
        signed_in(app, f"Eva{number}").post(f"/join/{code}")

    with counted(app) as all_of_them:
        page = instructor.get("/teach").text
    with counted(app) as one:
        members = instructor.get(address).text

    assert (len(all_of_them), len(one)) == (4, 3)
    assert (page.count(">Cohort "), members.count("Accommodation")) == (how_many, how_many)
