"""The devices that are signed in."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.identity.models import OneTimeLink, Person, SignIn
from coursework.identity.rules import Purpose, digest_of

_NAME_LENGTH = 16  # enough of a digest to tell sign-ins apart, and of no use to enter with


@dataclass(frozen=True)
class SignedInDevice:
    """One sign-in that is not over; `here` is the one that asks."""

    name: str
    device: str
    began_at: datetime
    ends_at: datetime
    here: bool


@dataclass(frozen=True)
class WaitingAddress:
    """An address whose link was asked for and is not opened yet."""

    email: str
    ends_at: datetime


def address_that_waits(session: Session, person_id: int, now: datetime) -> WaitingAddress | None:
    """Return the other address that a person asked for last, or None when none waits for its link."""
    row = session.execute(
        sa.select(OneTimeLink.email, OneTimeLink.ends_at)
        .join(Person, Person.id == OneTimeLink.person_id)
        .where(
            OneTimeLink.person_id == person_id,
            OneTimeLink.purpose == Purpose.USE_ADDRESS.value,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.ends_at > now,
            OneTimeLink.email != Person.email,
        )
        .order_by(OneTimeLink.made_at.desc(), OneTimeLink.email)
        .limit(1)
    ).first()
    return WaitingAddress(row.email, row.ends_at) if row and row.email else None


def devices_of(session: Session, person_id: int, token: str, now: datetime) -> list[SignedInDevice]:
    """Return the sign-ins of a person, newest first, the one that asks before all others."""
    rows = session.scalars(
        sa.select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ends_at > now)
        .order_by(SignIn.began_at.desc(), SignIn.digest)
    )
    mine = digest_of(token)
    found = [
        SignedInDevice(
            name=row.digest[:_NAME_LENGTH],
            device=row.device,
            began_at=row.began_at,
            ends_at=row.ends_at,
            here=row.digest == mine,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.here)
