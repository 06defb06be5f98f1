"""What a course is: frozen values, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from coursework.content import words
from coursework.content.corrections import CourseCorrection
from coursework.content.glossary import Term
from coursework.content.policies import Policy
from coursework.content.questions import Question
from coursework.content.references import Reference


@dataclass(frozen=True, kw_only=True)
class Objective:
    """What the learner can do afterwards; assessed by the `test` or by the `task`."""

    id: str
    text: Markup
    assessed: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """One `##` section of a lecture; `number` counts from 1."""

    id: str
    number: int
    title: Markup
    html: Markup
    words: int
    checks: int

    @property
    def minutes(self) -> int:
        """Return the minutes it takes, at least 1."""
        return max(1, round(words.reading_minutes(self.words, self.checks)))


@dataclass(frozen=True, kw_only=True)
class Handout:
    """What the learner pins above the desk; `sources` are those it cites, in order."""

    title: str
    html: Markup
    sources: tuple[Reference, ...]


@dataclass(frozen=True, kw_only=True)
class Lecture:
    """One lecture with its handout and its question bank."""

    slug: str
    number: int
    title: str
    summary: str
    reviewed: date
    objectives: tuple[Objective, ...]
    take_home: tuple[Markup, ...]
    sections: tuple[Section, ...]
    sources: tuple[Reference, ...]
    handout: Handout
    bank: tuple[Question, ...]
    digest: str
    test_questions: int

    @property
    def minutes(self) -> int:
        """Return the minutes printed on the page: reading, self-checks and the test."""
        reading = words.reading_minutes(
            sum(section.words for section in self.sections),
            sum(section.checks for section in self.sections),
        )
        return round(reading + words.test_minutes(self.test_questions))

    def section_of(self, section_id: str) -> Section | None:
        """Return a section by its id, or None."""
        return next((one for one in self.sections if one.id == section_id), None)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the course: a lecture, or None while it is in preparation."""

    slug: str
    number: int
    title: str
    lecture: Lecture | None


@dataclass(frozen=True, kw_only=True)
class Course:
    """The whole course; `entries` are in order."""

    title: str
    short_title: str
    summary: str
    language: str
    version: str
    released: date
    review_due: date
    expires: date
    authors: str
    credits: tuple[Markup, ...]
    disclosures: tuple[Markup, ...]
    policy: Policy
    entries: tuple[Entry, ...]
    open_lecture: str
    glossary: Mapping[str, Term]
    references: Mapping[str, Reference]
    corrections: tuple[CourseCorrection, ...]
    digest: str

    @property
    def lectures(self) -> tuple[Lecture, ...]:
        """Return the lectures that can be read."""
        return tuple(entry.lecture for entry in self.entries if entry.lecture)

    @property
    def whole(self) -> bool:
        """Say whether no lecture is in preparation."""
        return len(self.lectures) == len(self.entries)

    def lecture_of(self, slug: str) -> Lecture | None:
        """Return a lecture that can be read, or None."""
        return next((one for one in self.lectures if one.slug == slug), None)

    def entry_of(self, slug: str) -> Entry | None:
        """Return a line of the course, or None."""
        return next((one for one in self.entries if one.slug == slug), None)
