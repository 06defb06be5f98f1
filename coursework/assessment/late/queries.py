"""Find answers that came late, and what they would change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.corrections.queries import corrections_in_force
from coursework.assessment.corrections.rules import marked_after
from coursework.assessment.models import Attempt, LateDecision, QuestionVersion, Response, Result
from coursework.assessment.rules import Marked
from coursework.content.answers import Answer
from coursework.content.policies import policy_from
from coursework.content.questions import Question, question_from
from coursework.identity.models import Person


@dataclass(frozen=True, kw_only=True)
class LateAttempt:
    """An attempt with late answers that do not count: to which questions, and the score with them."""

    attempt_id: int
    name: str
    number: int
    closed_by: str
    closed_at: datetime
    positions: tuple[int, ...]
    last_at: datetime
    score: float
    passed: bool
    after: Marked

    @property
    def lowers(self) -> bool:
        """Say whether the late answers would lower the score."""
        return float(self.after.score) < self.score


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """Late answers that were accepted."""

    attempt_id: int
    name: str
    number: int
    accepted_by: str
    accepted_at: datetime
    reason: str


def late_answers_of(session: Session, attempt_id: int) -> dict[int, Answer | None]:
    """Return the newest late answer to each question of an attempt, by position."""
    rows = session.execute(
        sa.select(Response.position, Response.answer)
        .where(Response.attempt_id == attempt_id, Response.standing == "late")
        .order_by(Response.id)
    )
    return dict(iter(rows))


def waiting_positions(late: Mapping[int, Answer | None], marked: Sequence[Answer | None]) -> list[int]:
    """Return the questions whose newest late answer is not the one that was marked."""
    return sorted(position for position, answer in late.items() if answer != marked[position - 1])


def waiting(session: Session, slug: str) -> list[LateAttempt]:
    """Return the attempts at a test with late answers that do not count, the last to arrive first."""
    rows = session.execute(
        sa.select(Attempt, Person.name, Result, Response)
        .join(Person, Person.id == Attempt.person_id)
        .join(Result, sa.and_(Result.attempt_id == Attempt.id, Result.is_current))
        .join(Response, sa.and_(Response.attempt_id == Attempt.id, Response.standing == "late"))
        .where(Attempt.slug == slug)
        .order_by(Response.id)
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.Attempt.id, []).append(row)
    questions = _questions(session, {version for row in rows for version in row.Result.versions})
    corrections = corrections_in_force(session, slug)
    late = [_late(of_one, questions, corrections) for of_one in found.values()]
    return sorted((one for one in late if one.positions), key=lambda one: one.last_at, reverse=True)


def _questions(session: Session, versions: Collection[int]) -> dict[int, Question]:
    rows = session.execute(
        sa.select(QuestionVersion.id, QuestionVersion.content).where(QuestionVersion.id.in_(versions))
    )
    return {row.id: question_from(row.content) for row in rows}


def _late(rows: list[Any], questions: dict[int, Question], corrections: Any) -> LateAttempt:
    attempt, result = rows[0].Attempt, rows[0].Result
    newest = {row.Response.position: row.Response.answer for row in rows}
    answers = [newest.get(position, answer) for position, answer in enumerate(result.answers, start=1)]
    asked = [questions[version] for version in result.versions]
    pass_mark = policy_from(attempt.policy).pass_mark
    return LateAttempt(
        attempt_id=attempt.id,
        name=rows[0].name,
        number=attempt.number,
        closed_by=attempt.closed_by,
        closed_at=attempt.submitted_at,
        positions=tuple(waiting_positions(newest, result.answers)),
        last_at=max(row.Response.saved_at for row in rows),
        score=result.score,
        passed=result.passed,
        after=marked_after(asked, result.versions, answers, pass_mark, corrections),
    )


_NEWEST = sa.select(sa.func.max(LateDecision.id)).group_by(LateDecision.attempt_id)


def acceptance_of(session: Session, attempt_id: int) -> LateDecision | None:
    """Return the decision by which late answers of an attempt count, or None when they do not."""
    mine = sa.select(LateDecision).where(LateDecision.attempt_id == attempt_id)
    newest = session.scalars(mine.order_by(LateDecision.id.desc())).first()
    return newest if newest and newest.decision == "counted" else None


def accepted(session: Session, slug: str) -> list[Accepted]:
    """Return what was accepted at a test, the newest first."""
    teacher = sa.orm.aliased(Person)
    rows = session.execute(
        sa.select(LateDecision, Attempt.number, Person.name.label("learner"), teacher.name.label("teacher"))
        .join(Attempt, Attempt.id == LateDecision.attempt_id)
        .join(Person, Person.id == Attempt.person_id)
        .join(teacher, teacher.id == LateDecision.decided_by)
        .where(Attempt.slug == slug, LateDecision.decision == "counted", LateDecision.id.in_(_NEWEST))
        .order_by(LateDecision.id.desc())
    )
    return [
        Accepted(
            attempt_id=one.attempt_id,
            name=learner,
            number=number,
            accepted_by=teacher_name,
            accepted_at=one.decided_at,
            reason=one.reason,
        )
        for one, number, learner, teacher_name in rows
    ]
