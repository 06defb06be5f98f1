"""How a result came to be what it is: every revision, with what caused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.corrections.queries import Made
from coursework.assessment.models import Result
from coursework.assessment.queries import Line
from coursework.database import table_of

_CAUSES = {
    "submitted": "Marked",
    "late answers": "Answers that came late count after all",
    "late answers taken back": "Answers that came late had been counted. That was taken back",
}


_results = table_of(Result)
_REVISIONS = (
    sa.select(
        _results.c.cause,
        _results.c.correction_id,
        _results.c.score,
        _results.c.passed,
        _results.c.marked_at,
    )
    .where(_results.c.attempt_id == sa.bindparam("attempt"))
    .order_by(_results.c.revision)
)


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One score of an attempt: `why` it was marked, the reason given (empty for none), the questions."""

    marked_at: datetime
    score: float
    passed: bool
    why: str
    reason: str = ""
    positions: tuple[int, ...] = ()


def revisions_of(
    session: Session, attempt_id: int, lines: Sequence[Line], made: Sequence[Made]
) -> list[Revision]:
    """Return what an attempt scored, the first marking first; `made` are the corrections of its test."""
    rows = session.execute(_REVISIONS, {"attempt": attempt_id})
    corrections = {one.id: one for one in made}
    return [_revision(row, corrections, {line.version_id: line.position for line in lines}) for row in rows]


def _revision(
    row: Any,
    corrections: dict[int, Made],
    places: dict[int, int],
) -> Revision:
    correction = corrections.get(row.correction_id or 0)
    told = Revision(
        marked_at=row.marked_at, score=row.score, passed=row.passed, why=_CAUSES.get(row.cause, "")
    )
    if correction is None:
        return told
    ruled = corrections[correction.undoes_id] if correction.undoes_id else correction
    positions = tuple(sorted(places[one.version_id] for one in ruled.rulings if one.version_id in places))
    which = " and ".join(f"question {one}" for one in positions)
    return Revision(
        marked_at=row.marked_at,
        score=row.score,
        passed=row.passed,
        why=f"The correction of {which} was taken back"
        if correction.undoes_id
        else f"{which} was corrected".capitalize(),
        reason=correction.reason,
        positions=positions,
    )
