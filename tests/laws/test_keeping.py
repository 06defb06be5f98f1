"""Whatever is kept of a person is said, handed out and forgotten."""

from collections import Counter

from coursework.database import Base
from coursework.keeping.queries import everything_about
from coursework.keeping.rooms import PARTS, ROOMS
from tests.conftest import NOON


def points_to(table, names):
    return any(key.column.table.name in names for key in table.foreign_keys)


def tables_with_people():
    """Return every table that names a person, or something of a person, however far away."""
    found, tables = {"person"}, Base.metadata.tables
    while more := {name for name, table in tables.items() if points_to(table, found)} - found:
        found |= more
    return found


def test_every_table_with_a_person_in_it_is_said_by_one_room():
    said = Counter(table for room in ROOMS for kept in room.KEPT for table in kept.tables)

    assert said.keys() | PARTS.keys() == tables_with_people()
    assert set(said.values()) == {1}


def test_every_table_with_a_person_in_it_is_handed_out_by_one_room(session, learner):
    handed_out = Counter(table for room in ROOMS for table in room.export_of(session, learner.person_id))

    assert handed_out.keys() | PARTS.keys() == tables_with_people()
    assert set(handed_out.values()) == {1}
    assert everything_about(session, learner.person_id, NOON).keys() == {"made_at", *handed_out}


def test_what_closing_does_is_said_of_each():
    said = [kept.closed for room in ROOMS for kept in room.KEPT]

    assert [one for one in said if not one.endswith(".")] == []
