"""What a person has tried and met at a test: the next try depends on it, and what is shown meanwhile."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion
from coursework.assessment.rules import Tries
from coursework.database import table_of


@dataclass(frozen=True)
class OpenTry:
    """A counted try that is open: until it is handed in, keys of its test are secret to whoever sits it."""

    id: int
    started_at: datetime
    deadline_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What a person has begun at a test: counted tries, the number of the newest, the open one or None."""

    tries: Tries
    newest: int
    open_attempt: int | None


_attempts, _papers, _wordings = table_of(Attempt), table_of(PaperQuestion), table_of(QuestionVersion)
_AT_TEST = (_attempts.c.person_id == sa.bindparam("person"), _attempts.c.slug == sa.bindparam("test"))
_OPEN_TRY = sa.select(_attempts.c.id, _attempts.c.started_at, _attempts.c.deadline_at).where(
    *_AT_TEST, _attempts.c.counted, _attempts.c.submitted_at.is_(None)
)
_BEGUN = sa.select(
    sa.func.count(sa.case((_attempts.c.counted, 1))),
    sa.func.max(sa.case((_attempts.c.counted, _attempts.c.submitted_at))),
    sa.func.max(_attempts.c.number),
    sa.func.max(sa.case((_attempts.c.submitted_at.is_(None), _attempts.c.id))),
).where(*_AT_TEST)
_MET = (
    sa.select(_wordings.c.question, sa.func.count())
    .join_from(_wordings, _papers, _papers.c.version_id == _wordings.c.id)
    .join(_attempts, _attempts.c.id == _papers.c.attempt_id)
    .where(*_AT_TEST)
    .group_by(_wordings.c.question)
)


def open_try_of(session: Session, person_id: int, slug: str) -> OpenTry | None:
    """Return the counted try of a person at a test that is open, or None."""
    row = session.execute(_OPEN_TRY, {"person": person_id, "test": slug}).first()
    return OpenTry(*row) if row else None


def begun_at(session: Session, person_id: int, slug: str) -> Begun:
    """Return what a person has begun at a test; the open try is among the counted ones, if it counts."""
    count, closed_at, newest, there = session.execute(_BEGUN, {"person": person_id, "test": slug}).one()
    return Begun(tries=Tries(count=count, closed_at=closed_at), newest=newest or 0, open_attempt=there)


def met_of(session: Session, person_id: int, slug: str) -> dict[str, int]:
    """Return how often a person met each question of a test, in whatever wording."""
    return dict(iter(session.execute(_MET, {"person": person_id, "test": slug})))
