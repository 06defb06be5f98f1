"""Close attempts whose time is up: the job, and what a look does first; note the first look at a result."""

import logging
from datetime import datetime

from coursework.assessment import actions, queries
from coursework.assessment.rules import time_is_up
from coursework.assessment.tries import OpenTry, open_try_of
from coursework.database import database, session
from coursework.web.current import now

log = logging.getLogger(__name__)


def close_overdue_attempts() -> None:
    """Close every attempt whose time is up, each in a transaction of its own."""
    moment = now()
    with database().session(writes=False) as reading:
        overdue = queries.overdue_attempts(reading, moment)
    for attempt_id in overdue:
        try:
            _close(attempt_id, moment)
        except Exception:  # or it would stand in the way of all that wait behind it
            log.exception("attempt %s", attempt_id)


def still_open(person_id: int, slug: str) -> OpenTry | None:
    """Return the counted try of a person that is open at a test; one whose time is up is closed first."""
    found = open_try_of(session(), person_id, slug)
    if found is None or not time_is_up(found.deadline_at, now()):
        return found
    close_before_reading(found.id)
    return None


def close_before_reading(attempt_id: int) -> None:
    """Close an attempt whose time is up; what this request has read until now is read anew."""
    session().rollback()
    _close(attempt_id, now())


def note_look(attempt_id: int) -> None:
    """Note that the learner opens the result now: what they answer from then on may come from it."""
    with database().session(writes=True) as writing:
        actions.see_result(writing, attempt_id, now())
        writing.commit()


def _close(attempt_id: int, moment: datetime) -> None:
    with database().session(writes=True) as writing:
        actions.close_if_over(writing, attempt_id, moment)
        writing.commit()
