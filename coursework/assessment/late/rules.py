"""Which late answers wait, which came before the learner could know better, and how that is said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from coursework.assessment.rules import said_points
from coursework.clock import said_duration
from coursework.content.answers import Answer

_IN_DAYS = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class LateAnswer:
    """One answer that came when its attempt was closed; `id` counts all saves in the order they came."""

    id: int
    position: int
    answer: Answer | None
    came_at: datetime


def uncounted(late: Iterable[LateAnswer], marked: Sequence[Answer | None]) -> dict[int, LateAnswer]:
    """Return the newest late answer to each question, by position, where another one was marked."""
    newest = {one.position: one for one in sorted(late, key=lambda one: one.id)}
    return {at: one for at, one in sorted(newest.items()) if one.answer != marked[at - 1]}


def waiting(
    late: Iterable[LateAnswer], marked: Sequence[Answer | None], up_to: int | None
) -> dict[int, LateAnswer]:
    """Return those that nobody has decided about; `up_to` is the newest save that was decided about."""
    return {at: one for at, one in uncounted(late, marked).items() if one.id > (up_to or 0)}


def with_late(marked: Sequence[Answer | None], late: Mapping[int, LateAnswer]) -> list[Answer | None]:
    """Return the answers that were marked, with late ones in their places."""
    return [
        late[position].answer if position in late else answer
        for position, answer in enumerate(marked, start=1)
    ]


def came_unseen(came_at: datetime, seen_at: datetime | None) -> bool:
    """Say whether an answer came before the learner had seen a result, from which one can learn."""
    return seen_at is None or came_at < seen_at


def said_gap(gap: timedelta) -> str:
    """Say how much later something came: `40 s`, `12 min`, `3 h 05 min`, `49 days`."""
    if gap < timedelta(minutes=1):
        return f"{max(0, int(gap.total_seconds()))}\u00a0s"
    return f"{gap.days} days" if gap >= _IN_DAYS else said_duration(gap.total_seconds())


def said_gain(gain: Fraction | None) -> str:
    """Say what an answer would change: `adds 1 point`; None where its question is left out."""
    if gain is None:
        return "its question is left out"
    if gain == 0:
        return "adds nothing"
    points = f"{said_points(float(abs(gain)))} point{'' if abs(gain) == 1 else 's'}"
    return f"adds {points}" if gain > 0 else f"takes {points} away"
