"""What the audit log keeps of people: handed out, and kept."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.audit.models import AuditRow
from coursework.database.keeping import INTEREST, Kept

KEPT = (
    Kept(
        tables=("audit",),
        what="Who changed a role, a policy, a key, an accommodation or an account: person numbers, the "
        "moment, what was there before and after, and the network address that it came from",
        why="So that whoever changes what others rely on can be held to it",
        ground=INTEREST,
        how_long="As long as the course is run: the log can be added to and not changed, by nobody",
        closed="Stays, with a number in the place of a person. The course writes no name and no e-mail "
        "address into it; the network address from which you changed something stays beside it.",
    ),
)


def export_of(session: Session, person_id: int) -> dict[str, Any]:
    """Return the rows about a person and those of what they did; others are numbers in it."""
    rows = session.scalars(
        sa.select(AuditRow)
        .where(sa.or_(AuditRow.subject_id == person_id, AuditRow.actor_id == person_id))
        .order_by(AuditRow.id)
    )
    return {
        "audit": [
            {
                "at": row.at,
                "action": row.action,
                "by_person": row.actor_id,
                "about_person": row.subject_id,
                "about": row.about,
                "details": row.details,
                "network_address": row.address if row.actor_id == person_id else None,
            }
            for row in rows
        ]
    }


def forget(session: Session, person_id: int, now: datetime) -> None:
    """Leave the rows as they are: they hold a number, and the database refuses to change them."""


def expire(session: Session, now: datetime) -> None:
    """Leave the rows as they are."""
