"""Ask for work, and do it: on a queue, by a thread of the server or a process of its own."""

import calendar
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask, current_app
from huey import Huey
from huey.consumer import Consumer

from coursework.clock import Clock, utc_now
from coursework.jobs.complaints import calm_complaints
from coursework.jobs.names import JobName
from coursework.jobs.queues import QUEUE_FAULTS, queue_in

log = logging.getLogger(__name__)
NOTE_SEEN = "note-seen"  # the one job that nobody asks for
_SEEN = "worker-seen-at"
_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_WHEN_AWAY = 10.0
_SECONDS_BETWEEN_TURNS = 60  # as often as anything is done unasked
_SECONDS_TO_FINISH = 3.0


class _QuietConsumer(Consumer):  # type: ignore[misc]
    """A consumer that leaves the signals to whoever serves."""

    def _set_signal_handlers(self) -> None:
        pass


class Jobs:
    """The queue of one application, and what is bound to its names."""

    def __init__(self, app: Flask, queue: Huey, clock: Clock) -> None:
        """Take the jobs from `queue` and do them within the context of `app`."""
        self.app, self.queue, self.clock = app, queue, clock
        self._tasks: dict[JobName, Callable[..., object]] = {}
        self._at_start: list[JobName] = []
        self._consumer: _QuietConsumer | None = None
        queue.periodic_task(_due_every(1), name=NOTE_SEEN)(self._note_seen)

    def bind(
        self,
        name: JobName,
        function: Callable[..., None],
        *,
        at_start: bool = False,
        every_minutes: int | None = None,
    ) -> None:
        """Say what does a job, and whether it is done unasked.

        `at_start` asks for it whenever a worker begins, to find what was left; `every_minutes` does
        so too, and then in each new period, counted from midnight UTC: 5 is at 0, 5, 10 past the
        hour, 1440 once a day. Each worker asks by itself, and a worker that is killed forgets the
        job in hand: a job may be done twice, even at the same time, or not before the next turn. So
        its rows say what is still to do, and doing it again does no harm.
        """

        def done_in_context(**ids: int | str) -> None:
            with self.app.app_context():
                function(**ids)
            self._note_seen()

        self._tasks[name] = self._task(name, every_minutes)(done_in_context)
        if at_start and every_minutes is None:
            self._at_start.append(name)

    def _task(self, name: JobName, every_minutes: int | None) -> Callable[..., Callable[..., object]]:
        if every_minutes is None:
            wrap: Callable[..., Callable[..., object]] = self.queue.task(name=str(name))
            return wrap
        # Turns that nobody took in time are dropped: the next one does what they would have done.
        late = timedelta(minutes=every_minutes)
        wrap = self.queue.periodic_task(_due_every(every_minutes), name=str(name), expires=late)
        return wrap

    def enqueue(self, name: JobName, **ids: int | str) -> None:
        """Ask for a job; it is told where to look with plain ids.

        When the queue cannot be reached the asking is lost and logged, not the work: its rows
        are there, and the next look at them, unasked, finds it.
        """
        task = self._tasks[name]
        try:
            task(**ids)
        except QUEUE_FAULTS as fault:
            log.error("%s could not be asked for: %s", name, fault)  # noqa: TRY400 (the message says it all)

    def last_seen(self) -> datetime | None:
        """Return when a worker was last at work, or None when none ever was; raises what the queue raises."""
        seen: datetime | None = self.queue.get(_SEEN, peek=True)
        return seen

    def _note_seen(self) -> None:
        with suppress(*QUEUE_FAULTS):
            self.queue.put(_SEEN, self.clock())

    def start(self) -> None:
        """Let a thread of this process do the jobs from now on."""
        for name in self._at_start:
            self.enqueue(name)
        self._consumer = _QuietConsumer(
            self.queue,
            max_delay=self._patience(),
            scheduler_interval=_SECONDS_BETWEEN_TURNS,
            check_worker_health=False,
            shutdown_timeout=_SECONDS_TO_FINISH,
        )
        self._consumer.start()

    def _patience(self) -> float:
        """Return the seconds between looks at a file; Redis calls, unless it is away."""
        return _SECONDS_WHEN_AWAY if self.queue.storage.blocking else _SECONDS_BETWEEN_LOOKS

    def stop(self) -> None:
        """Stop after the job in hand, or without it when it takes too long."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer = None

    def work_off(self) -> int:
        """Do all that is waiting, here and now, and return how much it was."""
        done = 0
        while task := self.queue.dequeue():
            self.queue.execute(task)
            done += 1
        return done


def _due_every(minutes: int) -> Callable[[datetime], bool]:
    """Return what says, each time it is asked, whether a period has begun since it was asked last.

    It is asked about once a minute, not in each minute: a look at the clock alone would now and
    then miss midnight.
    """
    seconds = 60 * minutes
    last: int | None = None

    def is_due(moment: datetime) -> bool:
        nonlocal last
        before, last = last, calendar.timegm(moment.timetuple()) // seconds
        return last != before

    return is_due


def init_jobs(app: Flask, folder: Path, redis_url: str | None = None, clock: Clock = utc_now) -> Jobs:
    """Give the application its queue, in Redis or in a file of `folder`."""
    calm_complaints()
    jobs = app.extensions["jobs"] = Jobs(app, queue_in(folder, redis_url), clock)
    return jobs


def jobs() -> Jobs:
    """Return the queue of the application."""
    found: Jobs = current_app.extensions["jobs"]
    return found


def enqueue(name: JobName, **ids: int | str) -> None:
    """Ask for a job. Commit the rows that it looks at first."""
    jobs().enqueue(name, **ids)


def last_seen() -> datetime | None:
    """Return when a worker was last at work, or None when none ever was.

    Raises one of `QUEUE_FAULTS` when the queue cannot be asked.
    """
    return jobs().last_seen()


def start_worker(app: Flask) -> None:
    """Do the jobs in a thread of this process."""
    app.extensions["jobs"].start()


def stop_worker(app: Flask) -> None:
    """Stop doing them."""
    app.extensions["jobs"].stop()
