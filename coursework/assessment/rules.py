"""What a paper scores, and when it is passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coursework.content.answers import Answer
from coursework.content.questions import Question


@dataclass(frozen=True)
class Marked:
    """The credit of each question, 0 to 1 (None: left out), and what follows from it."""

    credits: tuple[Fraction | None, ...]
    pass_mark: int

    @property
    def counted(self) -> int:
        """Return how many questions count."""
        return sum(credit is not None for credit in self.credits)

    @property
    def points(self) -> Fraction:
        """Return the sum of the credits."""
        return sum((credit for credit in self.credits if credit is not None), Fraction(0))

    @property
    def score(self) -> Fraction:
        """Return the share of all points that can be had, 0 to 1."""
        return self.points / self.counted

    @property
    def passed(self) -> bool:
        """Say whether the score reaches the pass mark; exact, so 20 of 25 is 80 %."""
        return self.score * 100 >= self.pass_mark


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a learner stands with one test: the best score (None before the first), and tries."""

    best: float | None
    passed: bool
    tries: int
    open_attempt: int | None


def mark(questions: Sequence[Question], answers: Sequence[Answer | None], pass_mark: int) -> Marked:
    """Mark a paper; a question without an answer earns nothing."""
    pairs = zip(questions, answers, strict=True)
    return Marked(tuple(question.mark(answer) for question, answer in pairs), pass_mark)


def points_to_pass(questions: int, pass_mark: int) -> int:
    """Return the least whole number of points that passes."""
    return -(-questions * pass_mark // 100)


def said_points(points: float) -> str:
    """Say points: `21`, or `20.6` rounded down to a tenth, so that nothing looks passed that is not."""
    tenths = int(points * 10 + 1e-9)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def standing_of_save(revision: int, seen: int) -> str:
    """Say how a save stands: `stale` when its page had not seen the newest answer, else `kept`."""
    return "stale" if seen < revision else "kept"
