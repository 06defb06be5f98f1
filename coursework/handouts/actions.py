"""Ask for a document, and note what became of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database import insert_into
from coursework.handouts import rules
from coursework.handouts.models import DocumentRequest
from coursework.handouts.queries import asked
from coursework.handouts.rules import Step
from coursework.pdf.documents import Kind


def ask_for(session: Session, digest: str, kind: Kind, slug: str, now: datetime) -> Step:
    """Ask for a document unless that was done already; return the step that was taken."""
    known = asked(session, digest)
    step = rules.next_step(known.asked_at if known else None, known.failed if known else None, now)
    if step is Step.ASK:
        row = insert_into(session, DocumentRequest).values(
            digest=digest, kind=str(kind), slug=slug, asked_at=now, failed=None
        )
        again = {"asked_at": row.excluded.asked_at, "failed": None}
        session.execute(row.on_conflict_do_update(index_elements=["digest"], set_=again))
    return step


def note_done(session: Session, digest: str) -> None:
    """Note that nothing waits for this document any more."""
    session.execute(sa.delete(DocumentRequest).where(DocumentRequest.digest == digest))


def note_failed(session: Session, digest: str, why: str) -> None:
    """Note why a document could not be made."""
    session.execute(sa.update(DocumentRequest).where(DocumentRequest.digest == digest).values(failed=why))
