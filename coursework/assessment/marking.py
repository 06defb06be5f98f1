"""Mark the paper of an attempt under the corrections that hold, and keep the result as a new revision."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.corrections.queries import corrections_in_force
from coursework.assessment.corrections.rules import marked_after
from coursework.assessment.models import Attempt, PaperQuestion, Result
from coursework.assessment.wordings import wordings_of
from coursework.content.answers import Answer
from coursework.content.policies import policy_from
from coursework.database import table_of, take_turn

_papers, _results = table_of(PaperQuestion), table_of(Result)
_ON_PAPER = (
    sa.select(_papers.c.version_id)
    .where(_papers.c.attempt_id == sa.bindparam("attempt"))
    .order_by(_papers.c.position)
)
_OUTDATE = (
    sa.update(_results)
    .where(_results.c.attempt_id == sa.bindparam("attempt"), _results.c.is_current)
    .values(is_current=False)
    .returning(_results.c.revision)
)


def add_result(
    session: Session, attempt: Attempt, answers: Sequence[Answer | None], cause: str, now: datetime
) -> Result:
    """Mark `answers`, in the order of the paper, and keep the result as the current one."""
    take_turn(session, f"corrections of {attempt.slug}")  # a correction sees this result, or is seen here
    versions = list(session.scalars(_ON_PAPER, {"attempt": attempt.id}))
    questions = wordings_of(session, versions)
    marked = marked_after(
        [questions[version] for version in versions],
        versions,
        answers,
        policy_from(attempt.policy).pass_mark,
        corrections_in_force(session, attempt.slug),
    )
    result = Result(
        attempt_id=attempt.id,
        revision=_newest(session, attempt.id) + 1,
        is_current=True,
        cause=cause,
        versions=versions,
        answers=list(answers),
        credits=[None if credit is None else str(credit) for credit in marked.credits],
        score=float(marked.score),
        passed=marked.passed,
        marked_at=now,
    )
    session.add(result)
    session.flush()
    return result


def _newest(session: Session, attempt_id: int) -> int:
    """Return the revision that was current until now, 0 for none."""
    return session.scalars(_OUTDATE, {"attempt": attempt_id}).first() or 0
