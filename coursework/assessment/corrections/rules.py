"""What a paper scores under the corrections of its keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
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
            return question.with_key(key)
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
    if key == question.best_answer:
        return question.mark(answer)
    if not isinstance(question, Ordering):
        return with_key(question, key).mark(answer)
    if not isinstance(answer, list) or not isinstance(key, list):
        return Fraction(0)
    rank = {item: place for place, item in enumerate(key)}
    return question.mark([rank.get(item, -1) for item in answer])


@dataclass(frozen=True, kw_only=True)
class Key:
    """What earns the point of a wording, as rulings have it.

    `answers` earn it, the best one first. With `everything` any answer does, also none; what is `out`
    counts for nobody.
    """

    question: Question
    answers: tuple[Answer, ...]
    everything: bool = False
    out: bool = False

    @property
    def void(self) -> bool:
        """Say whether no answer is held for right any more."""
        return self.everything or self.out

    @property
    def as_written(self) -> bool:
        """Say whether it is the key that the author wrote."""
        return not self.void and self.answers == (self.question.best_answer,)

    def credit(self, answer: Answer | None) -> Fraction | None:
        """Return what an answer earns; None when the question is left out."""
        if self.out:
            return None
        if self.everything:
            return Fraction(1)
        return max(credit_by_key(self.question, one, answer) for one in self.answers)

    def nearest(self, answer: Answer | None) -> Answer:
        """Return the right answer by which this one earns most; the best one where nothing was answered."""
        return max(self.answers, key=lambda one: credit_by_key(self.question, one, answer))


def key_under(question: Question, rulings: Iterable[Ruling]) -> Key:
    """Return the key of a wording under rulings on it, the oldest first."""
    key = Key(question=question, answers=(question.best_answer,))
    for ruling in rulings:
        given = () if ruling.answer is None else (ruling.answer,)
        match ruling.what:
            case What.ACCEPT_ALSO:
                key = replace(key, answers=(*key.answers, *given), out=False)
            case What.CHANGE_KEY:
                key = replace(key, answers=given or key.answers, everything=False, out=False)
            case What.ACCEPT_EVERYTHING:
                key = replace(key, everything=True, out=False)
            case What.LEAVE_OUT:
                key = replace(key, everything=False, out=True)
    return key


def key_in_force(question: Question, version_id: int, corrections: Iterable[Correction]) -> Key:
    """Return the key of a wording under the corrections that hold, the oldest first.

    A paper that a correction must not lower keeps its credit; the key is the corrected one all the same.
    """
    rulings = (one for correction in corrections for one in correction.rulings)
    return key_under(question, (one for one in rulings if one.version_id == version_id))


def ruled_on(corrections: Iterable[Correction]) -> set[int]:
    """Return the wordings that corrections are about."""
    return {ruling.version_id for correction in corrections for ruling in correction.rulings}


def credit_under(question: Question, answer: Answer | None, rulings: Sequence[Ruling]) -> Fraction | None:
    """Return what an answer earns under rulings, the oldest first; None when the question is left out."""
    return key_under(question, rulings).credit(answer) if rulings else question.mark(answer)


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


def fault_of(key: Key, what: What, answer: Answer | None) -> str:
    """Say what is wrong with a ruling on a wording with this key, or return nothing."""
    if (key.everything and what is What.ACCEPT_EVERYTHING) or (key.out and what is What.LEAVE_OUT):
        return "That is so already. Choose another ruling."
    if what not in NEED_ANSWER:
        return ""
    if not key.question.complete(answer) or answer is None:
        return "Choose the answer that is to earn the point; as it stands no answer would be right."
    try:
        key.question.accepted(_without_tolerance(key.question, answer))
    except AnswerNotUnderstoodError as error:
        return str(error)
    return _nothing_new(key, what, answer)


def _without_tolerance(question: Question, answer: Answer) -> Answer:
    return (
        question.with_key(answer).answer
        if isinstance(question, Numeric) and isinstance(answer, str)
        else answer
    )


def _earned(key: Key, answer: Answer) -> bool:
    """Say whether an answer earns the point already: of numbers, all that it would let pass."""
    if not isinstance(key.question, Numeric):
        return key.credit(answer) == 1
    wanted = key.question.with_key(str(answer))
    around = (Decimal(wanted.answer), Decimal(wanted.tolerance))
    return all(key.credit(str(one)) == 1 for one in (around[0] - around[1], around[0] + around[1]))


def _is_the_key(key: Key, answer: Answer) -> bool:
    """Say whether an answer is the one that earns the point, with the same tolerance."""
    if len(key.answers) > 1 or not isinstance(key.question, Numeric):
        return len(key.answers) == 1 and key.credit(answer) == 1
    now, then = (key.question.with_key(str(one)) for one in (key.answers[0], answer))
    pairs = [(Decimal(one.answer), Decimal(one.tolerance)) for one in (now, then)]
    return pairs[0] == pairs[1]


def _nothing_new(key: Key, what: What, answer: Answer) -> str:
    if what is What.ACCEPT_ALSO and key.everything:
        return "Every answer earns the point already. Choose another ruling."
    there = _is_the_key(key, answer) if what is What.CHANGE_KEY else _earned(key, answer)
    if key.void or not there:
        return ""
    if len(key.answers) == 1:
        return "That is the key already. Choose another answer, or another ruling."
    return "That answer earns the point already. Choose another answer, or another ruling."


def same_answers(one: Question, other: Question) -> bool:
    """Say whether an answer to one wording can be given to the other: same kind, as many things to choose."""
    if one.kind != other.kind:
        return False
    counts = [
        [len(getattr(question, name, ())) for name in ("options", "premises", "items")]
        for question in (one, other)
    ]
    return counts[0] == counts[1]
