"""Questions answered line by line: options matched to premises, items put in order."""

from dataclasses import dataclass
from fractions import Fraction

from coursework.content import answers
from coursework.content.answers import Answer, AnswerNotUnderstoodError
from coursework.content.question import Question, meanings_of, positions


@dataclass(frozen=True, kw_only=True)
class Premise:
    """One line to be matched; `key` is the place of its option."""

    text: str
    key: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Matching(Question):
    """Each premise has one option; the answer is an option for each, -1 where open."""

    kind = "matching"
    part_credit = True
    options: tuple[str, ...]
    premises: tuple[Premise, ...]
    shuffle: bool = True

    @property
    def best_answer(self) -> Answer:
        """Return the option of each premise."""
        return [premise.key for premise in self.premises]

    @property
    def shuffled(self) -> int:
        """Return how many options are shown in mixed order."""
        return len(self.options) if self.shuffle else 0

    def accepted(self, value: object) -> Answer:
        """Return the answer in its one form, or raise `AnswerNotUnderstoodError`."""
        return answers.placed(value, len(self.premises), len(self.options))

    def mark(self, answer: Answer | None) -> Fraction:
        """Return the credit of an accepted answer."""
        keys = [premise.key for premise in self.premises]
        return answers.credit_of_pairs(answer, keys) if isinstance(answer, list) else answers.NONE

    def complete(self, answer: Answer | None) -> bool:
        """Say whether every line has its option."""
        return isinstance(answer, list) and -1 not in answer

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        """Return the answer as positions on the paper."""
        return None if answer is None else positions(answer, order)

    def meant(self, value: object, order: list[int]) -> object:
        """Return what the positions mean."""
        return meanings_of(value, order)


@dataclass(frozen=True, kw_only=True)
class Ordering(Question):
    """Items to be put in order; the answer is the item for each place, -1 where open."""

    kind = "ordering"
    part_credit = True
    items: tuple[str, ...]

    @property
    def best_answer(self) -> Answer:
        """Return the items as the author wrote them: that is their order."""
        return list(range(len(self.items)))

    @property
    def shuffled(self) -> int:
        """Return how many options are shown in mixed order."""
        return len(self.items)

    def accepted(self, value: object) -> Answer:
        """Return the answer in its one form, or raise `AnswerNotUnderstoodError`."""
        order = answers.placed(value, len(self.items), len(self.items))
        used = [item for item in order if item >= 0]
        if len(set(used)) != len(used):
            message = "Two places hold the same item; give each item one place."
            raise AnswerNotUnderstoodError(message)
        return order

    def mark(self, answer: Answer | None) -> Fraction:
        """Return the credit of an accepted answer."""
        return answers.credit_of_order(answer) if isinstance(answer, list) else answers.NONE

    def complete(self, answer: Answer | None) -> bool:
        """Say whether every line has its option."""
        return isinstance(answer, list) and -1 not in answer

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        """Return the answer as positions on the paper."""
        return None if answer is None else positions(answer, order)

    def meant(self, value: object, order: list[int]) -> object:
        """Return what the positions mean."""
        return meanings_of(value, order)
