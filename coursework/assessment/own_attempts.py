"""A person's attempts as they may have them: nothing that a result page would not show."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion, Response, Result
from coursework.assessment.rules import shows_everything
from coursework.content.answers import Answer
from coursework.content.policies import policy_from
from coursework.content.questions import (
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Question,
    SingleBest,
    TrueFalse,
    question_from,
)


def attempts_of(session: Session, person_id: int) -> list[dict[str, Any]]:
    """Return every attempt of a person in plain values, in four statements.

    Of an open one only the own answers, as places on the paper, which tell no key; of a closed one the
    questions too, and keys and reasons where the page of the result shows them.
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
        .add_columns(PaperQuestion.flagged, QuestionVersion.content)
        .join(QuestionVersion, QuestionVersion.id == PaperQuestion.version_id)
        .where(PaperQuestion.attempt_id.in_(own))
    )
    papers = _by_attempt(session.execute(paper.order_by(PaperQuestion.position)))
    passed = {one.slug for one in attempts if any(result.passed for result in results.get(one.id, ())[-1:])}
    return [
        _head(one)
        | {"results": [_result(result) for result in results.get(one.id, ())]}
        | {"questions": _questions(one, papers, saved, results, ever_passed=one.slug in passed)}
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
    *,
    ever_passed: bool,
) -> list[dict[str, Any]]:
    current = next((one for one in results.get(attempt.id, ()) if one.is_current), None)
    everything = current is not None and shows_everything(
        policy_from(attempt.policy), passed=current.passed, ever_passed=ever_passed
    )
    told = []
    for place, row in enumerate(papers.get(attempt.id, ())):
        question = question_from(row.content)
        mine = [one for one in saved.get(attempt.id, ()) if one.position == row.position]
        line: dict[str, Any] = {"position": row.position, "flagged": row.flagged}
        if current is not None:
            line |= {"question": plain(question.ask), "credit": current.credits[place]}
        if everything:
            line |= {"key": key_in_words(question), "rationale": plain(question.rationale)}
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


def plain(html: str) -> str:
    """Return what is written in a text of the bank, without its tags."""
    return Markup(html).striptags()  # noqa: S704 (from the bank)


def in_words(question: Question, answer: Answer | None) -> Any:
    """Return an answer as somebody would read it; None where it was taken back."""
    match question, answer:
        case (SingleBest(options=options), int()):
            return plain(options[answer].text)
        case (MultipleResponse(options=options), list()):
            return [plain(options[place].text) for place in answer]
        case (Matching(options=options, premises=premises), list()):
            pairs = zip(premises, answer, strict=True)
            return {plain(one.text): plain(options[at]) if at >= 0 else None for one, at in pairs}
        case (Ordering(items=items), list()):
            return [plain(items[place]) if place >= 0 else None for place in answer]
        case (Numeric(unit=unit), str()):
            return f"{answer} {unit}".strip()
    return answer


def key_in_words(question: Question) -> Any:
    """Return the best answer as somebody would read it."""
    match question:
        case SingleBest(keys=keys):
            return in_words(question, keys[0])
        case MultipleResponse(keys=keys):
            return in_words(question, keys)
        case Matching(premises=premises):
            return in_words(question, [one.key for one in premises])
        case Ordering(items=items):
            return in_words(question, list(range(len(items))))
        case TrueFalse(answer=right) | Numeric(answer=right):
            return in_words(question, right)
    raise TypeError(question.kind)
