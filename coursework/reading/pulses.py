"""Read the JSON of a pulse."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from coursework.errors import NotUnderstoodError
from coursework.reading.rules import Span

_MOST_SPANS = 400


@dataclass(frozen=True)
class Pulse:
    """What a page says of itself: spans of activity, and where its reader is (or None)."""

    spans: tuple[Span, ...]
    section: str | None
    share: float


def pulse_from(body: Any, parts: Collection[str], sections: Collection[str]) -> Pulse:
    """Return the pulse in a JSON body; parts that the lecture no longer has are left out.

    Raises `NotUnderstoodError`.
    """
    if not isinstance(body, dict) or not isinstance(body.get("spans"), list):
        raise _odd
    if len(body["spans"]) > _MOST_SPANS:
        raise _odd
    spans = tuple(span for span in map(_span, body["spans"]) if span.part in parts)
    place = body.get("place")
    if not isinstance(place, dict) or place.get("section") not in sections:
        return Pulse(spans, None, 0.0)
    return Pulse(spans, place["section"], min(1.0, max(0.0, _number(place.get("share")))))


_odd = NotUnderstoodError("A pulse is {page, spans: [{part, from, to}], place: {section, share}}.")


def _span(one: Any) -> Span:
    if not isinstance(one, dict) or not isinstance(one.get("part"), str):
        raise _odd
    return Span(one["part"], _number(one.get("from")), _number(one.get("to")))


def _number(value: Any) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits or not 0 <= value < 1e6:  # noqa: PLR2004 (11 days; also refuses NaN)
        raise _odd
    return float(value)
