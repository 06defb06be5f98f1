"""Credit active seconds, keep the place, mark sections as read."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import Insert
from sqlalchemy.orm import Session

from coursework.database import dialect_of, insert_into, table_of
from coursework.reading import rules
from coursework.reading.models import ActiveHour, ReadingPlace, SectionMark
from coursework.reading.queries import active_bits_of
from coursework.reading.rules import Place, Span

_BYTES_AN_HOUR = rules.SECONDS_AN_HOUR // 8


@cache
def _keep_active(dialect: str) -> Insert:
    active = insert_into(dialect, ActiveHour)
    return active.on_conflict_do_update(
        index_elements=["person_id", "hour", "slug", "part"],
        set_={"bits": active.excluded.bits, "seconds": active.excluded.seconds},
    )


@cache
def _keep_place(dialect: str) -> Insert:
    place = insert_into(dialect, ReadingPlace)
    return place.on_conflict_do_update(
        index_elements=["person_id", "slug"],
        set_={"section": place.excluded.section, "share": place.excluded.share, "at": place.excluded.at},
        where=table_of(ReadingPlace).c.at <= place.excluded.at,
    )


def credit(
    session: Session,
    person_id: int,
    slug: str,
    spans: Iterable[Span],
    loaded_at: datetime,
    arrived_at: datetime,
) -> int:
    """Add the seconds that a pulse may claim, and return how many were new."""
    hours = rules.hours_between(*rules.window_of(loaded_at, arrived_at))
    known = active_bits_of(session, person_id, hours)
    already: dict[int, int] = {}
    for (hour, _, _), bits in known.items():
        already[hour] = already.get(hour, 0) | bits
    fresh = rules.credited(spans, loaded_at, arrived_at, already)
    rows = []
    for (hour, part), bits in fresh.items():
        together = bits | known.get((hour, slug, part), 0)
        rows.append(
            {
                "person_id": person_id,
                "hour": hour,
                "slug": slug,
                "part": part,
                "bits": together.to_bytes(_BYTES_AN_HOUR, "little"),
                "seconds": together.bit_count(),
            }
        )
    if rows:
        session.execute(_keep_active(dialect_of(session)), rows)
    return sum(bits.bit_count() for bits in fresh.values())


def keep_place(session: Session, person_id: int, slug: str, place: Place) -> None:
    """Keep where a person is; an older word does not win over a newer one."""
    row = {
        "person_id": person_id,
        "slug": slug,
        "section": place.section,
        "share": place.share,
        "at": place.at,
    }
    session.execute(_keep_place(dialect_of(session)), row)


def mark_as_read(session: Session, person_id: int, slug: str, section: str, now: datetime) -> None:
    """Mark a section as read by hand; a second click changes nothing."""
    row = {"person_id": person_id, "slug": slug, "section": section, "marked_at": now}
    session.execute(insert_into(session, SectionMark).on_conflict_do_nothing(), row)
