"""Questions answered with a number."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from coursework.content import answers
from coursework.content.answers import Answer
from coursework.content.question import Question


@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """A number to be worked out; `answer` and `tolerance` are decimals as text."""

    kind = "numeric"
    answer: str
    tolerance: str
    unit: str = ""

    @property
    def best_answer(self) -> Answer:
        """Return the number."""
        return self.answer

    def with_key(self, key: str) -> "Numeric":
        """Return the question with another key, and another tolerance where that names one: `12.5 ± 0.5`."""
        number, _, tolerance = key.partition(" ± ")
        return replace(self, answer=number, tolerance=tolerance or self.tolerance)

    def accepted(self, value: object) -> str:
        """Return the answer in its one form, or raise `AnswerNotUnderstoodError`."""
        return answers.number(value, self.unit)

    def mark(self, answer: Answer | None) -> Fraction:
        """Return the credit of an accepted answer."""
        if not isinstance(answer, str):
            return answers.NONE
        return answers.credit_of_number(answer, Decimal(self.answer), Decimal(self.tolerance))
