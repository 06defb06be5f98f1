"""What this running site is: its settings, its course, its clock."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app

from coursework.clock import Clock, utc_now
from coursework.content.course import Course, Entry, Lecture
from coursework.content.loading import course_digest, load_course
from coursework.settings import Settings
from coursework.web.packing import Packed


@dataclass
class Site:
    """One running site; in development the course is read anew when a file has changed.

    `prepared` holds what is rendered once for everybody, by the digest of the course and a name.
    """

    settings: Settings
    clock: Clock = utc_now
    kept: Course | None = None
    prepared: dict[tuple[str, str], Packed] = field(default_factory=dict)

    def course(self) -> Course:
        """Return the course. Raises `CourseFaultError` when its files are wrong."""
        where = (self.settings.course_dir, self.settings.quiz_dir)
        stale = self.kept is None or (self.settings.development and self.kept.digest != course_digest(*where))
        if self.kept is None or stale:
            self.kept = load_course(*where, self.settings.instance_dir / "cache")
        return self.kept


def site() -> Site:
    """Return the site that serves this request."""
    found: Site = current_app.extensions["site"]
    return found


def the_course() -> Course:
    """Return the course that is served."""
    return site().course()


def now() -> datetime:
    """Return the present moment by the site's clock."""
    return site().clock()


def lecture_or_404(slug: str) -> Lecture:
    """Return a lecture that can be read; one in preparation is not found, and the page says so."""
    from_course = the_course()
    lecture = from_course.lecture_of(slug)
    if lecture is None:
        raise LectureNotFoundError(from_course.entry_of(slug))
    return lecture


def entry_or_former(slug: str) -> Entry:
    """Return a line of the course; for a lecture that the course no longer has, one that says so."""
    former = Entry(slug=slug, number=0, title=f"{slug}, which is no longer in the course", lecture=None)
    return the_course().entry_of(slug) or former


class LectureNotFoundError(Exception):
    """There is no such lecture to read; `entry` is its line when it is in preparation."""

    def __init__(self, entry: Entry | None) -> None:
        """Keep the line of the course, or None."""
        super().__init__(entry.title if entry else "no such lecture")
        self.entry = entry
