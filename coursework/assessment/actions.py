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
from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion, Response, Result
from coursework.assessment.queries import Line, open_attempt_of, paper_of
from coursework.content.answers import Answer
from coursework.content.course import Lecture
from coursework.content.papers import draw
from coursework.content.policies import Policy, policy_from
from coursework.content.questions import Question, content_of
from coursework.database import dialect_of, insert_into, table_of


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


def begin_attempt(
    session: Session, person_id: int, lecture: Lecture, policy: Policy, seed: int, now: datetime
) -> int:
    """Return the open attempt of a person at a test, drawing a paper when there is none."""
    there = open_attempt_of(session, person_id, lecture.slug)
    if there is not None:
        return there
    tries = sa.select(sa.func.count()).where(Attempt.person_id == person_id, Attempt.slug == lecture.slug)
    attempt = Attempt(
        person_id=person_id,
        slug=lecture.slug,
        number=session.scalars(tries).one() + 1,
        counted=True,
        seed=seed,
        policy=policy.as_json(),
        started_at=now,
    )
    session.add(attempt)
    session.flush()
    drawn = draw(lecture.bank, policy.questions, seed)
    versions = _versions(session, lecture.slug, [one.question for one in drawn])
    session.execute(
        sa.insert(PaperQuestion),
        [
            {
                "attempt_id": attempt.id,
                "position": position,
                "version_id": versions[one.question.digest],
                "option_order": one.order,
                "flagged": False,
            }
            for position, one in enumerate(drawn, start=1)
        ],
    )
    return attempt.id


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
    session: Session, attempt_id: int, line: Line, answer: Answer | None, key: str, seen: int, now: datetime
) -> Receipt:
    """Keep an answer, None when it is taken back; the same save twice gives the same receipt.

    `line` is the question as it stands, `key` the page's name for this save, `seen` the revision that
    the page knew: a save older than what is kept is kept as stale, and does not win.
    """
    standing = rules.standing_of_save(line.revision, seen)
    revision = line.revision + 1 if standing == "kept" else None
    row = {
        "attempt_id": attempt_id,
        "position": line.position,
        "revision": revision,
        "key": key,
        "seen": seen,
        "answer": answer,
        "standing": standing,
        "saved_at": now,
    }
    if session.execute(_save(dialect_of(session)), row).scalar() is None:
        known = sa.select(Response).where(
            Response.attempt_id == attempt_id, Response.position == line.position, Response.key == key
        )
        there = session.scalars(known).one()
        return Receipt(
            question=line.position, revision=there.revision, standing=there.standing, saved_at=there.saved_at
        )
    return Receipt(question=line.position, revision=revision, standing=standing, saved_at=now)


def save_answers(
    session: Session,
    attempt_id: int,
    lines: Sequence[Line],
    answers: Mapping[int, Answer | None],
    now: datetime,
) -> list[Line]:
    """Keep the answers that differ from what is saved, by position, and return the paper with them."""
    for line in lines:
        if line.position in answers and answers[line.position] != line.answer:
            key = secrets.token_urlsafe(9)
            save_answer(session, attempt_id, line, answers[line.position], key, line.revision, now)
    return [replace(line, answer=answers.get(line.position, line.answer)) for line in lines]


def flag(session: Session, attempt_id: int, position: int, *, flagged: bool) -> None:
    """Flag a question for later, or take the flag away."""
    session.execute(
        sa.update(PaperQuestion)
        .where(PaperQuestion.attempt_id == attempt_id, PaperQuestion.position == position)
        .values(flagged=flagged)
    )


def submit(session: Session, attempt_id: int, now: datetime) -> None:
    """Close an attempt and mark what was saved; a second submit changes nothing."""
    attempt = session.get_one(Attempt, attempt_id)
    if attempt.submitted_at is not None:
        return
    attempt.submitted_at, attempt.closed_by = now, "learner"
    lines: list[Line] = paper_of(session, attempt_id)
    answers = [line.answer for line in lines]
    pass_mark = policy_from(attempt.policy).pass_mark
    marked = rules.mark([line.question for line in lines], answers, pass_mark)
    papers = sa.select(PaperQuestion.version_id).where(PaperQuestion.attempt_id == attempt_id)
    session.add(
        Result(
            attempt_id=attempt_id,
            revision=1,
            is_current=True,
            cause="submitted",
            versions=list(session.scalars(papers.order_by(PaperQuestion.position))),
            answers=answers,
            credits=[str(credit) for credit in marked.credits],
            score=float(marked.score),
            passed=marked.passed,
            marked_at=now,
        )
    )
    session.flush()
