"""Where the lines and letters of a picture stand: who answered what, from the lowest score quarter on."""

from collections.abc import Sequence
from dataclasses import dataclass

from coursework.assessment.analysis.figures import QUARTERS
from coursework.assessment.analysis.rules import Answers, Choice

LETTER = 12  # the height of a letter, and the least way from one to the next
MANY = 0.3  # in a small picture an answer is named that so many of the highest quarter gave


@dataclass(frozen=True)
class Trace:
    """One answer: its letter, its line, where its letter stands, and the share of each quarter."""

    letter: str
    key: bool
    points: str
    y: float
    named: bool
    shares: Sequence[float | None]


@dataclass(frozen=True)
class Frame:
    """The size of a picture and of the field in it where the lines run."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    scale: bool

    def x(self, quarter: int) -> float:
        """Return where a quarter stands."""
        return self.left + (self.right - self.left) * quarter / (QUARTERS - 1)

    def y(self, share: float) -> float:
        """Return where a share stands."""
        return self.bottom - (self.bottom - self.top) * share


SMALL = Frame(width=112, height=48, left=6, right=92, top=7, bottom=41, scale=False)
LARGE = Frame(width=340, height=190, left=42, right=316, top=9, bottom=161, scale=True)


@dataclass(frozen=True)
class Picture:
    """A picture of who answered what."""

    frame: Frame
    traces: tuple[Trace, ...]


def small_picture(answers: Answers) -> Picture:
    """Draw who answered what for a cell of a table: the key is named, and what tempted many of the best."""
    return _picture(answers, SMALL)


def large_picture(answers: Answers) -> Picture:
    """Draw who answered what with a scale and with a letter at every line."""
    return _picture(answers, LARGE)


def _picture(answers: Answers, frame: Frame) -> Picture:
    rows = [(choice, _shares(choice, answers.papers)) for choice in answers.choices]
    named = [place for place, (choice, shares) in enumerate(rows) if _is_named(choice, shares, frame)]
    ends = {
        place: frame.y(next(one for one in reversed(rows[place][1]) if one is not None)) for place in named
    }
    places = dict(
        zip(named, spread([ends[one] for one in named], LETTER, frame.top, frame.bottom), strict=True)
    )
    traces = [
        Trace(
            choice.letter, choice.key, _points(shares, frame), places.get(place, 0), place in places, shares
        )
        for place, (choice, shares) in enumerate(rows)
    ]
    return Picture(frame, tuple(traces))


def _shares(choice: Choice, papers: Sequence[int]) -> list[float | None]:
    """Return the share of each quarter that gave an answer, None where nobody is in it."""
    return [n / of if of else None for n, of in zip(choice.by_quarter, papers, strict=True)]


def _is_named(choice: Choice, shares: Sequence[float | None], frame: Frame) -> bool:
    if all(share is None for share in shares):
        return False
    return frame.scale or choice.key or (shares[-1] or 0) > MANY


def _points(shares: Sequence[float | None], frame: Frame) -> str:
    points = [
        f"{frame.x(quarter):.1f},{frame.y(share):.1f}"
        for quarter, share in enumerate(shares)
        if share is not None
    ]
    return " ".join(points * 2 if len(points) == 1 else points)  # a line of one point is a dot


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Return places near those wanted, in their order, so that none covers another and all are inside.

    Where there is no room for all, they stand as far apart as the room allows.
    """
    if len(wanted) < 2:  # noqa: PLR2004 (one letter covers none)
        return list(wanted)
    apart = min(apart, (high - low) / (len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda one: (wanted[one], one))
    found = [0.0] * len(wanted)
    floor = low
    for place in order:
        found[place] = floor = max(wanted[place], floor)
        floor += apart
    ceiling = high
    for place in reversed(order):
        found[place] = ceiling = min(found[place], ceiling)
        ceiling -= apart
    return found
