"""What a learner sends as an answer, checked; and the credit that an answer earns."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

Answer = bool | int | str | list[int]
FULL, NONE = Fraction(1), Fraction(0)

_LONGEST_NUMBER = 20  # no answer needs more digits
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(?:[,'\u2019 ]\d{3})+")


class AnswerNotUnderstoodError(ValueError):
    """An answer that does not fit its question, with a sentence for the learner."""


def choice(value: object, count: int) -> int:
    """Return the one option chosen, from 0 to count - 1."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        message = "That is not one of the options."
        raise AnswerNotUnderstoodError(message)
    return value


def choices(value: object, count: int) -> list[int]:
    """Return the options chosen, each once, in order."""
    if not isinstance(value, list):
        message = "Send the options chosen as a list."
        raise AnswerNotUnderstoodError(message)
    chosen = sorted(choice(one, count) for one in value)
    if len(set(chosen)) != len(chosen):
        message = "An option was sent twice."
        raise AnswerNotUnderstoodError(message)
    return chosen


def placed(value: object, places: int, count: int) -> list[int]:
    """Return one option for each place, -1 where none is chosen yet."""
    if not isinstance(value, list) or len(value) != places:
        message = f"Send {places} choices, one for each line."
        raise AnswerNotUnderstoodError(message)
    return [-1 if one == -1 else choice(one, count) for one in value]


def number(value: object, unit: str) -> str:
    """Return a number as plain decimal text; a decimal comma and the unit may be written."""
    text = _text_of(value)
    text = text.removesuffix(unit).strip() if unit else text
    text = text.replace("\u2212", "-").replace("\u00a0", " ")
    if _GROUPED.fullmatch(text):
        message = "Write the number without marks between the thousands, with a point for decimals."
        raise AnswerNotUnderstoodError(message)
    text = text.replace(",", ".")
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        message = "Write one number, for example 12.5" + (f", in {unit}." if unit else ".")
        raise AnswerNotUnderstoodError(message)
    return text.removeprefix("+")


def _text_of(value: object) -> str:
    """Return a number or a text as text; what is neither, or far too large to be one, is empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, int) and abs(value) >= 10**_LONGEST_NUMBER:
        return ""
    return str(value).strip()


def credit_of_choices(chosen: Collection[int], keys: Collection[int]) -> Fraction:
    """Credit 1/k for each right choice, take 1/k for each wrong one; never below 0."""
    right = len(set(chosen) & set(keys))
    return max(NONE, Fraction(right - (len(set(chosen)) - right), len(keys)))


def credit_of_pairs(chosen: Sequence[int], keys: Sequence[int]) -> Fraction:
    """Credit the share of places with the right option."""
    return Fraction(sum(a == b for a, b in zip(chosen, keys, strict=True)), len(keys))


def credit_of_order(order: Sequence[int]) -> Fraction:
    """Credit the share of neighbouring pairs (0,1), (1,2) ... that stand side by side in order."""
    where = {item: place for place, item in enumerate(order) if item >= 0}
    pairs = range(len(order) - 1)
    side_by_side = sum(where.get(pair, -9) + 1 == where.get(pair + 1, -9) for pair in pairs)
    return Fraction(side_by_side, len(pairs))


def credit_of_number(text: str, answer: Decimal, tolerance: Decimal) -> Fraction:
    """Credit a number within the tolerance."""
    return FULL if abs(Decimal(text) - answer) <= tolerance else NONE
