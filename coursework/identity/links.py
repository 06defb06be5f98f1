"""Links that do one thing once, for one person, for a time."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.errors import RefusalError, Way
from coursework.identity import rules
from coursework.identity.models import OneTimeLink
from coursework.identity.rules import Purpose
from coursework.mail.actions import give_mails_to

_OVER = {
    Purpose.FIRST_ADMINISTRATOR: (
        "This link has been used, or its hour is over. `flask people first-administrator` makes another."
    ),
    Purpose.JOIN: (
        "This link has been used, or its three days are over. If you have used it, sign in. "
        "If not, register again."
    ),
    Purpose.RESET_PASSWORD: ("This link has been used, or its hour is over. Ask for another one."),
    Purpose.USE_ADDRESS: (
        "This link has been used, or its three days are over. Your account tells which address it has; "
        "you can ask for another link there."
    ),
}
_SIGN_IN, _REGISTER = Way("Sign in", "identity.sign_in"), Way("Register", "joining.registration")
_WAYS = {
    Purpose.JOIN: (_SIGN_IN, _REGISTER),
    Purpose.RESET_PASSWORD: (Way("Ask for another link", "joining.forgotten"), _SIGN_IN),
    Purpose.USE_ADDRESS: (Way("My account", "desk.account"),),
}


class LinkOverError(RefusalError):
    """A one-time link that is unknown, used or over; `purpose` says where to go from here."""

    status = 410

    def __init__(self, what: str, purpose: Purpose) -> None:
        """Say what happened."""
        self.ways = _WAYS.get(purpose, ())
        super().__init__(what)


def make_link(
    session: Session,
    purpose: Purpose,
    now: datetime,
    *,
    person_id: int | None = None,
    email: str | None = None,
) -> str:
    """Add a link and return its token, 256 random bits; links that are over go."""
    session.execute(sa.delete(OneTimeLink).where(OneTimeLink.ends_at <= now))
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            digest=rules.digest_of(token),
            purpose=purpose.value,
            person_id=person_id,
            email=email,
            made_at=now,
            ends_at=now + rules.LINK_LASTS[purpose],
        )
    )
    return token


def has_had_enough(session: Session, email: str, now: datetime) -> bool:
    """Say whether an address was sent as many links in the last hour as anybody can want."""
    recent = sa.select(sa.func.count()).where(
        OneTimeLink.email == email, OneTimeLink.made_at > now - timedelta(hours=1)
    )
    return (session.scalar(recent) or 0) >= rules.LINKS_AN_HOUR


def over(purpose: Purpose) -> LinkOverError:
    """Return the refusal of a link, which says what to do instead."""
    return LinkOverError(_OVER[purpose], purpose)


def open_link(session: Session, token: str, purpose: Purpose, now: datetime) -> OneTimeLink:
    """Return a link that may be used. Raises `LinkOverError`, which says what to do."""
    asked = sa.select(OneTimeLink).where(OneTimeLink.digest == rules.digest_of(token)).with_for_update()
    link = session.scalar(asked)
    if link is None or link.purpose != purpose or link.used_at is not None or link.ends_at <= now:
        raise over(purpose)
    return link


def use_link(session: Session, token: str, purpose: Purpose, now: datetime) -> tuple[int, str]:
    """Use a link up, and return whose it is and which address it is about."""
    link = open_link(session, token, purpose, now)
    link.used_at = now
    if link.person_id is None or link.email is None:  # one that stands for a mail to nobody
        raise over(purpose)
    return link.person_id, link.email


def void_links(session: Session, person_id: int) -> None:
    """Make every link of a person worthless."""
    mine = OneTimeLink.person_id == person_id
    session.execute(sa.delete(OneTimeLink).where(mine, OneTimeLink.used_at.is_(None)))


def give_address_to(session: Session, person_id: int, email: str) -> None:
    """Count what was sent to an address while it had no account as a person's, who has shown it theirs."""
    nobodys = (OneTimeLink.email == email, OneTimeLink.person_id.is_(None))
    session.execute(sa.update(OneTimeLink).where(*nobodys).values(person_id=person_id))
    give_mails_to(session, person_id, email)
