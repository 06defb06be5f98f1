"""Register people, sign them in and out, change what they may do."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.audit.actions import record
from coursework.database import take_turn
from coursework.errors import RefusalError
from coursework.identity import rules
from coursework.identity.links import make_link, open_link, over
from coursework.identity.models import OneTimeLink, Person, SignIn
from coursework.identity.queries import LastAdministratorError, administrators
from coursework.identity.rules import Purpose, Role
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.addresses import absolute

_ADMINISTRATORS = "administrators"  # who decides by how many there are takes this turn


class AddressTakenError(RefusalError):
    """Somebody has an account with this address."""


class RoleChangedError(RefusalError):
    """The role is not the one that was seen."""


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
    try:
        with session.begin_nested():
            session.add(person)
            session.flush()
    except sa.exc.IntegrityError as error:
        message = "There is an account with this address already. Sign in instead."
        raise AddressTakenError(message) from error
    return person


def keep_hash(session: Session, person_id: int, before: str, after: str) -> bool:
    """Keep a hash in the place of the one that was looked at; say whether that was still there."""
    still = (Person.id == person_id, Person.password_hash == before)
    kept = session.execute(sa.update(Person).where(*still).values(password_hash=after).returning(Person.id))
    return kept.first() is not None


def begin_sign_in(session: Session, person_id: int, now: datetime, *, keep: bool, device: str = "") -> str:
    """Add a sign-in and return its token, 256 random bits; sign-ins that are over go."""
    token = secrets.token_urlsafe(32)
    session.execute(sa.delete(SignIn).where(SignIn.person_id == person_id, SignIn.ends_at <= now))
    session.add(
        SignIn(
            digest=rules.digest_of(token),
            person_id=person_id,
            began_at=now,
            ends_at=rules.end_of_sign_in(now, keep=keep),
            device=device,
        )
    )
    return token


def renew_sign_in(session: Session, token: str) -> str:
    """Give a sign-in another token and return it; the one until now is worth nothing."""
    another = secrets.token_urlsafe(32)
    mine = sa.update(SignIn).where(SignIn.digest == rules.digest_of(token))
    session.execute(mine.values(digest=rules.digest_of(another)))
    return another


def end_sign_in(session: Session, token: str) -> None:
    """End one sign-in; its token is worth nothing from now on."""
    session.execute(sa.delete(SignIn).where(SignIn.digest == rules.digest_of(token)))


def end_every_sign_in(session: Session, person_id: int) -> None:
    """End every sign-in of a person, on all devices."""
    session.execute(sa.delete(SignIn).where(SignIn.person_id == person_id))


def end_other_sign_ins(session: Session, person_id: int, token: str) -> None:
    """End every sign-in of a person but the one with this token."""
    others = (SignIn.person_id == person_id, SignIn.digest != rules.digest_of(token))
    session.execute(sa.delete(SignIn).where(*others))


def change_role(
    session: Session,
    person_id: int,
    role: Role,
    now: datetime,
    *,
    actor_id: int | None,
    reason: str | None = None,
    seen: Role | None = None,
) -> None:
    """Give a person another role; their sign-ins end, so that the old one is over everywhere; a mail tells.

    `actor_id` is None for whoever is at the machine, `seen` the role that the page had shown. Raises
    `LastAdministratorError`, `RoleChangedError` where somebody was quicker, and `RefusalError` for an
    account that is closed.
    """
    take_turn(session, _ADMINISTRATORS)
    person = session.get_one(Person, person_id, with_for_update=True)
    if person.closed_at is not None:
        message = "This account is closed. It has no role any more."
        raise RefusalError(message)
    before = Role(person.role)
    if before == role:
        return
    if seen not in {None, before}:
        message = f"Somebody else has changed the role in the meantime: it is {before} now. Look again."
        raise RoleChangedError(message)
    if before == Role.ADMINISTRATOR and administrators(session) == 1:
        message = "This is the last administrator. Give the role to somebody else first."
        raise LastAdministratorError(message)
    person.role = role.value
    end_every_sign_in(session, person.id)
    if person.email:
        said = {"role": rules.WITH_ARTICLE[role], "before": rules.WITH_ARTICLE[before]}
        url = absolute("identity.sign_in")
        kind = Kind.ROLE_CHANGED
        write_mail(session, now, kind, to=person.email, person_id=person.id, sign_in_url=url, **said)
    told = {"before": before, "after": role} | ({"reason": reason} if reason else {})
    record(session, now, "role.changed", actor_id=actor_id, subject_id=person.id, **told)


def make_first_administrator_link(session: Session, now: datetime) -> str:
    """Return the token of a link that creates the first administrator; earlier ones are void."""
    take_turn(session, _ADMINISTRATORS)
    if administrators(session):
        message = "There is an administrator already."
        raise RefusalError(message)
    session.execute(sa.delete(OneTimeLink).where(OneTimeLink.purpose == Purpose.FIRST_ADMINISTRATOR.value))
    return make_link(session, Purpose.FIRST_ADMINISTRATOR, now)


def check_first_administrator_link(session: Session, token: str, now: datetime) -> None:
    """Raise `LinkOverError` unless the link may be used."""
    open_link(session, token, Purpose.FIRST_ADMINISTRATOR, now)
    if administrators(session):
        raise over(Purpose.FIRST_ADMINISTRATOR)


def use_first_administrator_link(
    session: Session, token: str, name: str, email: str, password_hash: str, now: datetime
) -> Person:
    """Create the first administrator and void the link."""
    take_turn(session, _ADMINISTRATORS)
    check_first_administrator_link(session, token, now)
    open_link(session, token, Purpose.FIRST_ADMINISTRATOR, now).used_at = now
    person = register(session, name, email, password_hash, Role.ADMINISTRATOR, now)
    record(session, now, "role.changed", actor_id=None, subject_id=person.id, after=Role.ADMINISTRATOR)
    return person
