"""Questions answered by choosing: one option, several, or true or false."""

from dataclasses import dataclass
from fractions import Fraction

from coursework.content import answers
from coursework.content.answers import Answer, AnswerNotUnderstoodError
from coursework.content.question import Question, meanings_of, positions


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to choose; `why` says why it is the key, or why it tempts and is wrong."""

    text: str
    key: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class _Chosen(Question):
    """Questions answered by choosing among options."""

    options: tuple[Option, ...]
    shuffle: bool = True

    @property
    def shuffled(self) -> int:
        """Return how many options are shown in mixed order."""
        return len(self.options) if self.shuffle else 0

    @property
    def keys(self) -> list[int]:
        """Return the places of the keys."""
        return [place for place, option in enumerate(self.options) if option.key]


@dataclass(frozen=True, kw_only=True)
class SingleBest(_Chosen):
    """One option is best; the answer is its place."""

    kind = "single_best"

    @property
    def best_answer(self) -> Answer:
        """Return the place of the key."""
        return self.keys[0]

    def accepted(self, value: object) -> int:
        """Return the answer in its one form, or raise `AnswerNotUnderstoodError`."""
        return answers.choice(value, len(self.options))

    def mark(self, answer: Answer | None) -> Fraction:
        """Return the credit of an accepted answer."""
        return answers.FULL if answer is not None and [answer] == self.keys else answers.NONE

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        """Return the answer as positions on the paper."""
        return None if answer is None else int(positions([answer], order)[0])

    def meant(self, value: object, order: list[int]) -> object:
        """Return what the positions mean."""
        meanings = meanings_of([value], order)
        return meanings[0] if isinstance(meanings, list) else value


@dataclass(frozen=True, kw_only=True)
class MultipleResponse(_Chosen):
    """Several options are right; the answer is their places."""

    kind = "multiple_response"
    part_credit = True

    @property
    def best_answer(self) -> Answer:
        """Return the places of the keys."""
        return self.keys

    def accepted(self, value: object) -> Answer:
        """Return the answer in its one form, or raise `AnswerNotUnderstoodError`."""
        return answers.choices(value, len(self.options))

    def mark(self, answer: Answer | None) -> Fraction:
        """Return the credit of an accepted answer."""
        chosen = answer if isinstance(answer, list) else []
        return answers.credit_of_choices(chosen, self.keys)

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        """Return the answer as positions on the paper."""
        return None if answer is None else sorted(positions(answer, order))

    def meant(self, value: object, order: list[int]) -> object:
        """Return what the positions mean."""
        return meanings_of(value, order)


@dataclass(frozen=True, kw_only=True)
class TrueFalse(Question):
    """A statement; the answer is whether it is true."""

    kind = "true_false"
    answer: bool

    @property
    def best_answer(self) -> Answer:
        """Return whether it is true."""
        return self.answer

    def accepted(self, value: object) -> bool:
        """Return the answer in its one form, or raise `AnswerNotUnderstoodError`."""
        if not isinstance(value, bool):
            message = "Choose true or false."
            raise AnswerNotUnderstoodError(message)
        return value

    def mark(self, answer: Answer | None) -> Fraction:
        """Return the credit of an accepted answer."""
        return answers.FULL if answer is self.answer else answers.NONE
