"""Save an answer, submit and mark the paper."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from coursework.assessment import rules
from coursework.assessment.marking import add_result
from coursework.assessment.models import Attempt, PaperQuestion, Response
from coursework.assessment.queries import Line, Sitting, answers_at, paper_of
from coursework.assessment.rules import Save
from coursework.content.answers import Answer
from coursework.database import dialect_of, insert_into, table_of
from coursework.identity.queries import take_turn_of

_attempts = table_of(Attempt)
_SEE_RESULT = (
    sa.update(_attempts)
    .where(_attempts.c.id == sa.bindparam("attempt"), _attempts.c.result_seen_at.is_(None))
    .values(result_seen_at=sa.bindparam("now"))
)


@cache
def _save(dialect: str) -> ReturningInsert[int]:
    """Return the statement that keeps an answer; of two saves with one key the first is kept."""
    once = insert_into(dialect, Response).on_conflict_do_nothing(
        index_elements=["attempt_id", "position", "key"]
    )
    return once.returning(table_of(Response).c.id)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a learner may rely on: the answer is in the database, with this standing, since then."""

    question: int
    revision: int | None
    standing: str
    saved_at: datetime


def save_answer(
    session: Session, attempt_id: int, line: Line, save: Save, now: datetime, *, closed: bool = False
) -> Receipt:
    """Keep an answer; the same save twice gives the same receipt.

    `line` is the question as it stands. A save older than what is kept is kept as stale, one that comes
    when the attempt is closed as late; neither wins.
    """
    standing = rules.standing_of_save(line.revision, save.seen, closed=closed)
    revision = line.revision + 1 if standing == "kept" else None
    row = {
        "attempt_id": attempt_id,
        "position": line.position,
        "revision": revision,
        "key": save.key,
        "seen": save.seen,
        "answer": save.answer,
        "standing": standing,
        "saved_at": now,
    }
    if session.execute(_save(dialect_of(session)), row).scalar() is None:
        known = sa.select(Response).where(
            Response.attempt_id == attempt_id, Response.position == line.position, Response.key == save.key
        )
        there = session.scalars(known).one()
        rules.check_same(there.answer, save.answer)
        return Receipt(
            question=line.position, revision=there.revision, standing=there.standing, saved_at=there.saved_at
        )
    return Receipt(question=line.position, revision=revision, standing=standing, saved_at=now)


@dataclass(frozen=True, kw_only=True)
class SavedForm:
    """The paper after a form was saved.

    `stale` are the questions that had a newer answer already; `late` says that the attempt was closed,
    and something was kept all the same.
    """

    lines: list[Line]
    stale: Sequence[int] = ()
    late: bool = False


def save_form(
    session: Session,
    sitting: Sitting,
    lines: Sequence[Line],
    answers: Mapping[int, Answer | None],
    seen: Mapping[int, int],
    now: datetime,
) -> SavedForm:
    """Keep the answers of a form that differ from the paper as it stands; both by position.

    `seen` are the revisions that the page showed. What the page showed and nobody touched is no choice,
    and does not come after a newer one.
    """
    changed = [one for one in lines if one.position in answers and answers[one.position] != one.answer]
    older = {one.position: seen[one.position] for one in changed if seen[one.position] < one.revision}
    shown = answers_at(session, sitting.id, older)
    standings: dict[int, str] = {}
    for line in changed:
        answer = answers[line.position]
        if line.position in older and answer == shown.get(line.position):
            continue
        save = Save(answer=answer, key=secrets.token_urlsafe(9), seen=seen[line.position])
        closed = sitting.submitted_at is not None
        receipt = save_answer(session, sitting.id, line, save, now, closed=closed)
        standings[line.position] = receipt.standing
    kept = {position for position, standing in standings.items() if standing == "kept"}
    return SavedForm(
        lines=[
            replace(one, answer=answers[one.position], revision=one.revision + 1, saved_at=now)
            if one.position in kept
            else one
            for one in lines
        ],
        stale=[position for position, standing in standings.items() if standing == "stale"],
        late="late" in standings.values(),
    )


def flag(session: Session, attempt_id: int, position: int, *, flagged: bool) -> None:
    """Flag a question for later, or take the flag away."""
    session.execute(
        sa.update(PaperQuestion)
        .where(PaperQuestion.attempt_id == attempt_id, PaperQuestion.position == position)
        .values(flagged=flagged)
    )


def turn_flag(session: Session, attempt_id: int, position: int) -> None:
    """Flag a question that is not flagged, and the other way round."""
    session.execute(
        sa.update(PaperQuestion)
        .where(PaperQuestion.attempt_id == attempt_id, PaperQuestion.position == position)
        .values(flagged=sa.not_(PaperQuestion.flagged))
    )


def submit(session: Session, attempt_id: int, now: datetime, lines: Sequence[Line] | None = None) -> None:
    """Close an attempt and mark what was saved; a second submit changes nothing.

    `lines` are the paper as it stands where this transaction has read it.
    """
    attempt = session.get_one(Attempt, attempt_id)
    if attempt.submitted_at is None:
        _close(session, attempt, lines or paper_of(session, attempt_id), now, "learner", now)


def close_if_over(session: Session, attempt_id: int, now: datetime) -> bool:
    """Close an attempt whose time is up and mark what was saved; return whether this did it."""
    attempt = session.get_one(Attempt, attempt_id)
    take_turn_of(session, attempt.person_id)
    session.refresh(attempt)
    if attempt.submitted_at is not None or attempt.deadline_at is None:
        return False
    if not rules.time_is_up(attempt.deadline_at, now):
        return False
    _close(session, attempt, paper_of(session, attempt_id), attempt.deadline_at, "time", now)
    return True


def see_result(session: Session, attempt_id: int, now: datetime) -> None:
    """Keep when a result was first seen."""
    session.execute(_SEE_RESULT, {"attempt": attempt_id, "now": now})


def _close(
    session: Session, attempt: Attempt, lines: Sequence[Line], at: datetime, by: str, now: datetime
) -> None:
    attempt.submitted_at, attempt.closed_by = at, by
    add_result(session, attempt, [line.answer for line in lines], "submitted", now)
