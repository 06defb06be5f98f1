"""Write mails in the transaction that causes them, claim them for delivery, note what became of them."""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database import insert_into
from coursework.errors import NotUnderstoodError, RefusalError
from coursework.mail import rules
from coursework.mail.letters import set_letter
from coursework.mail.models import Mail, MailStop
from coursework.mail.queries import is_stopped
from coursework.mail.rules import CAN_BE_STOPPED, Kind, State

_DONE_WITH = {"text": None, "html": None, "next_try_at": None}


class MailAddressError(NotUnderstoodError):
    """A recipient or a subject that would break the head of a mail."""


@dataclass(frozen=True)
class Claimed:
    """A mail that this worker, and no other, sends now."""

    id: int
    key: str
    kind: str
    person_id: int | None
    recipient: str
    subject: str
    text: str
    html: str
    tries: int
    made_at: datetime


def write_mail(
    session: Session, now: datetime, kind: Kind, *, to: str, person_id: int | None, **values: object
) -> None:
    """Put a mail into the outbox, unless the person has stopped its kind.

    After the commit, `enqueue(JobName.DELIVER_MAIL)`. `values` are what `templates/mail/<kind>`
    names. Raises `MailAddressError` when the recipient or the subject holds a line break.
    """
    if kind in CAN_BE_STOPPED and person_id is not None and is_stopped(session, person_id, kind):
        return
    letter = set_letter(kind, person_id, values)
    if letter is None or not rules.fits_a_header(letter.subject):
        raise MailAddressError("The subject of a mail has to stand on one line. Nothing was sent.")
    if not rules.fits_a_header(to) or "@" not in to:
        raise MailAddressError("An address with a line break in it cannot be written to. Nothing was sent.")
    session.add(
        Mail(
            key=secrets.token_hex(16),
            kind=kind.value,
            person_id=person_id,
            recipient=to,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            state=State.WAITING.value,
            tries=0,
            made_at=now,
            next_try_at=now,
        )
    )


def give_mails_to(session: Session, person_id: int, address: str) -> None:
    """Count what was written to an address before it had an account as that of the person it belongs to."""
    nobodys = (Mail.recipient == address, Mail.person_id.is_(None))
    session.execute(sa.update(Mail).where(*nobodys).values(person_id=person_id))


def claim_next(session: Session, now: datetime) -> Claimed | None:
    """Claim the mail that is due longest, or return None; commit before it is sent.

    A mail that waits for longer than any pause was put off by a clock that has stepped back since.
    """
    due = (
        sa.select(Mail.id)
        .where(Mail.state == State.WAITING.value, _is_due(now))
        .order_by(Mail.tries, Mail.next_try_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    row = session.execute(
        sa.update(Mail)
        .where(Mail.id == due, Mail.state == State.WAITING.value)
        .values(state=State.SENDING.value, claimed_at=now, tries=Mail.tries + 1)
        .returning(*(getattr(Mail, one.name) for one in fields(Claimed)))
        .execution_options(synchronize_session=False)
    ).first()
    return Claimed(**row._asdict()) if row else None


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Mail.next_try_at <= now, Mail.next_try_at > now + rules.LONGEST_PAUSE)


def note_sent(session: Session, mail_id: int, now: datetime) -> None:
    """Note that a mail is delivered; its text goes."""
    _change(session, mail_id, state=State.SENT.value, sent_at=now, error=None, **_DONE_WITH)


def note_refused(session: Session, mail_id: int, why: str) -> None:
    """Note that a mail will never be taken; its text goes."""
    _change(session, mail_id, state=State.GIVEN_UP.value, error=why, **_DONE_WITH)


def note_unsure(session: Session, mail_id: int, why: str) -> None:
    """Note that nobody knows whether a mail was taken; it is not sent again by itself."""
    _change(session, mail_id, state=State.UNSURE.value, next_try_at=None, error=why)


def put_off(session: Session, mail: Claimed, why: str, now: datetime) -> None:
    """Let a mail wait for its next try, or give it up when it was tried for long enough."""
    at = rules.next_try(mail.made_at, mail.tries, now)
    if at is None:
        note_refused(session, mail.id, why)
    else:
        _change(session, mail.id, state=State.WAITING.value, next_try_at=at, error=why)


def put_all_off(session: Session, why: str, now: datetime) -> None:
    """Count a try for every mail that is due, when the mail server cannot be reached at all."""
    due = sa.select(Mail).where(Mail.state == State.WAITING.value, _is_due(now)).order_by(Mail.id)
    for mail in session.scalars(due.with_for_update(skip_locked=True)):
        mail.tries += 1
        mail.error = why
        mail.next_try_at = rules.next_try(mail.made_at, mail.tries, now)
        if mail.next_try_at is None:
            mail.state, mail.text, mail.html = State.GIVEN_UP.value, None, None


def _change(session: Session, mail_id: int, **values: object) -> None:
    in_hand = Mail.state.in_([State.SENDING.value, State.UNSURE.value])
    session.execute(sa.update(Mail).where(Mail.id == mail_id, in_hand).values(**values))


def look_after(session: Session, now: datetime) -> None:
    """Let go of what workers left in the middle, of texts that nobody may send again, and of old rows."""
    too_long = rules.SENDING_TAKES_AT_MOST
    left = sa.or_(Mail.claimed_at < now - too_long, Mail.claimed_at > now + too_long)  # or the clock stepped
    why = "The worker stopped while it was sending; nobody knows whether the mail arrived."
    session.execute(
        sa.update(Mail)
        .where(Mail.state == State.SENDING.value, left)
        .values(state=State.UNSURE.value, error=why)
    )
    session.execute(
        sa.update(Mail)
        .where(Mail.state == State.UNSURE.value, Mail.claimed_at < now - rules.TRIED_FOR)
        .values(text=None, html=None)
    )
    last = (Mail.kind == Kind.ACCOUNT_CLOSED.value, Mail.text.is_(None))  # to who is not known here any more
    session.execute(sa.delete(Mail).where(*last))
    over = Mail.state.in_([State.SENT.value, State.GIVEN_UP.value, State.UNSURE.value])
    session.execute(sa.delete(Mail).where(over, Mail.made_at < now - rules.ROWS_KEPT_FOR))


def send_again(session: Session, mail_id: int, now: datetime) -> None:
    """Let a mail of which nobody knows whether it arrived be sent once more."""
    mail = session.scalar(sa.select(Mail).where(Mail.id == mail_id).with_for_update())
    if mail is None or mail.state != State.UNSURE.value or mail.text is None:
        raise RefusalError("This mail cannot be sent again: it was sent, or its text is gone.")
    mail.state, mail.tries, mail.next_try_at, mail.error = State.WAITING.value, 0, now, None


def stop(session: Session, person_id: int, kind: Kind, now: datetime) -> None:
    """Write a person no more mails of a kind; a second time changes nothing."""
    row = insert_into(session, MailStop).values(person_id=person_id, kind=kind.value, stopped_at=now)
    session.execute(row.on_conflict_do_nothing())


def resume(session: Session, person_id: int, kind: Kind) -> None:
    """Write a person mails of a kind again."""
    session.execute(sa.delete(MailStop).where(MailStop.person_id == person_id, MailStop.kind == kind.value))
