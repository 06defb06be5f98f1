"""What a paper scores under the corrections of its keys."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from coursework.assessment.rules import Marked, mark
from coursework.content.answers import Answer, AnswerNotUnderstoodError
from coursework.content.questions import (
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Question,
    SingleBest,
    TrueFalse,
)


class What(StrEnum):
    """What can be said of a faulty wording."""

    ACCEPT_ALSO = "accept also"
    CHANGE_KEY = "change key"
    ACCEPT_EVERYTHING = "accept everything"
    LEAVE_OUT = "leave out"


NEED_ANSWER = {What.ACCEPT_ALSO, What.CHANGE_KEY}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What is said of one wording; `answer` is what earns the point, where one is needed."""

    version_id: int
    what: What
    answer: Answer | None = None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Rulings made together; with `never_lower` a result that would fall stays as it is."""

    rulings: tuple[Ruling, ...]
    never_lower: bool


def with_key(question: Question, key: Answer) -> Question:
    """Return the question with another answer as its key; `key` is an accepted answer of it."""
    match question, key:
        case (SingleBest(options=options), int()):
            right = {key}
        case (MultipleResponse(options=options), list()):
            right = set(key)
        case (TrueFalse(), bool()):
            return replace(question, answer=key)
        case (Numeric(), str()):
            return replace(question, answer=key)
        case (Matching(premises=premises), list()):
            pairs = zip(premises, key, strict=True)
            return replace(question, premises=tuple(replace(one, key=place) for one, place in pairs))
        case _:
            raise TypeError(question.kind)
    return replace(
        question, options=tuple(replace(one, key=place in right) for place, one in enumerate(options))
    )


def credit_by_key(question: Question, key: Answer, answer: Answer | None) -> Fraction:
    """Return what an answer earns when `key` is right."""
    if not isinstance(question, Ordering):
        return with_key(question, key).mark(answer)
    if not isinstance(answer, list) or not isinstance(key, list):
        return Fraction(0)
    rank = {item: place for place, item in enumerate(key)}
    return question.mark([rank.get(item, -1) for item in answer])


def credit_under(question: Question, answer: Answer | None, rulings: Sequence[Ruling]) -> Fraction | None:
    """Return what an answer earns under rulings, the oldest first; None when the question is left out.

    *Accept everything* gives the point to everybody, also where nothing was answered.
    """
    best, everything, out = question.mark(answer), False, False
    for ruling in rulings:
        out, everything = (
            ruling.what is What.LEAVE_OUT,
            ruling.what is What.ACCEPT_EVERYTHING or (everything and ruling.what is What.ACCEPT_ALSO),
        )
        if ruling.answer is not None:
            earned = credit_by_key(question, ruling.answer, answer)
            best = max(best, earned) if ruling.what is What.ACCEPT_ALSO else earned
    if out:
        return None
    return Fraction(1) if everything else best


def marked_after(
    questions: Sequence[Question],
    versions: Sequence[int],
    answers: Sequence[Answer | None],
    pass_mark: int,
    corrections: Sequence[Correction],
) -> Marked:
    """Mark a paper, then take each correction in turn, the oldest first.

    A correction that would leave a paper without any question, or lower one that it must not lower, does
    not touch that paper, then or later.
    """
    marked = mark(questions, answers, pass_mark)
    holding: list[Ruling] = []
    for correction in corrections:
        touching = [ruling for ruling in correction.rulings if ruling.version_id in versions]
        if not touching:
            continue
        tried = holding + touching
        after = Marked(
            tuple(
                credit_under(question, answer, [one for one in tried if one.version_id == version])
                for question, answer, version in zip(questions, answers, versions, strict=True)
            ),
            pass_mark,
        )
        if after.counted and not (correction.never_lower and after.score < marked.score):
            marked, holding = after, tried
    return marked


def left_out(corrections: Sequence[Correction]) -> set[int]:
    """Return the wordings that count for nobody: those whose last ruling leaves them out."""
    last = {ruling.version_id: ruling.what for correction in corrections for ruling in correction.rulings}
    return {version for version, what in last.items() if what is What.LEAVE_OUT}


def fault_of(question: Question, what: What, answer: Answer | None) -> str:
    """Say what is wrong with a ruling, or return nothing."""
    if what not in NEED_ANSWER:
        return ""
    if not question.complete(answer) or answer is None:
        return "Choose the answer that is to earn the point; as it stands no answer would be right."
    try:
        question.accepted(answer)
    except AnswerNotUnderstoodError as error:
        return str(error)
    if question.mark(answer) == 1:
        return "That is the key already. Choose another answer, or another ruling."
    return ""


def same_answers(one: Question, other: Question) -> bool:
    """Say whether an answer to one wording can be given to the other: same kind, as many things to choose."""
    if one.kind != other.kind:
        return False
    counts = [
        [len(getattr(question, name, ())) for name in ("options", "premises", "items")]
        for question in (one, other)
    ]
    return counts[0] == counts[1]
