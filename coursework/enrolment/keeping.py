"""What is kept of who belongs to which cohort: handed out, ended."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database.keeping import CONTRACT, Kept
from coursework.enrolment.models import Accommodation, Cohort, Enrolment

KEPT = (
    Kept(
        tables=("enrolment",),
        what="Your cohorts: which, from when, until when",
        why="So that the policy of your cohort holds for your tests, and that its teachers find you",
        ground=CONTRACT,
        how_long="As long as the course is run",
        closed="Ended at once; the row stays, with your number.",
    ),
    Kept(
        tables=("accommodation",),
        what="What you were granted: more time, more tries; never the reason",
        why="So that your next test has it",
        ground=CONTRACT,
        how_long="Until it is changed, or you close the account",
        closed="Deleted at once. If it was you who granted it to others, it stays with your number.",
    ),
    Kept(
        tables=("cohort",),
        what="If you teach: the cohorts that you opened",
        why="So that it is known who runs a cohort",
        ground=CONTRACT,
        how_long="As long as the course is run",
        closed="Stays, with your number.",
    ),
)


def export_of(session: Session, person_id: int) -> dict[str, Any]:
    """Return the cohorts, what was granted, and for who teaches the cohorts that they opened."""
    enrolments = (
        sa.select(Cohort.name.label("cohort"), Enrolment.joined_at, Enrolment.ended_at)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.id)
    )
    granted = sa.select(
        Accommodation.time, Accommodation.extra_attempts, Accommodation.granted_by, Accommodation.granted_at
    ).where(Accommodation.person_id == person_id)
    opened = sa.select(Cohort.name, Cohort.opened_at, Cohort.closed_at).where(Cohort.opened_by == person_id)
    return {
        "enrolment": [row._asdict() for row in session.execute(enrolments)],
        "accommodation": [row._asdict() for row in session.execute(granted)],
        "cohort": [row._asdict() for row in session.execute(opened.order_by(Cohort.id))],
    }


def forget(session: Session, person_id: int, now: datetime) -> None:
    """End the time in a cohort, and delete what was granted."""
    now_in = (Enrolment.person_id == person_id, Enrolment.ended_at.is_(None))
    session.execute(sa.update(Enrolment).where(*now_in).values(ended_at=now))
    session.execute(sa.delete(Accommodation).where(Accommodation.person_id == person_id))


def expire(session: Session, now: datetime) -> None:
    """Leave everything: nothing here grows old by itself."""
