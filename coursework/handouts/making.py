"""The job: make every document that is waited for."""

import logging

from coursework.database import database
from coursework.handouts import actions, queries
from coursework.handouts.printing import printing
from coursework.handouts.queries import Asked
from coursework.pdf.failures import PressClosedError, RenderingError
from coursework.web.current import the_course

log = logging.getLogger(__name__)


def make_documents() -> None:
    """Make what was asked for, one after another; each outcome is noted at once."""
    with database().session(writes=False) as session:
        waiting = queries.to_be_made(session)
    for one in waiting:
        try:
            why = _make(one)
        except PressClosedError:
            return  # the rows stay, and the next worker begins with them
        with database().session(writes=True) as session:
            if why:
                actions.note_failed(session, one.digest, why)
            else:
                actions.note_done(session, one.digest)
            session.commit()


def _make(one: Asked) -> str | None:
    """Make one document; return why it failed, or None."""
    try:
        _put_on_the_shelf(one)
    except PressClosedError:
        raise
    except RenderingError as error:
        log.error("%s of %s: %s", one.kind, one.slug, error)  # noqa: TRY400 (the message says it all)
        return error.sentence
    except Exception:  # or it would stand in the way of all that wait behind it
        log.exception("%s of %s", one.kind, one.slug)
        return RenderingError.sentence
    return None


def _put_on_the_shelf(one: Asked) -> None:
    """Make a document unless it is there, or the course has changed and nobody waits for it."""
    course, office = the_course(), printing()
    lecture = course.lecture_of(one.slug)
    if lecture is None or office.digest(one.kind, course, lecture) != one.digest:
        return
    if office.shelf.find(one.digest) is None:
        office.make(one.kind, course, lecture)
