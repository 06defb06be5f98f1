"""The kinds of question; each checks and marks its own answer, 0 to 1."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from coursework.content import answers
from coursework.content.answers import Answer, AnswerNotUnderstoodError


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

    def complete(self, answer: Answer | None) -> bool:
        """Say whether nothing of the answer is still open."""
        return answer is not None and answer != []

    @property
    def shuffled(self) -> int:
        """Return how many things are shown in an order of the paper's own; 0 when none."""
        return 0

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        """Return an answer as positions on a paper that shows its options in `order`."""
        return answer

    def meant(self, value: object, order: list[int]) -> object:
        """Return what positions on such a paper mean."""
        return value


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to choose; `why` says why it is the key, or why it tempts and is wrong."""

    text: str
    key: bool
    why: str


def _positions(values: Any, order: list[int]) -> Any:
    """Return where each of `values` is shown."""
    return [order.index(one) if one in order else one for one in values]


def _meanings(values: object, order: list[int]) -> object:
    """Return what is shown at each of `values`; what is no position stays as it is."""
    if not isinstance(values, list):
        return values
    fits = [isinstance(one, int) and not isinstance(one, bool) and 0 <= one < len(order) for one in values]
    return [order[one] if fit else one for one, fit in zip(values, fits, strict=True)]


@dataclass(frozen=True, kw_only=True)
class _Chosen(Question):
    """Questions answered by choosing among options."""

    options: tuple[Option, ...]
    shuffle: bool = True

    @property
    def shuffled(self) -> int:
        return len(self.options) if self.shuffle else 0

    @property
    def keys(self) -> list[int]:
        """Return the places of the keys."""
        return [place for place, option in enumerate(self.options) if option.key]


@dataclass(frozen=True, kw_only=True)
class SingleBest(_Chosen):
    """One option is best; the answer is its place."""

    kind = "single_best"

    def accepted(self, value: object) -> int:
        return answers.choice(value, len(self.options))

    def mark(self, answer: Answer | None) -> Fraction:
        return answers.FULL if answer is not None and [answer] == self.keys else answers.NONE

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        return None if answer is None else int(_positions([answer], order)[0])

    def meant(self, value: object, order: list[int]) -> object:
        meanings = _meanings([value], order)
        return meanings[0] if isinstance(meanings, list) else value


@dataclass(frozen=True, kw_only=True)
class MultipleResponse(_Chosen):
    """Several options are right; the answer is their places."""

    kind = "multiple_response"
    part_credit = True

    def accepted(self, value: object) -> Answer:
        return answers.choices(value, len(self.options))

    def mark(self, answer: Answer | None) -> Fraction:
        chosen = answer if isinstance(answer, list) else []
        return answers.credit_of_choices(chosen, self.keys)

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        return None if answer is None else sorted(_positions(answer, order))

    def meant(self, value: object, order: list[int]) -> object:
        return _meanings(value, order)


@dataclass(frozen=True, kw_only=True)
class TrueFalse(Question):
    """A statement; the answer is whether it is true."""

    kind = "true_false"
    answer: bool

    def accepted(self, value: object) -> bool:
        if not isinstance(value, bool):
            message = "Choose true or false."
            raise AnswerNotUnderstoodError(message)
        return value

    def mark(self, answer: Answer | None) -> Fraction:
        return answers.FULL if answer is self.answer else answers.NONE


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
    def shuffled(self) -> int:
        return len(self.options) if self.shuffle else 0

    def accepted(self, value: object) -> Answer:
        return answers.placed(value, len(self.premises), len(self.options))

    def mark(self, answer: Answer | None) -> Fraction:
        keys = [premise.key for premise in self.premises]
        return answers.credit_of_pairs(answer, keys) if isinstance(answer, list) else answers.NONE

    def complete(self, answer: Answer | None) -> bool:
        return isinstance(answer, list) and -1 not in answer

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        return None if answer is None else _positions(answer, order)

    def meant(self, value: object, order: list[int]) -> object:
        return _meanings(value, order)


@dataclass(frozen=True, kw_only=True)
class Ordering(Question):
    """Items to be put in order; the answer is the item for each place, -1 where open."""

    kind = "ordering"
    part_credit = True
    items: tuple[str, ...]

    @property
    def shuffled(self) -> int:
        return len(self.items)

    def accepted(self, value: object) -> Answer:
        order = answers.placed(value, len(self.items), len(self.items))
        used = [item for item in order if item >= 0]
        if len(set(used)) != len(used):
            message = "Two places hold the same item; give each item one place."
            raise AnswerNotUnderstoodError(message)
        return order

    def mark(self, answer: Answer | None) -> Fraction:
        return answers.credit_of_order(answer) if isinstance(answer, list) else answers.NONE

    def complete(self, answer: Answer | None) -> bool:
        return isinstance(answer, list) and -1 not in answer

    def shown(self, answer: Answer | None, order: list[int]) -> Answer | None:
        return None if answer is None else _positions(answer, order)

    def meant(self, value: object, order: list[int]) -> object:
        return _meanings(value, order)


@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """A number to be worked out; `answer` and `tolerance` are decimals as text."""

    kind = "numeric"
    answer: str
    tolerance: str
    unit: str = ""

    def accepted(self, value: object) -> str:
        return answers.number(value, self.unit)

    def mark(self, answer: Answer | None) -> Fraction:
        if not isinstance(answer, str):
            return answers.NONE
        return answers.credit_of_number(answer, Decimal(self.answer), Decimal(self.tolerance))


KINDS: dict[str, type[Question]] = {
    kind.kind: kind for kind in (SingleBest, MultipleResponse, Matching, Ordering, TrueFalse, Numeric)
}


def digest_of(written: Mapping[str, Any]) -> str:
    """Return the name of a wording: 32 hex digits of what the author wrote."""
    text = json.dumps(written, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def content_of(question: Question) -> dict[str, Any]:
    """Return a question as JSON values, to be kept with attempts."""
    return {"kind": question.kind, **asdict(question)}


def question_from(content: Mapping[str, Any]) -> Question:
    """Return the question that `content_of` described."""
    fields = dict(content)
    kind = KINDS[fields.pop("kind")]
    if "options" in fields:
        options = fields["options"]
        fields["options"] = tuple(Option(**one) if isinstance(one, dict) else one for one in options)
    if "premises" in fields:
        fields["premises"] = tuple(Premise(**one) for one in fields["premises"])
    if "items" in fields:
        fields["items"] = tuple(fields["items"])
    return kind(**fields)
