"""Ask for work, and do it: on a queue in a file, by a thread of the server or a process of its own."""

import logging
from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app
from huey import Huey, SqliteHuey
from huey.consumer import Consumer

from coursework.jobs.names import JobName

_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_TO_FINISH = 3.0


class _QuietConsumer(Consumer):  # type: ignore[misc]
    """A consumer that leaves the signals to whoever serves."""

    def _set_signal_handlers(self) -> None:
        pass


class Jobs:
    """The queue of one application, and what is bound to its names."""

    def __init__(self, app: Flask, queue: Huey) -> None:
        """Take the jobs from `queue` and do them within the context of `app`."""
        self.app, self.queue = app, queue
        self._tasks: dict[JobName, Callable[..., object]] = {}
        self._at_start: list[JobName] = []
        self._consumer: _QuietConsumer | None = None

    def bind(self, name: JobName, function: Callable[..., None], *, at_start: bool = False) -> None:
        """Say what does a job; `at_start` asks for it whenever a worker begins, to find what was left."""

        def done_in_context(**ids: int | str) -> None:
            with self.app.app_context():
                function(**ids)

        self._tasks[name] = self.queue.task(name=str(name))(done_in_context)
        if at_start:
            self._at_start.append(name)

    def enqueue(self, name: JobName, **ids: int | str) -> None:
        """Ask for a job; it is told where to look with plain ids."""
        self._tasks[name](**ids)

    def start(self) -> None:
        """Let a thread of this process do the jobs from now on."""
        for name in self._at_start:
            self.enqueue(name)
        self._consumer = _QuietConsumer(
            self.queue,
            periodic=False,
            max_delay=_SECONDS_BETWEEN_LOOKS,
            check_worker_health=False,
            shutdown_timeout=_SECONDS_TO_FINISH,
        )
        self._consumer.start()

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


def init_jobs(app: Flask, folder: Path) -> Jobs:
    """Give the application its queue, in a file of `folder`."""
    logging.getLogger("huey").setLevel(logging.ERROR)
    queue = SqliteHuey("coursework", filename=str(folder / "jobs.sqlite"), results=False, utc=True)
    jobs = app.extensions["jobs"] = Jobs(app, queue)
    return jobs


def jobs() -> Jobs:
    """Return the queue of the application."""
    found: Jobs = current_app.extensions["jobs"]
    return found


def enqueue(name: JobName, **ids: int | str) -> None:
    """Ask for a job. Commit the rows that it looks at first."""
    jobs().enqueue(name, **ids)


def start_worker(app: Flask) -> None:
    """Do the jobs in a thread of this process."""
    app.extensions["jobs"].start()


def stop_worker(app: Flask) -> None:
    """Stop doing them."""
    app.extensions["jobs"].stop()
