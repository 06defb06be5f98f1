"""Register people, sign them in and out, make and use one-time links."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database import take_turn
from coursework.errors import RefusalError
from coursework.identity import rules
from coursework.identity.models import OneTimeLink, Person, SignIn
from coursework.identity.queries import administrator_exists, link_is_open
from coursework.identity.rules import Role

FIRST_ADMINISTRATOR = "first-administrator"
_ADMINISTRATORS = "administrators"  # who decides by how many there are takes this turn


class AddressTakenError(RefusalError):
    """Somebody has an account with this address."""


class LinkOverError(RefusalError):
    """A one-time link that is unknown, used or over."""

    status = 410


def register(
    session: Session, name: str, email: str, password_hash: str, role: Role, now: datetime
) -> Person:
    """Add a person. Raises `AddressTakenError` when the address has an account."""
    person = Person(
        name=rules.tidy_name(name),
        email=rules.tidy_address(email),
        password_hash=password_hash,
        role=role.value,
        registered_at=now,
    )
    session.add(person)
    try:
        session.flush()
    except sa.exc.IntegrityError as error:
        session.rollback()
        message = "There is an account with this address already. Sign in instead."
        raise AddressTakenError(message) from error
    return person


def begin_sign_in(session: Session, person_id: int, now: datetime, *, keep: bool) -> str:
    """Add a sign-in and return its token, 256 random bits; sign-ins that are over go."""
    token = secrets.token_urlsafe(32)
    session.execute(sa.delete(SignIn).where(SignIn.person_id == person_id, SignIn.ends_at <= now))
    session.add(
        SignIn(
            digest=rules.digest_of(token),
            person_id=person_id,
            began_at=now,
            ends_at=rules.end_of_sign_in(now, keep=keep),
        )
    )
    return token


def end_sign_in(session: Session, token: str) -> None:
    """End one sign-in; its token is worth nothing from now on."""
    session.execute(sa.delete(SignIn).where(SignIn.digest == rules.digest_of(token)))


def end_every_sign_in(session: Session, person_id: int) -> None:
    """End every sign-in of a person, on all devices."""
    session.execute(sa.delete(SignIn).where(SignIn.person_id == person_id))


def change_role(session: Session, email: str, role: Role) -> None:
    """Give a person another role; their sign-ins end, so that the old one is over everywhere."""
    person = session.scalar(sa.select(Person).where(Person.email == rules.tidy_address(email)))
    if person is None:
        message = f"Nobody has the address {email}."
        raise RefusalError(message)
    person.role = role.value
    end_every_sign_in(session, person.id)


def make_first_administrator_link(session: Session, now: datetime) -> str:
    """Return the token of a link that creates the first administrator; earlier ones are void."""
    take_turn(session, _ADMINISTRATORS)
    if administrator_exists(session):
        message = "There is an administrator already."
        raise RefusalError(message)
    session.execute(sa.delete(OneTimeLink).where(OneTimeLink.purpose == FIRST_ADMINISTRATOR))
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            digest=rules.digest_of(token),
            purpose=FIRST_ADMINISTRATOR,
            made_at=now,
            ends_at=now + rules.FIRST_ADMINISTRATOR_LINK_FOR,
        )
    )
    return token


def check_first_administrator_link(session: Session, token: str, now: datetime) -> None:
    """Raise `LinkOverError` unless the link may be used."""
    if administrator_exists(session) or not link_is_open(session, token, FIRST_ADMINISTRATOR, now):
        message = (
            "This link has been used, or its hour is over. `flask people first-administrator` makes another."
        )
        raise LinkOverError(message)


def use_first_administrator_link(
    session: Session, token: str, name: str, email: str, password_hash: str, now: datetime
) -> Person:
    """Create the first administrator and void the link."""
    take_turn(session, _ADMINISTRATORS)
    check_first_administrator_link(session, token, now)
    link = session.get_one(OneTimeLink, rules.digest_of(token))
    link.used_at = now
    return register(session, name, email, password_hash, Role.ADMINISTRATOR, now)
