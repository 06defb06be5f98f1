"""What a paper scores, when a try may begin and when it is over, how a save stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from coursework.content.answers import Answer
from coursework.content.policies import Policy
from coursework.content.questions import Question
from coursework.errors import NotUnderstoodError

GRACE = timedelta(seconds=30)  # for the way from the browser to us
LONGEST_KEY = 64


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


def time_is_up(deadline_at: datetime | None, now: datetime) -> bool:
    """Say whether what arrives now comes too late to count."""
    return deadline_at is not None and now > deadline_at + GRACE


@dataclass(frozen=True, kw_only=True)
class Save:
    """One save as a page sent it: its name for it, and the revision it knew; None takes an answer back."""

    answer: Answer | None
    key: str
    seen: int


def standing_of_save(revision: int, seen: int, *, closed: bool) -> str:
    """Say how a save stands: `late` in a closed attempt, `stale` when its page knew less, else `kept`."""
    if closed:
        return "late"
    return "stale" if seen < revision else "kept"


def check_key(key: object) -> str:
    """Return a page's name for a save, or raise `NotUnderstoodError`."""
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY:
        raise NotUnderstoodError(f"`key` must be a text of 1 to {LONGEST_KEY} characters.")
    return key


def check_same(kept: Answer | None, sent: Answer | None) -> None:
    """Raise `NotUnderstoodError` when a key that names one answer is sent with another."""
    if kept != sent:
        message = "This `key` was used for another answer; a new answer needs a key of its own."
        raise NotUnderstoodError(message)


def check_seen(seen: object, revision: int) -> int:
    """Return the revision that a page knew, or raise `NotUnderstoodError` when there is none such."""
    if isinstance(seen, bool) or not isinstance(seen, int) or not 0 <= seen <= revision:
        raise NotUnderstoodError(f"`seen` must be a revision of this answer, from 0 to {revision}.")
    return seen


@dataclass(frozen=True, kw_only=True)
class Tries:
    """The counted tries of one learner at one test: how many, and when the newest was closed."""

    count: int
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Barrier:
    """Why no try may begin now; `at` is when it may, or when that was over, or None."""

    why: str
    at: datetime | None = None


def may_begin(policy: Policy, tries: Tries, now: datetime) -> Barrier | None:
    """Return why a learner may not begin a try now, or None when they may."""
    if policy.opens_at is not None and now < policy.opens_at:
        return Barrier(why="The tests are not open yet. They open on", at=policy.opens_at)
    if policy.closes_at is not None and now >= policy.closes_at:
        return Barrier(why="The tests are closed. The last moment to begin one was", at=policy.closes_at)
    if policy.attempts is not None and tries.count >= policy.attempts:
        return Barrier(why=f"All tries are used: {tries.count} of {policy.attempts}.")
    if tries.count + 1 >= policy.pause_from and tries.closed_at is not None:
        opens_at = tries.closed_at + timedelta(hours=policy.pause_hours)
        if now < opens_at:
            return Barrier(why="Time to reread first. The next try opens on", at=opens_at)
    return None


def deadline_of(policy: Policy, now: datetime) -> datetime | None:
    """Return when a try that begins now ends; also who begins late has the full time."""
    return None if policy.minutes is None else now + timedelta(minutes=policy.minutes)


def shows_everything(policy: Policy, *, passed: bool, ever_passed: bool, test_open: bool) -> bool:
    """Say whether a result shows keys and reasons: after a pass, at this or another try, or by the policy.

    Never while a counted try at the same test is open: its paper may hold the same questions.
    """
    return not test_open and (passed or ever_passed or policy.after_fail == "everything")


def may_practise(*, ever_passed: bool, test_open: bool) -> bool:
    """Say whether a learner may practise: once the test is passed, and while no counted try at it is open."""
    return ever_passed and not test_open
