"""Put together what a learner has read and passed."""

from sqlalchemy.orm import Session

from coursework.assessment.outcomes import standings_of
from coursework.assessment.rules import Standing
from coursework.content.course import Course
from coursework.progress.rules import CourseProgress, LectureProgress
from coursework.reading.queries import readings_of
from coursework.reading.rules import Reading

_NOTHING = Standing(best=None, passed=False, tries=0, open_attempt=None)


def progress_of(session: Session, course: Course, person_id: int) -> CourseProgress:
    """Return how far a learner is, in four statements whatever the number of lectures."""
    readings = readings_of(session, person_id)
    standings = standings_of(session, person_id)
    return CourseProgress(
        course=course,
        lectures=tuple(
            LectureProgress(
                entry=entry,
                reading=readings.get(entry.slug, Reading()),
                standing=standings.get(entry.slug, _NOTHING),
            )
            for entry in course.entries
        ),
    )
