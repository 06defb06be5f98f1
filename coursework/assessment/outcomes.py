"""Find what the attempts of a person came to."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, Result
from coursework.assessment.rules import Standing
from coursework.content.answers import Answer
from coursework.content.policies import policy_from
from coursework.database import table_of


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One marked attempt as it stands; `number` counts the tries from 1; a credit None is left out.

    `answers` are those that were marked; `tried_out` is a try of somebody who teaches, and counts nowhere.
    """

    attempt_id: int
    number: int
    score: float
    passed: bool
    pass_mark: int
    credits: tuple[Fraction | None, ...]
    submitted_at: datetime
    tried_out: bool = False
    answers: tuple[Answer | None, ...] = ()
    cause: str = "submitted"
    marked_at: datetime | None = None

    @property
    def points(self) -> float:
        """Return the points, the sum of the credits."""
        return float(sum(credit for credit in self.credits if credit is not None))

    @property
    def counted(self) -> int:
        """Return the points that can be had: one for each question that counts."""
        return sum(credit is not None for credit in self.credits)


_attempts, _results = table_of(Attempt), table_of(Result)
_OUTCOMES = (
    sa.select(
        _attempts.c.id,
        _attempts.c.number,
        _attempts.c.policy,
        _attempts.c.submitted_at,
        _attempts.c.counted,
        _results.c.score,
        _results.c.passed,
        _results.c.credits,
        _results.c.answers,
        _results.c.cause,
        _results.c.marked_at,
    )
    .join_from(_attempts, _results, sa.and_(_results.c.attempt_id == _attempts.c.id, _results.c.is_current))
    .where(_attempts.c.person_id == sa.bindparam("person"), _attempts.c.slug == sa.bindparam("test"))
    .order_by(_attempts.c.number)
)


def outcomes_of(session: Session, person_id: int, slug: str) -> list[Outcome]:
    """Return the marked attempts of a person at a test, the first try first, as they stand now."""
    return [
        Outcome(
            attempt_id=row.id,
            number=row.number,
            score=row.score,
            passed=row.passed,
            pass_mark=policy_from(row.policy).pass_mark,
            credits=tuple(None if credit is None else Fraction(credit) for credit in row.credits),
            submitted_at=row.submitted_at or row.marked_at,
            tried_out=not row.counted,
            answers=tuple(row.answers),
            cause=row.cause,
            marked_at=row.marked_at,
        )
        for row in session.execute(_OUTCOMES, {"person": person_id, "test": slug})
    ]


def has_passed(session: Session, person_id: int, slug: str) -> bool:
    """Say whether a person has passed a test, as a try-out or for good."""
    passed = sa.exists().where(
        Attempt.id == Result.attempt_id,
        Attempt.person_id == person_id,
        Attempt.slug == slug,
        Result.is_current,
        Result.passed,
    )
    return bool(session.scalar(sa.select(passed)))


def standings_of(session: Session, person_id: int) -> dict[str, Standing]:
    """Return where a person stands with each test they have begun, in one statement."""
    rows = session.execute(
        sa.select(
            Attempt.slug,
            sa.func.max(Result.score),
            sa.func.max(sa.cast(Result.passed, sa.Integer)),
            sa.func.count(Result.attempt_id),
            sa.func.max(sa.case((Attempt.submitted_at.is_(None), Attempt.id))),
        )
        .outerjoin(
            Result,
            sa.and_(Result.attempt_id == Attempt.id, Result.is_current, Attempt.counted),
        )
        .where(Attempt.person_id == person_id)
        .group_by(Attempt.slug)
    )
    return {
        slug: Standing(best=best, passed=bool(passed), tries=tries, open_attempt=open_attempt)
        for slug, best, passed, tries, open_attempt in rows
    }
