"""The audit log: rows are added and never changed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coursework.audit.actions import record
from coursework.audit.models import AuditRow
from coursework.audit.queries import newest_rows
from tests.conftest import NOON, counted
from tests.factories.people import make_person


@pytest.fixture
def writing(app):
    with app.extensions["database"].session(writes=True) as session:
        yield session


@pytest.fixture
def people(writing):
    """An administrator, Ada and Bea, as numbers."""
    return [make_person(writing, f"{name}@example.org", name=name).id for name in ("adam", "ada", "bea")]


@pytest.fixture
def log(writing, people):
    """Four things that the administrator did."""
    adam, ada, bea = people
    record(writing, NOON, "role.changed", actor_id=adam, subject_id=ada, before="learner", after="instructor")
    record(writing, NOON, "role.changed", actor_id=adam, subject_id=bea, before="learner", after="instructor")
    record(writing, NOON, "policy.changed", actor_id=adam, about="cohort 1", pass_mark=[80, 70])
    record(writing, NOON, "account.closed", actor_id=ada, subject_id=ada)
    writing.commit()


def test_rows_are_shown_newest_first_with_what_was_before_and_after(log, writing, people):
    lines = newest_rows(writing)

    assert [line.action for line in lines] == [
        "account.closed", "policy.changed", "role.changed", "role.changed"
    ]  # fmt: skip
    assert (lines[1].about, lines[1].details, lines[1].subject_id) == (
        "cohort 1",
        {"pass_mark": [80, 70]},
        None,
    )
    assert (lines[3].actor_id, lines[3].subject_id, lines[3].at) == (people[0], people[1], NOON)


def test_rows_are_found_by_action_and_by_who_did_it_or_whom_it_was_done_to(log, writing, people):
    _, ada, bea = people

    assert [line.subject_id for line in newest_rows(writing, action="role.changed")] == [bea, ada]
    assert [line.action for line in newest_rows(writing, person_id=ada)] == ["account.closed", "role.changed"]
    assert [line.subject_id for line in newest_rows(writing, action="role.changed", person_id=ada)] == [ada]


def test_rows_are_found_by_time(writing, people):
    for hours in range(3):
        record(
            writing, NOON + timedelta(hours=hours), "role.changed", actor_id=None, subject_id=people[hours]
        )
    writing.commit()

    second = newest_rows(writing, since=NOON + timedelta(hours=1), until=NOON + timedelta(hours=2))

    assert [line.subject_id for line in second] == [people[1]]


def test_rows_are_paged_by_number(log, writing):
    first = newest_rows(writing, limit=3)
    rest = newest_rows(writing, limit=3, before=first[-1].id)

    assert [line.id for line in first + rest] == [4, 3, 2, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_the_log_is_one_statement(app, writing, people, rows):
    for _ in range(rows):
        record(writing, NOON, "role.changed", actor_id=people[0], subject_id=people[1])
    writing.commit()

    with counted(app) as seen:
        lines = newest_rows(writing)

    assert (len(seen), len(lines)) == (1, rows)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET action = 'nothing'", "UPDATE audit SET actor_id = NULL", "DELETE FROM audit"],
)
def test_the_database_itself_refuses_to_change_or_delete_a_row(log, writing, statement):
    with pytest.raises(sa.exc.DBAPIError, match="rows of the audit log are never changed"):
        writing.execute(sa.text(statement))
    writing.rollback()

    assert writing.scalar(sa.select(sa.func.count()).select_from(AuditRow)) == 4


@pytest.mark.sqlite("a server has no such statement")
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE INTO", "REPLACE INTO"])
def test_no_row_is_put_in_the_place_of_another(log, writing, verb):
    forged = "(id, at, action, details) VALUES (1, '2026-11-22 12:00:00', 'forged', '{}')"

    with pytest.raises(sa.exc.DBAPIError, match="rows of the audit log are never changed"):
        writing.execute(sa.text(f"{verb} audit {forged}"))
    writing.rollback()

    assert [line.action for line in newest_rows(writing)][-1] == "role.changed"


@pytest.mark.postgresql("a file has no such statement")
def test_the_log_is_not_emptied(log, writing):
    with pytest.raises(sa.exc.DBAPIError, match="rows of the audit log are never changed"):
        writing.execute(sa.text("TRUNCATE person CASCADE"))
    writing.rollback()

    assert len(newest_rows(writing)) == 4


def test_a_row_says_from_where_a_request_came(app, writing, people):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        record(writing, NOON, "role.changed", actor_id=people[0], subject_id=people[1])
    record(writing, NOON, "role.changed", actor_id=None, subject_id=people[1])
    writing.commit()

    assert [line.address for line in newest_rows(writing)] == [None, "192.0.2.7"]


def test_what_is_rolled_back_was_not_done(writing, people):
    record(writing, NOON, "role.changed", actor_id=people[0], subject_id=people[1])
    writing.rollback()

    assert newest_rows(writing) == []
