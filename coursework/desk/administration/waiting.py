"""What the worker still has to do, and whether there is one."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from coursework.jobs.names import JobName
from coursework.jobs.queues import QUEUE_FAULTS
from coursework.jobs.work import NOTE_SEEN, jobs

_JOBS: dict[str, str] = {
    JobName.CLOSE_OVERDUE_ATTEMPTS: "Close tests whose time is up",
    JobName.DELETE_WHAT_IS_OVER: "Delete what has reached its time",
    JobName.DELIVER_MAIL: "Deliver mail",
    JobName.MAKE_DOCUMENTS: "Make documents",
    NOTE_SEEN: "Note that the worker is there",
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Jobs asked for and not begun, in words; `answers` is False when the queue cannot be asked."""

    answers: bool = True
    last_seen: datetime | None = None
    jobs: Counter[str] = field(default_factory=Counter)


def waiting() -> Waiting:
    """Ask the queue."""
    try:
        names = Counter(_JOBS.get(str(task.name), str(task.name)) for task in jobs().queue.pending())
        return Waiting(last_seen=jobs().last_seen(), jobs=names)
    except QUEUE_FAULTS:
        return Waiting(answers=False)
