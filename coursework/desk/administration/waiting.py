"""What the worker still has to do, and whether there is one."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from coursework.jobs.queues import QUEUE_FAULTS
from coursework.jobs.work import jobs


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Jobs asked for and not begun, by name; `answers` is False when the queue cannot be asked."""

    answers: bool = True
    last_seen: datetime | None = None
    jobs: Counter[str] = field(default_factory=Counter)


def waiting() -> Waiting:
    """Ask the queue."""
    try:
        names = Counter(str(task.name) for task in jobs().queue.pending())
        return Waiting(last_seen=jobs().last_seen(), jobs=names)
    except QUEUE_FAULTS:
        return Waiting(answers=False)
