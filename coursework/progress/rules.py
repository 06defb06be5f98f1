"""In which state a lecture is for a learner, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coursework.assessment.rules import Standing
from coursework.content.course import Course, Entry, Lecture, Section
from coursework.reading.rules import Reading


class State(StrEnum):
    """Where a learner stands with a lecture."""

    IN_PREPARATION = "in preparation"
    NOT_BEGUN = "not begun"
    READING = "reading"
    READ = "read"
    BELOW = "below the pass line"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True)
class LectureProgress:
    """How far along a learner is with one lecture."""

    entry: Entry
    reading: Reading
    standing: Standing

    @property
    def state(self) -> State:
        """Return the one word for it."""
        lecture = self.entry.lecture
        if lecture is None:
            return State.IN_PREPARATION
        if self.standing.passed:
            return State.PASSED
        if self.standing.tries:
            return State.BELOW
        if self.reading.sections_read(lecture) == len(lecture.sections):
            return State.READ
        return State.READING if self.reading.begun or self.standing.open_attempt else State.NOT_BEGUN

    @property
    def section_here(self) -> Section | None:
        """Return the section where the learner stopped, or the first unread one; None without a lecture."""
        lecture = self.entry.lecture
        if lecture is None:
            return None
        kept = lecture.section_of(self.reading.place.section) if self.reading.place else None
        unread = (section for section in lecture.sections if not self.reading.has_read(section))
        return kept or next(unread, lecture.sections[0])


@dataclass(frozen=True, kw_only=True)
class CourseProgress:
    """How far along a learner is with the course."""

    course: Course
    lectures: tuple[LectureProgress, ...]

    @property
    def passed(self) -> int:
        """Return how many lectures are passed."""
        return sum(one.state is State.PASSED for one in self.lectures)

    @property
    def seconds(self) -> int:
        """Return all active seconds."""
        return sum(one.reading.total for one in self.lectures)

    @property
    def next(self) -> LectureProgress | None:
        """Return the lecture to go on with: the one read last, else the first not passed."""
        unfinished = [one for one in self.lectures if one.state not in {State.PASSED, State.IN_PREPARATION}]
        begun = [one for one in unfinished if one.reading.place or one.standing.open_attempt]
        if begun:
            return max(begun, key=_last_touched)
        return next(iter(unfinished), None)


def _last_touched(one: LectureProgress) -> tuple[bool, float]:
    place = one.reading.place
    return (one.standing.open_attempt is not None, place.at.timestamp() if place else 0.0)


def said_sections(sections: Sequence[Section], lecture: Lecture) -> str:
    """Say which sections are still to be read: `section 4`, `sections 4 to 7`, `sections 2, 5 and 6`."""
    numbers = [section.number for section in sections]
    if len(numbers) == len(lecture.sections):
        return "all sections"
    if len(numbers) == 1:
        return f"section {numbers[0]}"
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"sections {numbers[0]} to {numbers[-1]}"
    return f"sections {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
