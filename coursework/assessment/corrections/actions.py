"""Apply a correction of keys, or take one back: rows, results, mails, audit, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.corrections.moves import Move, moves_under
from coursework.assessment.corrections.queries import Made, corrections_made, in_force
from coursework.assessment.corrections.rules import Ruling
from coursework.assessment.corrections.words import TOLD, said_rulings
from coursework.assessment.models import CorrectedQuestion, KeyCorrection, Result
from coursework.assessment.wordings import wordings_of
from coursework.audit.actions import record
from coursework.database import table_of, take_turn
from coursework.errors import RefusalError
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.addresses import absolute
from coursework.web.current import entry_or_former
from coursework.web.templating import percent_filter

# What follows for a learner, by how the try crosses the pass line and how they stand with the test.
_FOLLOWS = {
    ("", ""): "",
    ("up", "up"): " You have passed.",
    ("up", ""): " This try is a pass now; you had passed already.",
    ("down", "down"): " With this you no longer pass the test. You can take it again.",
    ("down", ""): " This try is below the pass line now; you pass the test by another one.",
}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who decides, why and when; `seen` is how many corrections the page knew."""

    made_by: int
    reason: str
    at: datetime
    seen: int


class OutOfDateError(RefusalError):
    """The same test was corrected in the meantime."""


def correct_keys(
    session: Session, slug: str, rulings: Sequence[Ruling], decision: Decision, *, never_lower: bool
) -> list[Move]:
    """Apply rulings to every result they touch, and return the results that changed.

    Raises `OutOfDateError` when there are more corrections than the page knew.
    """
    _as_seen(session, slug, decision.seen)
    correction = _added(session, slug, decision, never_lower=never_lower)
    session.add_all(
        CorrectedQuestion(
            correction_id=correction.id, version_id=one.version_id, ruling=one.what.value, answer=one.answer
        )
        for one in rulings
    )
    return _follow(session, correction, rulings)


def take_back(session: Session, slug: str, correction_id: int, decision: Decision) -> list[Move]:
    """Take a correction back: results become what they are without it. A second time is refused."""
    made = _as_seen(session, slug, decision.seen)
    undone = next((one for one in made if one.id == correction_id and one.undoes_id is None), None)
    if undone is None:
        raise RefusalError("There is no such correction.")
    if undone.taken_back:
        raise RefusalError("This correction has been taken back already.")
    correction = _added(session, slug, decision, never_lower=False, undoes_id=undone.id)
    return _follow(session, correction, undone.rulings)


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
            "This test was corrected in the meantime. Nothing was changed; look at it again."
        )
    return made


def _follow(session: Session, correction: KeyCorrection, rulings: Sequence[Ruling]) -> list[Move]:
    """Bring the results to where the corrections that now hold put them."""
    now = correction.made_at
    session.flush()
    made = corrections_made(session, correction.slug)
    moves = moves_under(session, correction.slug, {one.version_id for one in rulings}, in_force(made))
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
            _tell(session, move, correction, rulings, now)
    record(
        session,
        now,
        "keys.taken-back" if correction.undoes_id else "keys.corrected",
        actor_id=correction.made_by,
        about=f"correction {correction.id}",
        test=correction.slug,
        ruled=_in_words(session, made, correction.undoes_id or correction.id),
        earlier=len(made) - 1,
        results=len(moves),
        up=sum(move.crosses == "up" for move in moves),
        down=sum(move.crosses == "down" for move in moves),
    )
    return moves


def _in_words(session: Session, made: Sequence[Made], correction_id: int) -> str:
    questions = wordings_of(session, {ruling.version_id for one in made for ruling in one.rulings})
    return " ".join(f"{one.id}: {words}" for one, words in said_rulings(made, questions)[correction_id])


def _tell(
    session: Session, move: Move, correction: KeyCorrection, rulings: Sequence[Ruling], now: datetime
) -> None:
    """Write to a learner which question it was and what follows; why stands beside the result."""
    touched = [one for one in rulings if one.version_id in move.versions]
    numbers = " and ".join(f"question {move.versions.index(one.version_id) + 1}" for one in touched)
    told = "That it was corrected is taken back." if correction.undoes_id else TOLD[touched[0].what]
    before, after = percent_filter(move.before), percent_filter(float(move.after.score))
    write_mail(
        session,
        now,
        Kind.PASS_LOST if move.standing == "down" else Kind.RESULT_CORRECTED,
        to=move.email or "",
        person_id=move.person_id,
        lecture=entry_or_former(correction.slug).title,
        change=f"{numbers.capitalize()} was looked at again. {told} "
        f"Your paper had {before}, and has {after} now.{_FOLLOWS[move.crosses, move.standing]}",
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
