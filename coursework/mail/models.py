"""The outbox, and what people want no more of."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coursework.database import Base


class Mail(Base):
    """One mail; its text is kept until it is delivered or given up.

    `state` is `waiting` (for `next_try_at`), `sending` (a worker has it since `claimed_at`), `sent`,
    `given_up`, or `unsure`: the worker ended while it sent it, and it is not sent again by itself, so
    that nobody gets it twice.
    """

    __tablename__ = "mail"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'given_up', 'unsure')", name="state_is_known"
        ),
        sa.Index("ix_mail_state", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # the left half of its Message-ID
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str | None]
    html: Mapped[str | None]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]


class MailStop(Base):
    """A kind of mail that a person wants no more of; mails about the own account cannot be stopped."""

    __tablename__ = "mail_stop"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    stopped_at: Mapped[datetime]
