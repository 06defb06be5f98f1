"""What every kind of question has, and how an answer stands on a mixed paper."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from coursework.content.answers import Answer


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all kinds have; texts are HTML. `digest` names this wording among all versions."""

    kind: ClassVar[str]
    part_credit: ClassVar[bool] = False

    id: str
    digest: str
    objective: str
    section: str
    level: str
    scenario: bool
    stem: str
    ask: str
    rationale: str
    figure: str = ""

    def accepted(self, value: object) -> Answer:
        """Return the answer in its one form, or raise `AnswerNotUnderstoodError`."""
        raise NotImplementedError

    def mark(self, answer: Answer | None) -> Fraction:
        """Return the credit of an accepted answer, 0 to 1; no answer earns 0."""
        raise NotImplementedError

    @property
    def best_answer(self) -> Answer:
        """Return the answer that the author holds for right."""
        raise NotImplementedError

    def complete(self, answer: Answer | None) -> bool:
        """Say whether nothing of the answer is still open."""
        return answer is not None and answer != []

    def begun(self, answer: Answer | None) -> bool:
        """Say whether a part of the answer is given and a part is open."""
        return isinstance(answer, list) and not self.complete(answer) and any(one >= 0 for one in answer)

    @property
    def shuffled(self) -> int:
        """Return how many things are shown in an order of the paper's own; 0 when none."""
        return 0

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:  # noqa: ARG002 (kinds use it)
        """Return an answer as positions on a paper that shows its options in `order`."""
        return answer

    def meant(self, value: object, order: list[int]) -> object:  # noqa: ARG002 (kinds use it)
        """Return what positions on such a paper mean."""
        return value


def positions(values: Any, order: list[int]) -> Any:
    """Return where each of `values` is shown."""
    return [order.index(one) if one in order else one for one in values]


def meanings_of(values: object, order: list[int]) -> object:
    """Return what is shown at each of `values`; what is no position stays as it is."""
    if not isinstance(values, list):
        return values
    fits = [isinstance(one, int) and not isinstance(one, bool) and 0 <= one < len(order) for one in values]
    return [order[one] if fit else one for one, fit in zip(values, fits, strict=True)]
