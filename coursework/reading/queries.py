"""How far a person has read, and for how long."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.reading.models import ActiveHour, ReadingPlace, SectionMark
from coursework.reading.rules import Place, Reading


def reading_of(session: Session, person_id: int, slug: str) -> Reading:
    """Return what a person has done in one lecture, in three statements."""
    return readings_of(session, person_id, slug).get(slug, Reading())


def readings_of(session: Session, person_id: int, slug: str | None = None) -> dict[str, Reading]:
    """Return what a person has done in each lecture (or one), in three statements."""
    active = sa.select(ActiveHour.slug, ActiveHour.part, sa.func.sum(ActiveHour.seconds)).where(
        ActiveHour.person_id == person_id
    )
    marks = sa.select(SectionMark.slug, SectionMark.section).where(SectionMark.person_id == person_id)
    places = sa.select(ReadingPlace).where(ReadingPlace.person_id == person_id)
    if slug is not None:
        active = active.where(ActiveHour.slug == slug)
        marks = marks.where(SectionMark.slug == slug)
        places = places.where(ReadingPlace.slug == slug)
    seconds: dict[str, dict[str, int]] = defaultdict(dict)
    for of, part, total in session.execute(active.group_by(ActiveHour.slug, ActiveHour.part)):
        seconds[of][part] = total
    marked: dict[str, set[str]] = defaultdict(set)
    for of, section in session.execute(marks):
        marked[of].add(section)
    kept = {one.slug: Place(one.section, one.share, one.at) for one in session.scalars(places)}
    slugs = seconds.keys() | marked.keys() | kept.keys()
    return {of: Reading(seconds[of], frozenset(marked[of]), kept.get(of)) for of in slugs}


def active_bits_of(session: Session, person_id: int, hours: Iterable[int]) -> dict[tuple[int, str, str], int]:
    """Return the active seconds of a person by (hour, slug, part)."""
    rows = session.execute(
        sa.select(ActiveHour.hour, ActiveHour.slug, ActiveHour.part, ActiveHour.bits).where(
            ActiveHour.person_id == person_id, ActiveHour.hour.in_(list(hours))
        )
    )
    return {(hour, slug, part): int.from_bytes(bits, "little") for hour, slug, part, bits in rows}


def last_active_at(places: Iterable[Reading]) -> datetime | None:
    """Return when somebody was last seen reading, or None."""
    return max((one.place.at for one in places if one.place), default=None)
