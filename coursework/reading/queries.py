"""How far a person has read, and for how long."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database import table_of
from coursework.reading.models import ActiveHour, ReadingPlace, SectionMark
from coursework.reading.rules import Place, Reading

_active, _marks, _places = table_of(ActiveHour).c, table_of(SectionMark).c, table_of(ReadingPlace).c
_PERSON = sa.bindparam("person", type_=sa.Integer())
_SLUG = sa.bindparam("slug", type_=sa.String())


def _for(columns: Any, statement: sa.Select[Any]) -> sa.Select[Any]:
    return statement.where(columns.person_id == _PERSON, sa.or_(_SLUG.is_(None), columns.slug == _SLUG))


_SECONDS = _for(
    _active, sa.select(_active.slug, _active.part, sa.func.sum(_active.seconds).label("total"))
).group_by(_active.slug, _active.part)
_MARKED = _for(_marks, sa.select(_marks.slug, _marks.section))
_KEPT = _for(_places, sa.select(_places.slug, _places.section, _places.share, _places.at))


def reading_of(session: Session, person_id: int, slug: str) -> Reading:
    """Return what a person has done in one lecture, in three statements."""
    return readings_of(session, person_id, slug).get(slug, Reading())


def readings_of(session: Session, person_id: int, slug: str | None = None) -> dict[str, Reading]:
    """Return what a person has done in each lecture (or one), in three statements."""
    about = {"person": person_id, "slug": slug}
    seconds: dict[str, dict[str, int]] = defaultdict(dict)
    for of, part, total in session.execute(_SECONDS, about):
        seconds[of][part] = total
    marked: dict[str, set[str]] = defaultdict(set)
    for of, section in session.execute(_MARKED, about):
        marked[of].add(section)
    kept = {of: Place(section, share, at) for of, section, share, at in session.execute(_KEPT, about)}
    slugs = seconds.keys() | marked.keys() | kept.keys()
    return {of: Reading(seconds[of], frozenset(marked[of]), kept.get(of)) for of in slugs}


_BITS = sa.select(_active.hour, _active.slug, _active.part, _active.bits).where(
    _active.person_id == _PERSON, _active.hour.in_(sa.bindparam("hours", expanding=True))
)


def active_bits_of(session: Session, person_id: int, hours: Iterable[int]) -> dict[tuple[int, str, str], int]:
    """Return the active seconds of a person by (hour, slug, part)."""
    rows = session.execute(_BITS, {"person": person_id, "hours": list(hours)})
    return {(hour, slug, part): int.from_bytes(bits, "little") for hour, slug, part, bits in rows}
