"""Find people and sign-ins."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database import dialect_of, table_of, writes
from coursework.errors import RefusalError, Way
from coursework.identity.models import Person, SignIn
from coursework.identity.people import CurrentPerson
from coursework.identity.rules import Role, digest_of, tidy_address

_people, _sign_ins = table_of(Person), table_of(SignIn)
_SIGNED_IN = (
    sa.select(
        _people.c.id,
        _people.c.name,
        _people.c.email,
        _people.c.role,
        _people.c.registered_at,
        _people.c.confirmed_at,
        _people.c.time_zone,
    )
    .join_from(_people, _sign_ins, _sign_ins.c.person_id == _people.c.id)
    .where(
        _sign_ins.c.digest == sa.bindparam("digest"),
        _sign_ins.c.ends_at > sa.bindparam("now"),
        _people.c.closed_at.is_(None),  # whoever signs in at the moment in which the account is closed
    )
)
# What one person changes is changed in turn, whatever they read before: on PostgreSQL by this lock.
_SIGNED_IN_AND_WRITING = _SIGNED_IN.with_for_update(of=(_people, _sign_ins), key_share=True)


@dataclass(frozen=True)
class Credentials:
    """What a password is held against."""

    person_id: int
    password_hash: str


class LastAdministratorError(RefusalError):
    """Without this person nobody could administer the site."""

    title = "Somebody has to administer the course"
    ways = (Way("See the people", "administration.people"),)


def signed_in_person(session: Session, token: str, now: datetime) -> CurrentPerson | None:
    """Return who holds a sign-in token, or None when it is unknown, ended or revoked."""
    statement = _SIGNED_IN_AND_WRITING if writes(session) else _SIGNED_IN
    row = session.execute(statement, {"digest": digest_of(token), "now": now}).first()
    if row is None:
        return None
    return CurrentPerson(
        id=row.id,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        registered_at=row.registered_at,
        confirmed_at=row.confirmed_at,
        time_zone=row.time_zone,
        token=token,
    )


def take_turn_of(session: Session, person_id: int) -> None:
    """Wait for what a person is changing; what they change next waits for this transaction.

    Who changes something of a person without being them begins with this.
    """
    if dialect_of(session) == "postgresql":
        session.execute(sa.select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def credentials_of(session: Session, email: str) -> Credentials | None:
    """Return what the password of an address is held against, or None when nobody has it."""
    row = session.execute(sa.select(Person.id, Person.password_hash).where(Person.email == email)).first()
    return Credentials(row.id, row.password_hash) if row else None


def person_at(session: Session, email: str) -> int | None:
    """Return the number of the person with an address, or None when nobody has it."""
    return session.scalar(sa.select(Person.id).where(Person.email == tidy_address(email)))


def address_of(session: Session, person_id: int) -> str | None:
    """Return the address of a person; None when it is not confirmed, or the account is closed."""
    return session.scalar(sa.select(Person.email).where(Person.id == person_id))


def holds(place: Any, word: str) -> sa.ColumnElement[bool]:
    """Say where a text holds a word, whatever its case.

    A database may know the case of ASCII letters alone, so others are looked for as names are written.
    """
    written = unicodedata.normalize("NFC", word)
    ways = {word} if word.isascii() else {written.lower(), written.capitalize(), written.upper()}
    return sa.or_(*(place.icontains(way, autoescape=True) for way in sorted(ways)))


def who_is_called(words: str) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that the name or the address of a person holds each of the words."""
    return [sa.or_(holds(Person.name, word), holds(Person.email, word)) for word in words.split()]


def administrators(session: Session) -> int:
    """Return how many people can administer the site."""
    one = sa.select(sa.func.count()).where(
        Person.role == Role.ADMINISTRATOR.value, Person.closed_at.is_(None)
    )
    return session.scalar(one) or 0
