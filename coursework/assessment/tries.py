"""What a person has tried and met at a test: the next try depends on it, and what is shown meanwhile."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion
from coursework.assessment.rules import Tries


@dataclass(frozen=True)
class OpenTry:
    """A counted try that is open: until it is handed in, keys of its test are secret to whoever sits it."""

    id: int
    started_at: datetime
    deadline_at: datetime | None


def open_try_of(session: Session, person_id: int, slug: str) -> OpenTry | None:
    """Return the counted try of a person at a test that is open, or None."""
    mine = sa.select(Attempt.id, Attempt.started_at, Attempt.deadline_at).where(
        Attempt.person_id == person_id, Attempt.slug == slug, Attempt.counted, Attempt.submitted_at.is_(None)
    )
    row = session.execute(mine).first()
    return OpenTry(*row) if row else None


def tries_of(session: Session, person_id: int, slug: str) -> Tries:
    """Return the counted tries of a person at a test, the open one among them."""
    count, closed_at = session.execute(
        sa.select(sa.func.count(), sa.func.max(Attempt.submitted_at)).where(
            Attempt.person_id == person_id, Attempt.slug == slug, Attempt.counted
        )
    ).one()
    return Tries(count=count, closed_at=closed_at)


def met_of(session: Session, person_id: int, slug: str) -> dict[str, int]:
    """Return how often a person met each question of a test, in whatever wording."""
    rows = session.execute(
        sa.select(QuestionVersion.question, sa.func.count())
        .join(PaperQuestion, PaperQuestion.version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == PaperQuestion.attempt_id)
        .where(Attempt.person_id == person_id, Attempt.slug == slug)
        .group_by(QuestionVersion.question)
    )
    return dict(iter(rows))
