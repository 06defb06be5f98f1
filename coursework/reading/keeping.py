"""What is kept of reading: handed out, deleted, let go."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database.keeping import CONTRACT, Kept
from coursework.reading.models import ActiveHour, ReadingPlace, SectionMark
from coursework.reading.rules import SECONDS_AN_HOUR

HOURS_KEPT_FOR = timedelta(days=3 * 365)

KEPT = (
    Kept(
        tables=("active_hour",),
        what="The seconds in which you were reading or answering, by hour and section",
        why="So that time on topic is honest: no second counts twice",
        ground=CONTRACT,
        how_long="Three years",
        closed="Deleted at once.",
    ),
    Kept(
        tables=("reading_place", "section_mark"),
        what="Where you stopped in each lecture, and the sections that you marked as read",
        why="So that you can go on there, on any device",
        ground=CONTRACT,
        how_long="Until you close the account",
        closed="Deleted at once.",
    ),
)


def export_of(session: Session, person_id: int) -> dict[str, Any]:
    """Return active seconds by hour, places, and sections marked; the moments of seconds are left out."""
    hours = sa.select(ActiveHour.hour, ActiveHour.slug, ActiveHour.part, ActiveHour.seconds).where(
        ActiveHour.person_id == person_id
    )
    places = sa.select(ReadingPlace.slug, ReadingPlace.section, ReadingPlace.share, ReadingPlace.at).where(
        ReadingPlace.person_id == person_id
    )
    marks = sa.select(SectionMark.slug, SectionMark.section, SectionMark.marked_at).where(
        SectionMark.person_id == person_id
    )
    in_order = hours.order_by(ActiveHour.hour, ActiveHour.slug, ActiveHour.part)
    return {
        "active_hour": [
            {
                "from": datetime.fromtimestamp(row.hour * SECONDS_AN_HOUR, tz=UTC),
                "lecture": row.slug,
                "part": row.part,
                "active_seconds": row.seconds,
            }
            for row in session.execute(in_order)
        ],
        "reading_place": [row._asdict() for row in session.execute(places.order_by(ReadingPlace.slug))],
        "section_mark": [
            row._asdict()
            for row in session.execute(marks.order_by(SectionMark.marked_at, SectionMark.section))
        ],
    }


def forget(session: Session, person_id: int, now: datetime) -> None:  # noqa: ARG001 (each room's)
    """Delete everything about a person's reading."""
    for table in (ActiveHour, ReadingPlace, SectionMark):
        session.execute(sa.delete(table).where(table.person_id == person_id))


def expire(session: Session, now: datetime) -> None:
    """Delete the active hours that are three years old."""
    oldest = int((now - HOURS_KEPT_FOR).timestamp()) // SECONDS_AN_HOUR
    session.execute(sa.delete(ActiveHour).where(ActiveHour.hour < oldest))
