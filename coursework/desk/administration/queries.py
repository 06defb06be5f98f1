"""Find people, and what is open."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt
from coursework.enrolment.models import Cohort, Enrolment
from coursework.handouts.models import DocumentRequest
from coursework.identity.models import OneTimeLink, Person, SignIn
from coursework.identity.queries import holds
from coursework.identity.rules import Purpose, Role

ON_A_PAGE = 50
LARGEST = 2**31 - 1


class Who(StrEnum):
    """Which people are looked for."""

    ANYBODY = ""
    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    ADMINISTRATOR = "administrator"
    UNCONFIRMED = "unconfirmed"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody with an account; without name and address where it is closed.

    `asked_at` is the address that a link was sent to, of somebody who has not confirmed one yet.
    """

    id: int
    name: str
    email: str | None
    asked_at: str | None
    role: str
    registered_at: datetime
    confirmed_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """What an administrator sees of one person; `signed_in` and `tests` are how many."""

    line: PersonLine
    signed_in: int
    tests: int
    cohort: str | None
    is_last: bool  # nobody else administers the site


_ASKED_AT = (
    sa.select(OneTimeLink.email)
    .where(OneTimeLink.person_id == Person.id, OneTimeLink.purpose == Purpose.JOIN.value)
    .order_by(OneTimeLink.made_at.desc())
    .limit(1)
    .correlate(Person)
    .scalar_subquery()
)
_LINE = (
    Person.id,
    Person.name,
    Person.email,
    _ASKED_AT.label("asked_at"),
    Person.role,
    Person.registered_at,
    Person.confirmed_at,
    Person.closed_at,
)


def people_by_role(session: Session) -> dict[str, int]:
    """Return how many people with an account there are in each role."""
    counted = (
        sa.select(Person.role, sa.func.count())
        .where(Person.closed_at.is_(None), Person.email.is_not(None))
        .group_by(Person.role)
    )
    return dict.fromkeys((role.value for role in Role), 0) | dict(iter(session.execute(counted)))


def open_tests(session: Session) -> int:
    """Return how many tests are begun and not handed in."""
    counted = sa.select(sa.func.count()).select_from(Attempt).where(Attempt.submitted_at.is_(None))
    return session.scalar(counted) or 0


def people_found(session: Session, words: str, who: Who, page: int) -> tuple[list[PersonLine], int]:
    """Return a page of the people in whose name or address all the words are, and how many they are.

    A number finds also the person who has it. Who has not confirmed an address is nobody yet, and shown
    only to who looks for something.
    """
    found = sa.select(*_LINE, sa.func.count().over().label("found")).where(
        _is(who, looked_for=bool(words.strip())), *(_holds(word) for word in words.split())
    )
    in_order = found.order_by(Person.closed_at.is_not(None), Person.name, Person.id)
    rows = session.execute(in_order.limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE)).all()
    lines = [
        PersonLine(**{name: value for name, value in row._asdict().items() if name != "found"})
        for row in rows
    ]
    return lines, rows[0].found if rows else 0


def _is(who: Who, *, looked_for: bool) -> sa.ColumnElement[bool]:
    is_open, has_address = Person.closed_at.is_(None), Person.email.is_not(None)
    match who:
        case Who.ANYBODY:
            return sa.or_(has_address, sa.not_(is_open), sa.literal(looked_for))
        case Who.UNCONFIRMED:
            return sa.and_(is_open, sa.not_(has_address))
        case Who.CLOSED:
            return sa.not_(is_open)
        case _:
            return sa.and_(is_open, has_address, Person.role == who.value)


def _holds(word: str) -> sa.ColumnElement[bool]:
    """Say who has a word in the name or the address, or is the person with this number."""
    found = [holds(place, word) for place in (Person.name, Person.email, _ASKED_AT)]
    number = word.isascii() and word.isdecimal() and int(word) <= LARGEST
    return sa.or_(*found, Person.id == int(word)) if number else sa.or_(*found)


_other = orm.aliased(Person)


def _administers(person: Any) -> sa.ColumnElement[bool]:
    return sa.and_(person.role == Role.ADMINISTRATOR.value, person.closed_at.is_(None))


def person_page(session: Session, person_id: int, now: datetime) -> PersonPage | None:
    """Return what an administrator sees of a person, or None."""
    row = session.execute(
        sa.select(
            *_LINE,
            _count(SignIn, SignIn.person_id == Person.id, SignIn.ends_at > now).label("signed_in"),
            _count(Attempt, Attempt.person_id == Person.id).label("tests"),
            sa.select(Cohort.name)
            .join(Enrolment, Enrolment.cohort_id == Cohort.id)
            .where(Enrolment.person_id == Person.id, Enrolment.ended_at.is_(None))
            .correlate(Person)
            .scalar_subquery()
            .label("cohort"),
            sa.and_(
                _administers(Person), ~sa.exists().where(_administers(_other), _other.id != Person.id)
            ).label("is_last"),
        ).where(Person.id == person_id)
    ).first()
    if row is None:
        return None
    told = row._asdict()
    more = {name: told.pop(name) for name in ("signed_in", "tests", "cohort", "is_last")}
    return PersonPage(line=PersonLine(**told), **more)


def _count(table: Any, *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.func.count()).select_from(table).where(*where)
    return counted.correlate(Person).scalar_subquery()


def documents_asked_for(session: Session) -> list[DocumentRequest]:
    """Return the documents that wait or could not be made, the failed ones first."""
    rows = sa.select(DocumentRequest).order_by(
        DocumentRequest.failed.is_(None), DocumentRequest.asked_at, DocumentRequest.digest
    )
    return list(session.scalars(rows))
