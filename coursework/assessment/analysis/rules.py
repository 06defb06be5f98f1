"""What the figures of a question mean, in plain words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coursework.assessment.analysis.figures import FEWEST, QUARTERS, Z95, ItemFigures

TOO_EASY = 0.95
TOO_HARD = 0.25
NOBODY = 0.02  # an option that fewer choose tempts nobody
OPEN = 0.1  # a share that is said: time may have been short


class Decision(StrEnum):
    """What can be decided about a wording."""

    KEEP = "keep"
    REVISE = "revise"
    LEAVE_OUT = "leave out"


@dataclass(frozen=True)
class Choice:
    """One answer: its letter, whether it is the key, and how many of each score quarter gave it."""

    letter: str
    text: str
    key: bool
    by_quarter: Sequence[int]

    @property
    def total(self) -> int:
        """Return how many gave it."""
        return sum(self.by_quarter)


_NONE = (0,) * QUARTERS


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Who answered what, by score quarter, the lowest first: a question, or one line of a matching one.

    Answers that are `made_up` stand with the key first, then the commonest wrong ones; `others` are
    the rest of them. Of a matching question `line` is the number of the line and `about` its words.
    """

    choices: tuple[Choice, ...]
    papers: Sequence[int]
    left_open: Sequence[int]
    others: Sequence[int] = _NONE
    made_up: bool = False
    line: int = 0
    about: str = ""

    @property
    def right(self) -> int:
        """Return how many gave a right answer."""
        return sum(one.total for one in self.choices if one.key)

    def name(self, choice: Choice) -> str:
        """Return what a sentence calls an answer: its letter, or what was made up."""
        return choice.text if self.made_up else choice.letter


@dataclass(frozen=True)
class Finding:
    """One sentence on a question; `grave` when it may have failed somebody."""

    words: str
    grave: bool = False


def nearest_percent(share: float) -> int:
    """Return a share in whole per cent, the nearest: a figure, not a score beside a pass line."""
    return math.floor(share * 100 + 0.5 + 1e-9)


def enough(n: int) -> bool:
    """Say whether there are papers enough to judge by."""
    return n >= FEWEST


def is_open(answer: object) -> bool:
    """Say whether nothing was answered; a matching question or an ordering may be filled in part."""
    return answer is None or (isinstance(answer, list | tuple) and all(one == -1 for one in answer))


def findings_on(figures: ItemFigures, answers: Sequence[Answers], left_open: int = 0) -> list[Finding]:
    """Return what stands out, the gravest first; `left_open` of the papers have no answer at all."""
    if not enough(figures.n):
        return []
    wrong_keys = [found for one in answers for found in _wrong_key(figures, one)]
    found = wrong_keys or _downwards(figures) or _flat(figures)
    unchosen = [found for one in answers for found in _unchosen(figures, one)]
    found = [*found, *_difficulty(figures), *_left_open(figures, left_open), *unchosen]
    return sorted(found, key=lambda one: not one.grave)


def _wrong_key(figures: ItemFigures, answers: Answers) -> list[Finding]:
    """Say when the best quarter holds another answer for right."""
    choices, keys = answers.choices, [one for one in answers.choices if one.key]
    if len(keys) != 1:
        return []
    # Where many have all points, nobody may be left over for the highest quarter.
    top = max(place for place in range(QUARTERS) if place == 0 or answers.papers[place])
    best = max(choices, key=lambda one: one.by_quarter[top])
    most, right = best.by_quarter[top], keys[0].by_quarter[top]
    sure = most - right >= Z95 * math.sqrt(most + right)
    if best.key or most <= right or not (sure or _goes_down(figures)):
        return []
    where = f"In line {answers.line}, likely" if answers.line else "Likely"
    return [
        Finding(
            f"{where} wrong key: the best quarter chose {answers.name(best)} "
            f"({most} of {answers.papers[top]}), "
            f"and {answers.name(keys[0])}, the key, {'once' if right == 1 else f'{right} times'}.",
            grave=True,
        )
    ]


def _downwards(figures: ItemFigures) -> list[Finding]:
    """Say when the better learners miss it."""
    if not _goes_down(figures):
        return []
    words = "Those who did well elsewhere missed this one more often: look at its key and its words."
    return [Finding(words, grave=True)]


def _goes_down(figures: ItemFigures) -> bool:
    """Say whether those who do better elsewhere surely do worse here."""
    interval = figures.item_rest_interval
    return interval is not None and interval.high < 0


def _flat(figures: ItemFigures) -> list[Finding]:
    if figures.item_rest is None or figures.item_rest >= 0:
        return []
    return [Finding("It does not tell learners apart: those who did well elsewhere did no better here.")]


def _difficulty(figures: ItemFigures) -> list[Finding]:
    earned = f"{nearest_percent(figures.facility)}\u00a0% of the points were earned."
    if figures.facility >= TOO_EASY:
        return [Finding(f"Too easy to tell learners apart: {earned}")]
    if figures.facility_interval.high < TOO_HARD:
        return [Finding(f"Hardly anybody knew it: {earned}", grave=True)]
    return []


def _left_open(figures: ItemFigures, left_open: int) -> list[Finding]:
    if left_open < OPEN * figures.n:
        return []
    return [Finding(f"Left open by {left_open} of {figures.n}.")]


def _unchosen(figures: ItemFigures, answers: Answers) -> list[Finding]:
    """Name options that tempt nobody; what is made up, or matched, need not be chosen by anybody."""
    if answers.made_up or answers.line:
        return []
    wrong = [one for one in answers.choices if not one.key]
    nobody = [one.letter for one in wrong if one.total == 0]
    hardly = [one.letter for one in wrong if 0 < one.total <= NOBODY * figures.n]
    found = [("Nobody chooses", nobody), ("Hardly anybody chooses", hardly)]
    return [Finding(f"{words} {_either(letters)}.") for words, letters in found if letters]


def _either(letters: Sequence[str]) -> str:
    return letters[0] if len(letters) == 1 else f"{', '.join(letters[:-1])} or {letters[-1]}"
