"""Which seconds count as time on topic, and when a section counts as read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coursework.content.course import Lecture, Section

SECONDS_AN_HOUR = 3600
PULSE_TAKEN_FOR = timedelta(hours=24)
SHARE_OF_MINUTES = 1 / 3
TEST_PART = "test"

Hours = dict[int, int]  # hour since 1970 -> its active seconds, one bit each


@dataclass(frozen=True)
class Span:
    """A stretch of activity: seconds since the page was sent, in one part of the lecture."""

    part: str
    start: float
    end: float


@dataclass(frozen=True)
class Place:
    """Where somebody stopped: a section, and the share of it that was above the screen's top."""

    section: str
    share: float
    at: datetime


def seconds_of(start: int, end: int) -> Hours:
    """Return the seconds from `start` up to, not including, `end`, both since 1970."""
    hours: Hours = {}
    while start < end:
        hour, first = divmod(start, SECONDS_AN_HOUR)
        last = min(end - hour * SECONDS_AN_HOUR, SECONDS_AN_HOUR)
        hours[hour] = ((1 << (last - first)) - 1) << first
        start = hour * SECONDS_AN_HOUR + last
    return hours


def window_of(loaded_at: datetime, arrived_at: datetime) -> tuple[int, int]:
    """Return the seconds that a pulse can speak of: since its page was sent, until it arrived."""
    return int(loaded_at.timestamp()), int(arrived_at.timestamp())


def credited(
    claimed: Iterable[Span], loaded_at: datetime, arrived_at: datetime, already: Mapping[int, int]
) -> dict[tuple[int, str], int]:
    """Return the seconds to credit for one pulse, by hour and part of the lecture.

    The browser may only place activity between the moment the server sent the page and the
    moment the pulse arrived; a second that this learner has been credited for, in whichever
    tab or lecture, is not credited again.
    """
    first, last = window_of(loaded_at, arrived_at)
    taken = dict(already)
    found: dict[tuple[int, str], int] = {}
    for span in claimed:
        start = max(first, first + int(span.start))
        end = min(last, first + int(span.end))
        for hour, seconds in seconds_of(start, end).items():
            fresh = seconds & ~taken.get(hour, 0)
            if fresh:
                taken[hour] = taken.get(hour, 0) | fresh
                found[hour, span.part] = found.get((hour, span.part), 0) | fresh
    return found


def hours_between(first: int, last: int) -> range:
    """Return the hours that a stretch of seconds touches."""
    return range(first // SECONDS_AN_HOUR, last // SECONDS_AN_HOUR + 1)


def is_read(active_seconds: int, minutes: int, *, marked: bool) -> bool:
    """Say whether a section counts as read: a third of its minutes active, or marked by hand."""
    return marked or active_seconds >= minutes * 60 * SHARE_OF_MINUTES


@dataclass(frozen=True)
class Reading:
    """What one person has done in one lecture; seconds by part, `test` among them."""

    seconds: dict[str, int] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    place: Place | None = None

    @property
    def total(self) -> int:
        """Return all active seconds in this lecture, its test included."""
        return sum(self.seconds.values())

    def has_read(self, section: Section) -> bool:
        """Say whether a section counts as read."""
        return is_read(self.seconds.get(section.id, 0), section.minutes, marked=section.id in self.marked)

    def read_of(self, lecture: Lecture) -> list[Section]:
        """Return the sections that count as read."""
        return [section for section in lecture.sections if self.has_read(section)]

    def sections_read(self, lecture: Lecture) -> int:
        """Return how many sections count as read."""
        return len(self.read_of(lecture))

    def minutes_left(self, lecture: Lecture) -> int:
        """Return the minutes of the sections that are still to be read."""
        return sum(section.minutes for section in lecture.sections if not self.has_read(section))

    @property
    def begun(self) -> bool:
        """Say whether anything of the lecture has been read."""
        return bool(self.seconds.keys() - {TEST_PART} or self.marked or self.place)
