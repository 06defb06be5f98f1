"""Begin an attempt, save an answer, submit and mark the paper."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from coursework.assessment import rules
from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion, Response, Result
from coursework.assessment.queries import Line, open_attempt_of, paper_of
from coursework.content.answers import Answer
from coursework.content.course import Lecture, Policy
from coursework.content.papers import draw
from coursework.content.questions import Question, content_of
from coursework.database import dialect_of, insert_into, table_of


@cache
def _save(dialect: str) -> ReturningInsert[int]:
    kept, response = table_of(Response).c, insert_into(dialect, Response)
    return response.on_conflict_do_update(
        index_elements=["attempt_id", "position"],
        set_={
            "answer": response.excluded.answer,
            "revision": kept.revision + 1,
            "saved_at": response.excluded.saved_at,
        },
    ).returning(kept.revision)


def begin_attempt(
    session: Session, person_id: int, lecture: Lecture, policy: Policy, seed: int, now: datetime
) -> int:
    """Return the open attempt of a person at a test, drawing a paper when there is none."""
    there = open_attempt_of(session, person_id, lecture.slug)
    if there is not None:
        return there
    attempt = Attempt(
        person_id=person_id, slug=lecture.slug, seed=seed, pass_mark=policy.pass_mark, started_at=now
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
        for one in questions
        if one.digest not in known
    ]
    if rows:
        session.execute(insert_into(session, QuestionVersion).on_conflict_do_nothing(), rows)
        known = dict(iter(session.execute(wanted)))
    return known


def save_answer(
    session: Session, attempt_id: int, position: int, answer: Answer | None, now: datetime
) -> int:
    """Keep an answer, None when it is taken back; return its revision, 1 for the first."""
    row = {
        "attempt_id": attempt_id,
        "position": position,
        "answer": answer,
        "revision": 1,
        "saved_at": now,
    }
    return int(session.execute(_save(dialect_of(session)), row).scalar_one())


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
            save_answer(session, attempt_id, line.position, answers[line.position], now)
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
    attempt.submitted_at = now
    lines: list[Line] = paper_of(session, attempt_id)
    marked = rules.mark([line.question for line in lines], [line.answer for line in lines], attempt.pass_mark)
    session.add(
        Result(
            attempt_id=attempt_id,
            revision=1,
            credits=[str(credit) for credit in marked.credits],
            score=float(marked.score),
            passed=marked.passed,
            marked_at=now,
        )
    )
    session.flush()
