"""What the figures of a question mean, in plain words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coursework.assessment.analysis.figures import FEWEST, QUARTERS, Z95, ItemFigures

TOO_EASY = 0.95
TOO_HARD = 0.25
NOBODY = 0.02  # an option that fewer choose tempts nobody


class Decision(StrEnum):
    """What can be decided about a wording."""

    KEEP = "keep"
    REVISE = "revise"
    LEAVE_OUT = "leave out"


@dataclass(frozen=True)
class Choice:
    """One option: its letter, whether it is the key, and how many of each score quarter chose it."""

    letter: str
    text: str
    key: bool
    by_quarter: Sequence[int]

    @property
    def total(self) -> int:
        """Return how many chose it."""
        return sum(self.by_quarter)


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


def findings_on(figures: ItemFigures, choices: Sequence[Choice]) -> list[Finding]:
    """Return what stands out, the gravest first; `choices` is empty where nothing is chosen."""
    if not enough(figures.n):
        return []
    found = _key(figures, choices) or _flat(figures)
    found = [*found, *_difficulty(figures), *_unchosen(figures, choices)]
    return sorted(found, key=lambda one: not one.grave)


def _key(figures: ItemFigures, choices: Sequence[Choice]) -> list[Finding]:
    """Say when the best quarter holds another answer for right, or when the better learners miss it."""
    keys = [one for one in choices if one.key]
    if len(keys) == 1:
        # Where many have all points, nobody may be left over for the highest quarter.
        top = max(
            place for place in range(QUARTERS) if place == 0 or any(one.by_quarter[place] for one in choices)
        )
        best = max(choices, key=lambda one: one.by_quarter[top])
        most, right = best.by_quarter[top], keys[0].by_quarter[top]
        sure = most - right >= Z95 * math.sqrt(most + right)
        if not best.key and most > right and (sure or _goes_down(figures)):
            all_best = sum(one.by_quarter[top] for one in choices)
            return [
                Finding(
                    f"Likely wrong key: the best quarter chose {best.letter} ({most} of {all_best}), "
                    f"and {keys[0].letter}, the key, {'once' if right == 1 else f'{right} times'}.",
                    grave=True,
                )
            ]
    if _goes_down(figures):
        return [
            Finding(
                "Those who did well elsewhere missed this one more often: look at its key and its words.",
                grave=True,
            )
        ]
    return []


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


def _unchosen(figures: ItemFigures, choices: Sequence[Choice]) -> list[Finding]:
    wrong = [one for one in choices if not one.key]
    nobody = [one.letter for one in wrong if one.total == 0]
    hardly = [one.letter for one in wrong if 0 < one.total <= NOBODY * figures.n]
    found = [("Nobody chooses", nobody), ("Hardly anybody chooses", hardly)]
    return [Finding(f"{words} {_either(letters)}.") for words, letters in found if letters]


def _either(letters: Sequence[str]) -> str:
    return letters[0] if len(letters) == 1 else f"{', '.join(letters[:-1])} or {letters[-1]}"
