"""Begin an attempt, save an answer, submit and mark the paper."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from coursework.assessment import rules
from coursework.assessment.corrections.queries import corrections_in_force
from coursework.assessment.corrections.rules import left_out
from coursework.assessment.marking import add_result
from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion, Response
from coursework.assessment.queries import (
    Line,
    Sitting,
    answers_at,
    open_attempt_of,
    paper_of,
)
from coursework.assessment.rules import Barrier, Save
from coursework.assessment.tries import met_of, tries_of
from coursework.content.answers import Answer
from coursework.content.course import Lecture
from coursework.content.papers import Drawn, draw
from coursework.content.policies import Policy
from coursework.content.questions import Question, content_of
from coursework.database import dialect_of, insert_into, table_of
from coursework.errors import RefusalError
from coursework.identity.queries import take_turn_of


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


class CannotBeginError(RefusalError):
    """A try may not begin now; `barrier` says why."""

    def __init__(self, barrier: Barrier) -> None:
        """Keep the barrier."""
        super().__init__(barrier.why)
        self.barrier = barrier


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Under what a person begins: the policy as it is for them, their cohort, and whether it counts."""

    policy: Policy
    cohort_id: int | None = None
    counted: bool = True


def begin_attempt(
    session: Session, person_id: int, lecture: Lecture, terms: Terms, seed: int, now: datetime
) -> int:
    """Return the open attempt of a person at a test, drawing a paper when there is none.

    A try that counts raises `CannotBeginError` when the policy does not allow it now.
    """
    there = open_attempt_of(session, person_id, lecture.slug)
    if there is not None and not close_if_over(session, there, now):
        return there
    barrier = rules.may_begin(terms.policy, tries_of(session, person_id, lecture.slug), now)
    if terms.counted and barrier is not None:
        raise CannotBeginError(barrier)
    before = sa.select(sa.func.max(Attempt.number)).where(
        Attempt.person_id == person_id, Attempt.slug == lecture.slug
    )
    attempt = Attempt(
        person_id=person_id,
        slug=lecture.slug,
        number=(session.scalar(before) or 0) + 1,
        cohort_id=terms.cohort_id,
        counted=terms.counted,
        seed=seed,
        policy=terms.policy.as_json(),
        started_at=now,
        deadline_at=rules.deadline_of(terms.policy, now),
    )
    session.add(attempt)
    session.flush()
    met = met_of(session, person_id, lecture.slug)
    bank = _sound(session, lecture)
    _put_down(session, attempt.id, lecture.slug, draw(bank, terms.policy.questions, seed, met))
    return attempt.id


def _sound(session: Session, lecture: Lecture) -> list[Question]:
    """Return the bank without the questions that a correction left out, unless that is all of them."""
    out = left_out(corrections_in_force(session, lecture.slug))
    if not out:
        return list(lecture.bank)
    faulty = set(session.scalars(sa.select(QuestionVersion.digest).where(QuestionVersion.id.in_(out))))
    return [one for one in lecture.bank if one.digest not in faulty] or list(lecture.bank)


def _put_down(session: Session, attempt_id: int, slug: str, drawn: Sequence[Drawn]) -> None:
    """Keep the paper of an attempt."""
    versions = _versions(session, slug, [one.question for one in drawn])
    session.execute(
        sa.insert(PaperQuestion),
        [
            {
                "attempt_id": attempt_id,
                "position": position,
                "version_id": versions[one.question.digest],
                "option_order": one.order,
                "flagged": False,
            }
            for position, one in enumerate(drawn, start=1)
        ],
    )


def _versions(session: Session, slug: str, questions: Sequence[Question]) -> dict[str, int]:
    """Return the number of each question's present wording, adding wordings not met before."""
    wanted = sa.select(QuestionVersion.digest, QuestionVersion.id).where(
        QuestionVersion.slug == slug,
        QuestionVersion.digest.in_([question.digest for question in questions]),
    )
    known = dict(iter(session.execute(wanted)))
    rows = [
        {"digest": one.digest, "slug": slug, "question": one.id, "content": content_of(one)}
        for one in sorted(questions, key=lambda one: one.digest)  # or two papers wait for one another
        if one.digest not in known
    ]
    if rows:
        session.execute(insert_into(session, QuestionVersion).on_conflict_do_nothing(), rows)
        known = dict(iter(session.execute(wanted)))
    return known


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
    answers: Mapping[int, Answer | None],
    seen: Mapping[int, int],
    now: datetime,
) -> SavedForm:
    """Keep the answers of a form that differ from what is saved; both by position.

    `seen` are the revisions that the page showed. What the page showed and nobody touched is no choice,
    and does not come after a newer one.
    """
    lines = paper_of(session, sitting.id)
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


def submit(session: Session, attempt_id: int, now: datetime) -> None:
    """Close an attempt and mark what was saved; a second submit changes nothing."""
    attempt = session.get_one(Attempt, attempt_id)
    if attempt.submitted_at is None:
        _close(session, attempt, now, "learner", now)


def close_if_over(session: Session, attempt_id: int, now: datetime) -> bool:
    """Close an attempt whose time is up and mark what was saved; return whether this did it."""
    attempt = session.get_one(Attempt, attempt_id)
    take_turn_of(session, attempt.person_id)
    session.refresh(attempt)
    if attempt.submitted_at is not None or attempt.deadline_at is None:
        return False
    if not rules.time_is_up(attempt.deadline_at, now):
        return False
    _close(session, attempt, attempt.deadline_at, "time", now)
    return True


def see_result(session: Session, attempt_id: int, now: datetime) -> None:
    """Keep when a result was first seen."""
    session.execute(
        sa.update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.result_seen_at.is_(None))
        .values(result_seen_at=now)
    )


def _close(session: Session, attempt: Attempt, at: datetime, by: str, now: datetime) -> None:
    attempt.submitted_at, attempt.closed_by = at, by
    answers = [line.answer for line in paper_of(session, attempt.id)]
    add_result(session, attempt, answers, "submitted", now)
