"""What a learner is told of late answers beside the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.late import rules
from coursework.assessment.late.queries import late_answers_of
from coursework.assessment.models import LateDecision, Result
from coursework.content.answers import Answer
from coursework.database import table_of


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


_decisions, _after = table_of(LateDecision), table_of(Result).alias("after")
_before = table_of(Result).alias("before")
_DECISIONS = (
    sa.select(_decisions.c.decision, _decisions.c.reason, _decisions.c.decided_at, _decisions.c.up_to)
    .add_columns(_before.c.score.label("before"), _after.c.score.label("after"))
    .outerjoin_from(
        _decisions,
        _after,
        sa.and_(_after.c.attempt_id == _decisions.c.attempt_id, _after.c.revision == _decisions.c.revision),
    )
    .outerjoin(
        _before,
        sa.and_(
            _before.c.attempt_id == _decisions.c.attempt_id,
            _before.c.revision == _decisions.c.revision - 1,
        ),
    )
    .where(_decisions.c.attempt_id == sa.bindparam("attempt"))
    .order_by(_decisions.c.id)
)


def on_result(session: Session, attempt_id: int, marked: Sequence[Answer | None]) -> OnResult:
    """Return what the page of a result says of late answers."""
    late = late_answers_of(session, attempt_id)
    decisions = session.execute(_DECISIONS, {"attempt": attempt_id}).all()
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
