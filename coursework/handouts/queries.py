"""What was asked for, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.handouts.models import DocumentRequest
from coursework.pdf.documents import Kind


@dataclass(frozen=True)
class Asked:
    """A document that somebody asked for; `failed` says why it could not be made, or is None."""

    digest: str
    kind: Kind
    slug: str
    asked_at: datetime
    failed: str | None


def asked(session: Session, digest: str) -> Asked | None:
    """Return the request for a document, or None."""
    found = session.get(DocumentRequest, digest)
    return _asked(found) if found else None


def to_be_made(session: Session) -> list[Asked]:
    """Return the documents that are waited for, the oldest first."""
    rows = session.scalars(
        sa.select(DocumentRequest).where(DocumentRequest.failed.is_(None)).order_by(DocumentRequest.asked_at)
    )
    return [_asked(row) for row in rows]


def _asked(row: DocumentRequest) -> Asked:
    return Asked(row.digest, Kind(row.kind), row.slug, row.asked_at, row.failed)
