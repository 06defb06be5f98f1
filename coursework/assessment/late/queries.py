"""Find answers that came late, what they would change, and what was decided about them."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from coursework.assessment.corrections.queries import corrections_in_force
from coursework.assessment.corrections.rules import marked_after
from coursework.assessment.late import rules
from coursework.assessment.late.rules import LateAnswer, came_unseen
from coursework.assessment.models import Attempt, LateDecision, Response, Result
from coursework.assessment.rules import Marked
from coursework.assessment.wordings import wordings_of
from coursework.content.policies import policy_from
from coursework.content.questions import Question
from coursework.database import table_of
from coursework.identity.models import Person


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A late answer that may be let count; `gain` is what it adds, None where its question is left out.

    `unseen` says that it came before the learner had seen a result.
    """

    late: LateAnswer
    unseen: bool
    gain: Fraction | None

    @property
    def proposed(self) -> bool:
        """Say whether to propose that it counts."""
        return self.unseen and (self.gain is None or self.gain >= 0)


@dataclass(frozen=True, kw_only=True)
class LateAttempt:
    """An attempt with late answers that wait, and its score now, with the proposed ones and with all.

    `seen_at` is when the learner first saw its result, or passed at another try, None before that.
    """

    attempt_id: int
    name: str
    number: int
    closed_by: str
    closed_at: datetime
    seen_at: datetime | None
    answers: tuple[Offered, ...]
    score: float
    passed: bool
    with_proposed: Marked
    with_all: Marked

    @property
    def up_to(self) -> int:
        """Return the newest save among them."""
        return max(one.late.id for one in self.answers)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided about the late answers of an attempt; it holds until it is taken back."""

    attempt_id: int
    name: str
    number: int
    decision: str
    decided_by: str
    decided_at: datetime
    reason: str


_UP_TO = (
    sa.select(LateDecision.up_to)
    .where(LateDecision.attempt_id == Attempt.id)
    .order_by(LateDecision.id.desc())
    .limit(1)
    .correlate(Attempt)
    .scalar_subquery()
)
_LATE = (
    sa.select(Attempt, Result, Response)
    .join(Result, sa.and_(Result.attempt_id == Attempt.id, Result.is_current))
    .join(Response, sa.and_(Response.attempt_id == Attempt.id, Response.standing == "late"))
    .order_by(Attempt.id, Response.id)
)
_WAITING = _LATE.where(Response.id > sa.func.coalesce(_UP_TO, 0))


_responses = table_of(Response)
_LATE_ONES = (
    sa.select(_responses.c.id, _responses.c.position, _responses.c.answer, _responses.c.saved_at)
    .where(_responses.c.attempt_id == sa.bindparam("attempt"), _responses.c.standing == "late")
    .order_by(_responses.c.id)
)


def late_answers_of(session: Session, attempt_id: int) -> list[LateAnswer]:
    """Return the late answers of an attempt, in the order they came."""
    return [_answer(row) for row in session.execute(_LATE_ONES, {"attempt": attempt_id})]


def newest_decision(session: Session, attempt_id: int) -> LateDecision | None:
    """Return the decision that holds for an attempt, or None."""
    mine = sa.select(LateDecision).where(LateDecision.attempt_id == attempt_id)
    return session.scalars(mine.order_by(LateDecision.id.desc())).first()


def _answer(row: Any) -> LateAnswer:
    return LateAnswer(id=row.id, position=row.position, answer=row.answer, came_at=row.saved_at)


def waiting_counts(session: Session) -> Counter[str]:
    """Return how many attempts have late answers that wait, by test."""
    found: Counter[str] = Counter()
    for rows in _by_attempt(session.execute(_WAITING)):
        found[rows[0].Attempt.slug] += bool(
            rules.uncounted([_answer(row.Response) for row in rows], rows[0].Result.answers)
        )
    return found


def waiting(session: Session, slug: str) -> list[LateAttempt]:
    """Return the attempts at a test with late answers that wait, the last to arrive first."""
    statement = _WAITING.add_columns(Person.name, _other_pass().label("passed_at"))
    found = list(
        _by_attempt(
            session.execute(
                statement.join(Person, Person.id == Attempt.person_id).where(Attempt.slug == slug)
            )
        )
    )
    questions = wordings_of(session, _versions_in(found))
    corrections = corrections_in_force(session, slug)
    late = [_late(rows, questions, corrections) for rows in found]
    return sorted((one for one in late if one is not None), key=lambda one: one.up_to, reverse=True)


def waiting_of(session: Session, slug: str, attempt_id: int) -> LateAttempt | None:
    """Return one of them, or None when nothing of it waits."""
    return next((one for one in waiting(session, slug) if one.attempt_id == attempt_id), None)


def _by_attempt(rows: Iterable[Any]) -> Iterable[list[Any]]:
    return (list(of_one) for _, of_one in groupby(rows, key=lambda row: row.Attempt.id))


def _versions_in(found: Collection[list[Any]]) -> list[int]:
    return sorted({version for rows in found for version in rows[0].Result.versions})


def _other_pass() -> sa.ScalarSelect[datetime]:
    """Return when the learner passed at another try, after this one was closed: then its keys are open."""
    other, result = aliased(Attempt), aliased(Result)
    return (
        sa.select(sa.func.min(result.marked_at))
        .join(other, other.id == result.attempt_id)
        .where(
            other.person_id == Attempt.person_id,
            other.slug == Attempt.slug,
            other.id != Attempt.id,
            result.passed,
            result.marked_at >= Attempt.submitted_at,
        )
        .correlate(Attempt)
        .scalar_subquery()
    )


def _late(rows: list[Any], questions: dict[int, Question], corrections: Any) -> LateAttempt | None:
    attempt, result = rows[0].Attempt, rows[0].Result
    late = rules.uncounted([_answer(row.Response) for row in rows], result.answers)
    if not late:
        return None
    pass_mark = policy_from(attempt.policy).pass_mark
    asked = [questions[version] for version in result.versions]

    def marked_with(chosen: dict[int, LateAnswer]) -> Marked:
        answers = rules.with_late(result.answers, chosen)
        return marked_after(asked, result.versions, answers, pass_mark, corrections)

    now, with_all = marked_with({}), marked_with(late)
    seen_at = min((at for at in (attempt.result_seen_at, rows[0].passed_at) if at), default=None)
    offered = [
        Offered(
            late=one,
            unseen=came_unseen(one.came_at, seen_at),
            gain=_gain(now.credits[at - 1], with_all.credits[at - 1]),
        )
        for at, one in late.items()
    ]
    return LateAttempt(
        attempt_id=attempt.id,
        name=rows[0].name,
        number=attempt.number,
        closed_by=attempt.closed_by,
        closed_at=attempt.submitted_at,
        seen_at=seen_at,
        answers=tuple(offered),
        score=result.score,
        passed=result.passed,
        with_proposed=marked_with({one.late.position: one.late for one in offered if one.proposed}),
        with_all=with_all,
    )


def _gain(before: Fraction | None, after: Fraction | None) -> Fraction | None:
    return None if before is None or after is None else after - before


def decided(session: Session, slug: str) -> list[Decided]:
    """Return what holds for the late answers at a test, the newest first."""
    teacher, newer = aliased(Person), aliased(LateDecision)
    newest = sa.select(sa.func.max(newer.id)).where(newer.attempt_id == LateDecision.attempt_id)
    rows = session.execute(
        sa.select(LateDecision, Attempt.number, Person.name.label("learner"), teacher.name.label("teacher"))
        .join(Attempt, Attempt.id == LateDecision.attempt_id)
        .join(Person, Person.id == Attempt.person_id)
        .join(teacher, teacher.id == LateDecision.decided_by)
        .where(Attempt.slug == slug, LateDecision.decision != "taken back")
        .where(LateDecision.id == newest.correlate(LateDecision).scalar_subquery())
        .order_by(LateDecision.id.desc())
    )
    return [
        Decided(
            attempt_id=one.attempt_id,
            name=learner,
            number=number,
            decision=one.decision,
            decided_by=teacher_name,
            decided_at=one.decided_at,
            reason=one.reason,
        )
        for one, number, learner, teacher_name in rows
    ]
