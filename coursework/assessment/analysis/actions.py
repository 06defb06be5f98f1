"""Record what is decided about a wording."""

from datetime import datetime

from sqlalchemy.orm import Session

from coursework.assessment.analysis.rules import Decision
from coursework.assessment.models import QuestionDecision
from coursework.audit.actions import record


def decide(
    session: Session, version_id: int, decision: Decision, reason: str, decided_by: int, now: datetime
) -> None:
    """Write down a decision; an earlier one stays and is followed by this one."""
    session.add(
        QuestionDecision(
            version_id=version_id,
            decision=decision.value,
            reason=reason,
            decided_by=decided_by,
            decided_at=now,
        )
    )
    record(
        session,
        now,
        "question.decided",
        actor_id=decided_by,
        about=f"wording {version_id}",
        decision=decision.value,
    )
