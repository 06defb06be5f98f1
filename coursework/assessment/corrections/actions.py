"""Apply a correction of keys, or take one back: rows, results, mails, audit, in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.corrections.queries import Made, Move, corrections_made, in_force, moves_under
from coursework.assessment.corrections.rules import Ruling
from coursework.assessment.models import CorrectedQuestion, KeyCorrection, Result
from coursework.audit.actions import record
from coursework.database import table_of, take_turn
from coursework.errors import RefusalError
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.addresses import absolute
from coursework.web.current import entry_or_former
from coursework.web.templating import percent_filter


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who decides, why and when; `seen` is how many corrections the page knew."""

    made_by: int
    reason: str
    at: datetime
    seen: int


class OutOfDateError(RefusalError):
    """Somebody else corrected the same test in the meantime."""


def correct_keys(
    session: Session, slug: str, rulings: Sequence[Ruling], decision: Decision, *, never_lower: bool
) -> list[Move]:
    """Apply rulings to every result they touch, and return the results that changed.

    Raises `OutOfDateError` when there are more corrections than the page knew.
    """
    made = _as_seen(session, slug, decision.seen)
    correction = _added(session, slug, decision, never_lower=never_lower)
    session.add_all(
        CorrectedQuestion(
            correction_id=correction.id, version_id=one.version_id, ruling=one.what.value, answer=one.answer
        )
        for one in rulings
    )
    return _follow(session, correction, {one.version_id for one in rulings}, made)


def take_back(session: Session, slug: str, correction_id: int, decision: Decision) -> list[Move]:
    """Take a correction back: results become what they are without it. A second time is refused."""
    made = _as_seen(session, slug, decision.seen)
    undone = next((one for one in made if one.id == correction_id and one.undoes_id is None), None)
    if undone is None:
        raise RefusalError("There is no such correction.")
    if undone.taken_back:
        raise RefusalError("This correction has been taken back already.")
    correction = _added(session, slug, decision, never_lower=False, undoes_id=undone.id)
    return _follow(session, correction, {one.version_id for one in undone.rulings}, made)


def _added(
    session: Session, slug: str, decision: Decision, *, never_lower: bool, undoes_id: int | None = None
) -> KeyCorrection:
    correction = KeyCorrection(
        slug=slug,
        undoes_id=undoes_id,
        never_lower=never_lower,
        reason=decision.reason,
        made_by=decision.made_by,
        made_at=decision.at,
    )
    session.add(correction)
    session.flush()
    return correction


def _as_seen(session: Session, slug: str, seen: int) -> list[Made]:
    take_turn(session, f"corrections of {slug}")
    made = corrections_made(session, slug)
    if len(made) != seen:
        raise OutOfDateError(
            "Somebody else has corrected this test in the meantime. Nothing was changed; look at it again."
        )
    return made


def _follow(
    session: Session, correction: KeyCorrection, touched: Collection[int], made: Sequence[Made]
) -> list[Move]:
    """Bring the results to where the corrections that now hold put them."""
    now = correction.made_at
    session.flush()
    corrections = in_force(corrections_made(session, correction.slug))
    moves = moves_under(session, correction.slug, touched, corrections)
    results = table_of(Result)
    if moves:
        session.execute(
            sa.update(results)
            .where(results.c.attempt_id == sa.bindparam("attempt"), results.c.is_current)
            .values(is_current=False),
            [{"attempt": move.attempt_id} for move in moves],
        )
        session.execute(sa.insert(results), [_result(move, correction.id, now) for move in moves])
    for move in moves:
        if move.counted and move.changes_score and move.email:
            _tell(session, move, correction.slug, now)
    record(
        session,
        now,
        "keys.taken-back" if correction.undoes_id else "keys.corrected",
        actor_id=correction.made_by,
        about=f"correction {correction.id}",
        test=correction.slug,
        undoes=correction.undoes_id,
        earlier=len(made),
        results=len(moves),
        up=sum(move.crosses == "up" for move in moves),
        down=sum(move.crosses == "down" for move in moves),
    )
    return moves


def _tell(session: Session, move: Move, slug: str, now: datetime) -> None:
    line = {"up": " You have passed.", "down": " This is now below the pass line."}.get(move.crosses, "")
    after = percent_filter(float(move.after.score))
    write_mail(
        session,
        now,
        Kind.RESULT_CORRECTED,
        to=move.email or "",
        person_id=move.person_id,
        lecture=entry_or_former(slug).title,
        change=f"it had {percent_filter(move.before)}, and has {after} now.{line}",
        url=absolute("assessment.result", attempt_id=move.attempt_id),
    )


def _result(move: Move, correction_id: int, now: datetime) -> dict[str, object]:
    return {
        "attempt_id": move.attempt_id,
        "revision": move.revision + 1,
        "is_current": True,
        "cause": "correction",
        "correction_id": correction_id,
        "versions": move.versions,
        "answers": move.answers,
        "credits": [None if credit is None else str(credit) for credit in move.after.credits],
        "score": float(move.after.score),
        "passed": move.after.passed,
        "marked_at": now,
    }
