"""What the log is told while the queue cannot be reached: one line a minute, and no trace."""

import logging
import time

from coursework.jobs.queues import QUEUE_FAULTS

_WHO = ("huey.consumer", "huey.consumer.Worker", "huey.consumer.Scheduler")
_SECONDS_BETWEEN = 60.0


class _OnceAMinute(logging.Filter):
    """Lets one complaint about the queue through in a minute; everything else passes as it is."""

    _next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        fault = record.exc_info[1] if record.exc_info else None
        if not isinstance(fault, QUEUE_FAULTS):
            return True
        moment = time.monotonic()
        if moment < self._next:
            return False
        self._next = moment + _SECONDS_BETWEEN
        record.msg, record.args = "the queue cannot be reached, jobs wait: %s", (fault,)
        record.exc_info = None
        return True


def calm_complaints() -> None:
    """Let what takes jobs from the queue complain once a minute at most."""
    logging.getLogger("huey").setLevel(logging.ERROR)
    once = _OnceAMinute()
    for name in _WHO:
        logger = logging.getLogger(name)
        for old in [one for one in logger.filters if isinstance(one, _OnceAMinute)]:
            logger.removeFilter(old)
        logger.addFilter(once)
