"""What is in the outbox, without the text of any mail."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.mail.models import Mail, MailStop
from coursework.mail.rules import FILES_KEPT_FOR, Kind, State


@dataclass(frozen=True)
class MailLine:
    """One mail as an administrator sees it; `has_text` says whether it could be sent again."""

    id: int
    kind: str
    recipient: str
    subject: str
    state: str
    tries: int
    made_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    error: str | None
    has_text: bool


_SHOWN = [getattr(Mail, one.name) for one in fields(MailLine) if one.name != "has_text"]


def counts_by_state(session: Session) -> dict[State, int]:
    """Return how many mails are in each state, in one statement."""
    rows = session.execute(sa.select(Mail.state, sa.func.count()).group_by(Mail.state))
    return dict.fromkeys(State, 0) | {State(state): count for state, count in rows}


def newest_mails(
    session: Session,
    *,
    states: Collection[State] = tuple(State),
    to: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[MailLine]:
    """Return the newest mails, at most `limit`, older than the one with the number `before`.

    `to` is a part of the address that they go to.
    """
    statement = (
        sa.select(*_SHOWN, Mail.text.is_not(None).label("has_text"))
        .where(Mail.state.in_([state.value for state in states]))
        .order_by(Mail.id.desc())
        .limit(limit)
    )
    if to:
        statement = statement.where(Mail.recipient.icontains(to, autoescape=True))
    if before is not None:
        statement = statement.where(Mail.id < before)
    return [MailLine(**row._asdict()) for row in session.execute(statement)]


def stopped_kinds(session: Session, person_id: int) -> set[str]:
    """Return the kinds of mail that a person wants no more of."""
    return set(session.scalars(sa.select(MailStop.kind).where(MailStop.person_id == person_id)))


def is_stopped(session: Session, person_id: int, kind: Kind) -> bool:
    """Say whether a person wants no more mails of a kind."""
    return session.get(MailStop, (person_id, kind.value)) is not None


def keys_with_files(session: Session, now: datetime) -> set[str]:
    """Return the keys of the mails that may lie in the folder: not sent yet, or sent a short time ago."""
    may = sa.or_(Mail.state != State.SENT.value, Mail.sent_at > now - FILES_KEPT_FOR)
    return set(session.scalars(sa.select(Mail.key).where(may)))
