"""What the outbox keeps of people: handed out, purged, let go."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database.keeping import CONTRACT, INTEREST, Kept
from coursework.mail import actions
from coursework.mail.models import Mail, MailStop
from coursework.mail.queries import keys_with_files
from coursework.mail.transports import folder_in
from coursework.web.current import site

KEPT = (
    Kept(
        tables=("mail",),
        what="Mails to you: what kind, the subject, your address, when, and what became of it; "
        "the text only until it is delivered or given up. On a site without a mail server, what is delivered "
        "is a file in a folder of its machine",
        why="So that a mail arrives, once, and that somebody can see why it did not",
        ground=INTEREST,
        how_long="90 days; as a file seven days",
        closed="Deleted at once, as a file within an hour; what was not sent yet is not sent. "
        "One last mail says that it is done, and is deleted when it was sent, or could not be for two days.",
    ),
    Kept(
        tables=("mail_stop",),
        what="Which kinds of mail you want no more of",
        why="So that you do not get them",
        ground=CONTRACT,
        how_long="Until you want them again, or close the account",
        closed="Deleted at once.",
    ),
)
_person = sa.table("person", sa.column("id", sa.Integer), sa.column("email", sa.String))


def _mine(person_id: int) -> sa.ColumnElement[bool]:
    """Say which mails are a person's: also those to their address from before they had the account."""
    address = sa.select(_person.c.email).where(_person.c.id == person_id).scalar_subquery()
    return sa.or_(Mail.person_id == person_id, Mail.recipient == address)


def export_of(session: Session, person_id: int) -> dict[str, Any]:
    """Return what was sent and what was stopped; no text, which may hold a link that works."""
    mails = sa.select(
        Mail.kind, Mail.subject, Mail.recipient, Mail.state, Mail.made_at, Mail.sent_at, Mail.error
    ).where(_mine(person_id))
    stops = sa.select(MailStop.kind, MailStop.stopped_at).where(MailStop.person_id == person_id)
    return {
        "mail": [row._asdict() for row in session.execute(mails.order_by(Mail.id))],
        "mail_stop": [row._asdict() for row in session.execute(stops.order_by(MailStop.kind))],
    }


def forget(session: Session, person_id: int, now: datetime) -> None:  # noqa: ARG001 (each room's)
    """Delete the mails to a person and what they stopped; comes before their address is emptied."""
    session.execute(sa.delete(Mail).where(_mine(person_id)))
    session.execute(sa.delete(MailStop).where(MailStop.person_id == person_id))


def expire(session: Session, now: datetime) -> None:
    """Delete the mails that are over for long, and the files of those that are gone, or a week old."""
    actions.look_after(session, now)
    folder = folder_in(site().settings)
    for key in folder.keys() - keys_with_files(session, now):
        folder.delete(key)
