"""A cohort is renamed, gets another code, and is closed or left by a learner only after a question."""

import sqlalchemy as sa

from coursework.audit.models import AuditRow
from coursework.enrolment.models import Cohort
from tests.enrolment.test_views import open_cohort, policy_of


def test_before_a_cohort_is_closed_the_page_says_whom_it_concerns(
    instructor, learner, another_learner, session
):
    address, code = open_cohort(instructor)
    for client in (learner, another_learner):
        client.post(f"/join/{code}")
    learner.post("/lectures/01-first/attempts")

    asked = instructor.get(f"{address}/close").text
    still_open = policy_of(session, learner)[1]
    instructor.post(f"{address}/close")

    assert "<b>2</b> learners belong to it now" in asked
    assert "<b>1</b> of its tests is open" in asked
    assert still_open == 1
    assert "is closed" in instructor.get(f"{address}/close").text


def test_before_a_learner_is_taken_out_the_page_says_whether_a_test_is_open(
    instructor, learner, another_learner, session
):
    address, code = open_cohort(instructor)
    for client in (learner, another_learner):
        client.post(f"/join/{code}")
    learner.post("/lectures/01-first/attempts")

    pages = [
        instructor.get(f"{address}/learners/{client.person_id}/take-out").text
        for client in (learner, another_learner)
    ]

    assert ["has a test open now" in page for page in pages] == [True, False]
    assert policy_of(session, learner)[1] == 1
    assert instructor.get(f"{address}/learners/999/take-out").status_code == 404


def test_a_cohort_gets_another_name_and_the_log_says_which(instructor, learner, session):
    address, _ = open_cohort(instructor)

    unnamed = instructor.post(f"{address}/name", data={"name": "  "})
    instructor.post(f"{address}/name", data={"name": " Year 4,  autumn "})
    instructor.post(f"{address}/name", data={"name": "Year 4, autumn"})

    rows = session.scalars(sa.select(AuditRow).where(AuditRow.action == "cohort.renamed")).all()
    assert (unnamed.status_code, "Give it a name." in unnamed.text) == (422, True)
    assert "<h1>Year 4, autumn</h1>" in instructor.get(address).text
    assert [row.details for row in rows] == [{"before": "Spring", "after": "Year 4, autumn"}]
    assert learner.post(f"{address}/name", data={"name": "Mine"}).status_code == 403


def test_a_new_join_code_shuts_out_the_old_one_and_a_second_click_changes_nothing(
    instructor, learner, another_learner, session
):
    address, code = open_cohort(instructor)
    learner.post(f"/join/{code}")

    for _ in range(2):
        instructor.post(f"{address}/code", data={"code": code})

    new = session.scalar(sa.select(Cohort.join_code))
    assert new != code
    assert (another_learner.get(f"/join/{code}").status_code, policy_of(session, learner)[1]) == (404, 1)
    assert another_learner.post(f"/join/{new}").status_code == 303
    assert (
        len(session.scalars(sa.select(AuditRow).where(AuditRow.action == "cohort.code-changed")).all()) == 1
    )


def test_a_closed_cohort_gets_no_new_code(instructor, session):
    address, code = open_cohort(instructor)
    instructor.post(f"{address}/close")

    assert instructor.post(f"{address}/code", data={"code": code}).status_code == 409
    assert session.scalar(sa.select(Cohort.join_code)) == code
