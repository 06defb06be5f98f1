"""Corrections as somebody would read them: to those who teach, and to those whose result it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coursework.assessment.corrections.queries import Made, holding, in_force
from coursework.assessment.corrections.rules import Key, Ruling, What, key_in_force
from coursework.assessment.in_words import said
from coursework.content.questions import Question

# What may be told while keys are still secret.
TOLD = {
    What.ACCEPT_ALSO: "Another answer earns the point, too.",
    What.CHANGE_KEY: "Its key was changed.",
    What.ACCEPT_EVERYTHING: "Everybody has the point, whatever they answered.",
    What.LEAVE_OUT: "It counts for nobody.",
}


@dataclass(frozen=True, kw_only=True)
class Note:
    """One correction of a question: `told` names no answer, `said` and `reason` may."""

    at: datetime
    told: str
    said: str
    reason: str


def said_key(key: Key) -> str:
    """Say what earns the point."""
    if key.void:
        return "every answer" if key.everything else "no answer, as the question is left out"
    return " or ".join(said(key.question, one) for one in key.answers)


def said_ruling(key: Key, ruling: Ruling) -> str:
    """Say what is ruled; `key` is what earned the point before it."""
    answer = "" if ruling.answer is None else said(key.question, ruling.answer)
    match ruling.what:
        case What.ACCEPT_ALSO:
            return f"Accepted too: {answer}, beside {said_key(key)}."
        case What.CHANGE_KEY:
            return f"Key changed from {said_key(key)} to {answer}."
        case What.ACCEPT_EVERYTHING:
            return "Everything accepted: everybody has the point, also who left it open."
    return "Left out: it counts for nobody."


def said_rulings(
    made: Sequence[Made], questions: Mapping[int, Question]
) -> dict[int, list[tuple[Question, str]]]:
    """Say what each correction ruled, by its id; `made` are all of a test, the oldest first."""
    told: dict[int, list[tuple[Question, str]]] = {}
    for place, one in enumerate(made):
        before = in_force(made[:place])
        told[one.id] = [
            (
                questions[ruling.version_id],
                said_ruling(key_in_force(questions[ruling.version_id], ruling.version_id, before), ruling),
            )
            for ruling in one.rulings
        ]
    return told


def notes_on(made: Sequence[Made], question: Question, version_id: int) -> tuple[Note, ...]:
    """Return what the corrections that hold say of one wording, the oldest first."""
    held = holding(made)
    return tuple(
        Note(
            at=one.made_at,
            told=TOLD[ruling.what],
            said=said_ruling(key_in_force(question, version_id, in_force(held[:place])), ruling),
            reason=one.reason,
        )
        for place, one in enumerate(held)
        for ruling in one.rulings
        if ruling.version_id == version_id
    )
