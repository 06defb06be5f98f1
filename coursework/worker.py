"""`flask worker`: do the jobs in a process of its own."""

import signal
import threading

import click
from flask import current_app
from flask.cli import with_appcontext

from coursework.jobs.work import start_worker, stop_worker


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do the jobs until told to stop; for a server that does not do them itself."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    start_worker(app)
    click.echo("The worker looks for jobs (stop it with Ctrl-C).")
    told.wait()
    stop_worker(app)
