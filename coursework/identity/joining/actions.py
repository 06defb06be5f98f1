"""Write to an address, and do what the link in the mail says.

Whoever registers gets a row without an address; the link gives it the address. So nobody can take
an address that is not theirs, and registering tells nobody who has an account. Rows that never get
one are deleted with their links.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.audit.actions import record
from coursework.identity import rules
from coursework.identity.actions import end_every_sign_in
from coursework.identity.links import (
    LinkOverError,
    give_address_to,
    has_had_enough,
    make_link,
    use_link,
    void_links,
)
from coursework.identity.models import OneTimeLink, Person
from coursework.identity.queries import person_at
from coursework.identity.rules import Purpose, Role
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.addresses import absolute


def ask_to_join(
    session: Session, now: datetime, name: str, email: str, password_hash: str, wanted: str | None
) -> str | None:
    """Write how to begin, or that the address has an account. Return the link, or None when none was sent."""
    address = rules.tidy_address(email)
    if has_had_enough(session, address, now):
        return None
    known = person_at(session, address)
    if known is not None:
        return _write_to_known(session, now, Kind.ADDRESS_KNOWN, address, known)
    person = Person(
        name=rules.tidy_name(name),
        password_hash=password_hash,
        role=Role.LEARNER.value,
        registered_at=now,
    )
    session.add(person)
    session.flush()
    token = make_link(session, Purpose.JOIN, now, person_id=person.id, email=address)
    url = absolute("joining.confirmation", token=token, next=wanted or None)
    write_mail(session, now, Kind.CONFIRM_ADDRESS, to=address, person_id=None, url=url)
    return url


def _write_to_known(session: Session, now: datetime, kind: Kind, address: str, person_id: int) -> str:
    token = make_link(session, Purpose.RESET_PASSWORD, now, person_id=person_id, email=address)
    url = absolute("joining.new_password", token=token)
    sign_in_url = absolute("identity.sign_in")
    write_mail(session, now, kind, to=address, person_id=person_id, url=url, sign_in_url=sign_in_url)
    return url


def password_hash_of(session: Session, person_id: int | None) -> str:
    """Return what the password of whoever registered is held against."""
    return session.scalar(sa.select(Person.password_hash).where(Person.id == person_id)) or ""


def join(session: Session, token: str, now: datetime) -> int:
    """Give the address of a link to who registered with it, and return their number.

    Every other registration with this address is over: its link is worth nothing any more.
    """
    person_id, email = use_link(session, token, Purpose.JOIN, now)
    others = OneTimeLink.person_id != person_id
    session.execute(
        sa.delete(OneTimeLink).where(
            OneTimeLink.purpose == Purpose.JOIN.value, OneTimeLink.email == email, others
        )
    )
    try:
        with session.begin_nested():
            own = sa.update(Person).where(Person.id == person_id)
            session.execute(own.values(email=email, confirmed_at=now))
    except sa.exc.IntegrityError as error:
        message = "This address has an account by now. Sign in, or ask for another password."
        raise LinkOverError(message, Purpose.JOIN) from error
    give_address_to(session, person_id, email)
    return person_id


def ask_for_password(session: Session, now: datetime, email: str) -> str | None:
    """Write how to choose another password, or that there is no account. Return the link, or None.

    An address that nobody has is written to as well: it helps whoever used another one, and it takes
    the same work, so that the time tells nothing either.
    """
    address = rules.tidy_address(email)
    if has_had_enough(session, address, now):
        return None
    known = person_at(session, address)
    if known is not None:
        return _write_to_known(session, now, Kind.RESET_PASSWORD, address, known)
    make_link(session, Purpose.RESET_PASSWORD, now, email=address)
    url = absolute("joining.registration")
    write_mail(session, now, Kind.ADDRESS_UNKNOWN, to=address, person_id=None, url=url)
    return url


def reset_password(session: Session, token: str, password_hash: str, now: datetime) -> None:
    """Set another password by a link; every sign-in ends, every other link is void, a mail tells."""
    person_id, email = use_link(session, token, Purpose.RESET_PASSWORD, now)
    person = session.get_one(Person, person_id, with_for_update=True)
    person.password_hash = password_hash
    person.confirmed_at = person.confirmed_at or now
    end_every_sign_in(session, person_id)
    void_links(session, person_id)
    record(session, now, "password.reset", actor_id=person_id, subject_id=person_id)
    tell_of_password(session, now, person_id, email, "Every device was signed out.")


def tell_of_password(session: Session, now: datetime, person_id: int, email: str, also: str) -> None:
    """Write to a person that their password was changed."""
    url = absolute("joining.forgotten")
    write_mail(session, now, Kind.PASSWORD_CHANGED, to=email, person_id=person_id, url=url, also=also)
