"""What a learner is told of late answers beside the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from coursework.assessment.late import rules
from coursework.assessment.late.queries import late_answers_of
from coursework.assessment.models import LateDecision, Result
from coursework.content.answers import Answer


@dataclass(frozen=True, kw_only=True)
class Told:
    """One decision as the learner is told of it; the scores are None where it changed no result."""

    decision: str
    reason: str
    decided_at: datetime
    before: float | None
    after: float | None


@dataclass(frozen=True, kw_only=True)
class OnResult:
    """What a result says of late answers: those that do not count, those that wait, and the decisions."""

    uncounted: dict[int, Answer | None]
    waiting: tuple[int, ...]
    decisions: tuple[Told, ...]


def on_result(session: Session, attempt_id: int, marked: Sequence[Answer | None]) -> OnResult:
    """Return what the page of a result says of late answers."""
    late, decisions = late_answers_of(session, attempt_id), _decisions_on(session, attempt_id)
    up_to = decisions[-1].up_to if decisions else None
    return OnResult(
        uncounted={at: one.answer for at, one in rules.uncounted(late, marked).items()},
        waiting=tuple(rules.waiting(late, marked, up_to)),
        decisions=tuple(
            Told(
                decision=row.decision,
                reason=row.reason,
                decided_at=row.decided_at,
                before=row.before,
                after=row.after,
            )
            for row in decisions
        ),
    )


def _decisions_on(session: Session, attempt_id: int) -> Sequence[Any]:
    before, after = aliased(Result), aliased(Result)
    this, made = LateDecision.attempt_id, LateDecision.revision
    return session.execute(
        sa.select(LateDecision.decision, LateDecision.reason, LateDecision.decided_at, LateDecision.up_to)
        .add_columns(before.score.label("before"), after.score.label("after"))
        .outerjoin(after, sa.and_(after.attempt_id == this, after.revision == made))
        .outerjoin(before, sa.and_(before.attempt_id == this, before.revision == made - 1))
        .where(this == attempt_id)
        .order_by(LateDecision.id)
    ).all()
