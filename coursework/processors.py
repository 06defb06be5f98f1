"""The processors of the machine: a thread that serves stays on one of them.

One interpreter computes one thing at a time. Threads that hand it to one another from processor to
processor find nothing of what they need near by (docs/decisions.md has the figures).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_MAY_STAY = hasattr(os, "sched_setaffinity")  # Linux can; elsewhere everything stays as it is
_ALL = sorted(os.sched_getaffinity(0)) if _MAY_STAY else [0]


def stay_on_one(number: int) -> None:
    """Keep this thread, and whatever it starts from now on, on one processor; any number leads to one."""
    _use({_ALL[number % len(_ALL)]})


def use_all() -> None:
    """Let this thread run wherever the process was let run when it began."""
    _use(set(_ALL))


@contextmanager
def on_all() -> Iterator[None]:
    """Let what is started meanwhile, a thread or a process, run on all processors."""
    before = os.sched_getaffinity(0) if _MAY_STAY else set()
    use_all()
    try:
        yield
    finally:
        _use(before)


def _use(processors: set[int]) -> None:
    if _MAY_STAY:
        with suppress(OSError):  # the processors that we may use can change while we run
            os.sched_setaffinity(0, processors)
