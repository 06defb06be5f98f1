"""Change one's own name, address, password and time zone; end a sign-in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.audit.actions import record
from coursework.identity import rules
from coursework.identity.actions import end_other_sign_ins, renew_sign_in
from coursework.identity.joining.actions import tell_of_password
from coursework.identity.links import (
    LinkOverError,
    give_address_to,
    has_had_enough,
    make_link,
    use_link,
    void_links,
)
from coursework.identity.models import OneTimeLink, Person, SignIn
from coursework.identity.queries import person_at
from coursework.identity.rules import Purpose
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.addresses import absolute


def change_details(session: Session, person_id: int, name: str, time_zone: str | None) -> None:
    """Give a person another name or time zone; None is the browser's."""
    person = session.get_one(Person, person_id, with_for_update=True)
    person.name, person.time_zone = rules.tidy_name(name), time_zone


def change_password(session: Session, person_id: int, token: str, password_hash: str, now: datetime) -> str:
    """Give a person another password; every other sign-in ends, every link is void, a mail tells.

    Return the token that this sign-in has from now on.
    """
    person = session.get_one(Person, person_id, with_for_update=True)
    person.password_hash = password_hash
    end_other_sign_ins(session, person_id, token)
    void_links(session, person_id)
    if person.email:
        tell_of_password(session, now, person_id, person.email, "Every other device was signed out.")
    record(session, now, "password.changed", actor_id=person_id, subject_id=person_id)
    return renew_sign_in(session, token)


def ask_for_address(session: Session, person_id: int, email: str, now: datetime) -> None:
    """Write to an address how to use it for the account, or that it has one already."""
    address = rules.tidy_address(email)
    if has_had_enough(session, address, now):
        return
    token = make_link(session, Purpose.USE_ADDRESS, now, person_id=person_id, email=address)
    holder = person_at(session, address)
    if holder in {None, person_id}:
        url = absolute("account.new_address", token=token)
        write_mail(session, now, Kind.USE_ADDRESS, to=address, person_id=person_id, url=url)
    else:
        url, sign_in_url = absolute("joining.forgotten"), absolute("identity.sign_in")
        kind = Kind.ADDRESS_KNOWN
        write_mail(session, now, kind, to=address, person_id=holder, url=url, sign_in_url=sign_in_url)


def take_back_address(session: Session, person_id: int, now: datetime) -> None:
    """Make the links to other addresses worthless; they still count among the three of an hour."""
    mine = (OneTimeLink.person_id == person_id, OneTimeLink.purpose == Purpose.USE_ADDRESS.value)
    session.execute(sa.update(OneTimeLink).where(*mine, OneTimeLink.used_at.is_(None)).values(used_at=now))


def use_address(session: Session, token: str, now: datetime) -> int:
    """Use the address of a link from now on, and return whose it is; the old one is told, links are void."""
    person_id, email = use_link(session, token, Purpose.USE_ADDRESS, now)
    person = session.get_one(Person, person_id, with_for_update=True)
    before = person.email
    try:
        with session.begin_nested():
            person.email, person.confirmed_at = email, now
            session.flush()
    except sa.exc.IntegrityError as error:
        message = "This address has an account of its own by now. Yours is as it was."
        raise LinkOverError(message, Purpose.USE_ADDRESS) from error
    void_links(session, person_id)
    for address in filter(None, {email, before}):
        give_address_to(session, person_id, address)
    if before and before != email:
        record(session, now, "address.changed", actor_id=person_id, subject_id=person_id)
        write_mail(session, now, Kind.ADDRESS_CHANGED, to=before, person_id=person_id)
    return person_id


def end_one_sign_in(session: Session, person_id: int, name: str) -> None:
    """End one sign-in of a person, by its name in the list; one that is over already is no fault."""
    one = (SignIn.person_id == person_id, SignIn.digest.startswith(name, autoescape=True))
    session.execute(sa.delete(SignIn).where(*one))
