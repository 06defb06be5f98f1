"""Find attempts, papers and results; the owner is part of every look-up."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion, Response, Result
from coursework.assessment.rules import Standing
from coursework.content.answers import Answer
from coursework.content.policies import Policy, policy_from
from coursework.content.questions import Question, question_from
from coursework.database import table_of


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One attempt of one learner; `submitted_at` is None while it is open."""

    id: int
    slug: str
    number: int
    counted: bool
    policy: Policy
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One question of a paper as it stands: `answer` is None where nothing is saved."""

    position: int
    question: Question
    order: list[int]
    flagged: bool
    answer: Answer | None
    revision: int
    saved_at: datetime | None

    @property
    def shown_answer(self) -> Answer | None:
        """Return the answer as positions on this paper."""
        return self.question.shown(self.answer, self.order)

    @property
    def answered(self) -> bool:
        """Say whether nothing of it is open."""
        return self.question.complete(self.answer)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One marked attempt; `number` counts the tries at this test from 1; a credit None is left out."""

    attempt_id: int
    number: int
    score: float
    passed: bool
    pass_mark: int
    credits: tuple[Fraction | None, ...]
    submitted_at: datetime

    @property
    def points(self) -> float:
        """Return the points, the sum of the credits."""
        return float(sum(credit for credit in self.credits if credit is not None))

    @property
    def counted(self) -> int:
        """Return the points that can be had: one for each question that counts."""
        return sum(credit is not None for credit in self.credits)


def sitting_of(session: Session, attempt_id: int, person_id: int) -> Sitting | None:
    """Return an attempt of this person, or None: another's is not found."""
    row = session.execute(
        sa.select(
            Attempt.id,
            Attempt.slug,
            Attempt.number,
            Attempt.counted,
            Attempt.policy,
            Attempt.started_at,
            Attempt.deadline_at,
            Attempt.submitted_at,
            Attempt.closed_by,
        ).where(Attempt.id == attempt_id, Attempt.person_id == person_id)
    ).first()
    return Sitting(**row._asdict() | {"policy": policy_from(row.policy)}) if row else None


def open_attempt_of(session: Session, person_id: int, slug: str) -> int | None:
    """Return the open attempt of a person at a test, or None."""
    return session.scalar(
        sa.select(Attempt.id).where(
            Attempt.person_id == person_id, Attempt.slug == slug, Attempt.submitted_at.is_(None)
        )
    )


_attempts, _papers = table_of(Attempt), table_of(PaperQuestion)
_versions, _responses = table_of(QuestionVersion), table_of(Response)
_newer = table_of(Response).alias("newer")
_newest = (
    sa.select(sa.func.max(_newer.c.revision))
    .where(_newer.c.attempt_id == _papers.c.attempt_id, _newer.c.position == _papers.c.position)
    .scalar_subquery()
)
_LINES = (
    sa.select(
        _papers.c.position,
        _papers.c.option_order,
        _papers.c.flagged,
        _versions.c.content,
        _responses.c.answer,
        _responses.c.revision,
        _responses.c.saved_at,
    )
    .join_from(_papers, _versions, _versions.c.id == _papers.c.version_id)
    .outerjoin(
        _responses,
        sa.and_(
            _responses.c.attempt_id == _papers.c.attempt_id,
            _responses.c.position == _papers.c.position,
            _responses.c.revision == _newest,
        ),
    )
    .where(_papers.c.attempt_id == sa.bindparam("attempt"))
    .order_by(_papers.c.position)
)
_ONE_LINE = (
    _LINES.add_columns(_attempts.c.submitted_at)
    .join(_attempts, _attempts.c.id == _papers.c.attempt_id)
    .where(_attempts.c.person_id == sa.bindparam("person"), _papers.c.position == sa.bindparam("at"))
)


def paper_of(session: Session, attempt_id: int) -> list[Line]:
    """Return the paper of an attempt with what is saved, in one statement."""
    return [_line(row) for row in session.execute(_LINES, {"attempt": attempt_id})]


def line_of(
    session: Session, attempt_id: int, person_id: int, position: int
) -> tuple[Line, datetime | None] | None:
    """Return one question of a person's paper and when it was submitted; None when not theirs."""
    row = session.execute(_ONE_LINE, {"attempt": attempt_id, "person": person_id, "at": position}).first()
    return (_line(row), row.submitted_at) if row else None


def _line(row: Any) -> Line:
    return Line(
        position=row.position,
        question=question_from(row.content),
        order=row.option_order,
        flagged=row.flagged,
        answer=row.answer,
        revision=row.revision or 0,
        saved_at=row.saved_at,
    )


def outcomes_of(session: Session, person_id: int, slug: str) -> list[Outcome]:
    """Return the marked attempts of a person at a test, the first try first, as they stand now."""
    rows = session.execute(
        sa.select(Attempt.id, Attempt.number, Attempt.policy, Attempt.submitted_at, Result)
        .join(Result, sa.and_(Result.attempt_id == Attempt.id, Result.is_current))
        .where(Attempt.person_id == person_id, Attempt.slug == slug)
        .order_by(Attempt.number)
    )
    return [
        Outcome(
            attempt_id=attempt_id,
            number=number,
            score=result.score,
            passed=result.passed,
            pass_mark=policy_from(policy).pass_mark,
            credits=tuple(None if credit is None else Fraction(credit) for credit in result.credits),
            submitted_at=submitted_at or result.marked_at,
        )
        for attempt_id, number, policy, submitted_at, result in rows
    ]


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
