"""A person's attempts as they may have them: nothing that a result page would not show."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.corrections.queries import Made, corrections_by_test, in_force
from coursework.assessment.corrections.rules import key_in_force
from coursework.assessment.corrections.words import notes_on
from coursework.assessment.in_words import in_words, plain
from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion, Response, Result
from coursework.assessment.rules import shows_everything
from coursework.content.policies import policy_from
from coursework.content.questions import Question, question_from


def attempts_of(session: Session, person_id: int) -> list[dict[str, Any]]:
    """Return every attempt of a person in plain values, in five statements.

    Of an open one only the own answers, as places on the paper, which tell no key; of a closed one the
    questions too, and keys and reasons where the page of the result shows them: never while a counted try
    at the same test is open.
    """
    mine = Attempt.person_id == person_id
    attempts = session.scalars(sa.select(Attempt).where(mine).order_by(Attempt.id)).all()
    own = sa.select(Attempt.id).where(mine)
    results = _by_attempt(
        session.scalars(sa.select(Result).where(Result.attempt_id.in_(own)).order_by(Result.revision))
    )
    saved = _by_attempt(
        session.scalars(sa.select(Response).where(Response.attempt_id.in_(own)).order_by(Response.id))
    )
    paper = (
        sa.select(PaperQuestion.attempt_id, PaperQuestion.position, PaperQuestion.option_order)
        .add_columns(PaperQuestion.flagged, PaperQuestion.version_id, QuestionVersion.content)
        .join(QuestionVersion, QuestionVersion.id == PaperQuestion.version_id)
        .where(PaperQuestion.attempt_id.in_(own))
    )
    papers = _by_attempt(session.execute(paper.order_by(PaperQuestion.position)))
    passed = {one.slug for one in attempts if any(result.passed for result in results.get(one.id, ())[-1:])}
    sitting = {one.slug for one in attempts if one.counted and one.submitted_at is None}
    corrections = corrections_by_test(session, {one.slug for one in attempts})
    return [
        _head(one)
        | {"results": [_result(result) for result in results.get(one.id, ())]}
        | {
            "questions": _questions(
                one,
                papers,
                saved,
                results,
                corrections.get(one.slug, []),
                ever_passed=one.slug in passed,
                test_open=one.slug in sitting,
            )
        }
        for one in attempts
    ]


def _by_attempt(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.attempt_id, []).append(row)
    return found


def _head(attempt: Attempt) -> dict[str, Any]:
    return {
        "lecture": attempt.slug,
        "attempt": attempt.id,
        "number": attempt.number,
        "counted": attempt.counted,
        "started_at": attempt.started_at,
        "deadline_at": attempt.deadline_at,
        "submitted_at": attempt.submitted_at,
        "closed_by": attempt.closed_by,
        "result_seen_at": attempt.result_seen_at,
        "policy": attempt.policy,
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "score": result.score,
        "passed": result.passed,
        "cause": result.cause,
        "marked_at": result.marked_at,
        "now": result.is_current,
    }


def _questions(
    attempt: Attempt,
    papers: dict[int, list[Any]],
    saved: dict[int, list[Any]],
    results: dict[int, list[Any]],
    made: Sequence[Made],
    *,
    ever_passed: bool,
    test_open: bool,
) -> list[dict[str, Any]]:
    current = next((one for one in results.get(attempt.id, ()) if one.is_current), None)
    everything = current is not None and shows_everything(
        policy_from(attempt.policy), passed=current.passed, ever_passed=ever_passed, test_open=test_open
    )
    told = []
    for place, row in enumerate(papers.get(attempt.id, ())):
        question = question_from(row.content)
        mine = [one for one in saved.get(attempt.id, ()) if one.position == row.position]
        line: dict[str, Any] = {"position": row.position, "flagged": row.flagged}
        if current is not None:
            line |= {"question": plain(question.ask), "credit": current.credits[place]}
        if everything:
            line |= _key(question, row.version_id, made)
        line["answers"] = [
            {
                "saved_at": one.saved_at,
                "standing": one.standing,
                "answer": in_words(question, one.answer)
                if current is not None
                else question.shown(one.answer, row.option_order),
            }
            for one in mine
        ]
        told.append(line)
    return told


def _key(question: Question, version_id: int, made: Sequence[Made]) -> dict[str, Any]:
    """Tell the key in force, None where no answer is held for right, why, and what was corrected."""
    key, notes = key_in_force(question, version_id, in_force(made)), notes_on(made, question, version_id)
    best, *others = [in_words(question, one) for one in key.answers]
    told = {"key": None if key.void else best, "rationale": plain(question.rationale)}
    if others and not key.void:
        told["also_right"] = others
    if notes:
        told["corrections"] = [{"at": one.at, "what": one.said, "why": one.reason} for one in notes]
    return told
