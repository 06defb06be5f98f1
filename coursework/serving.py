"""Start the course, or say in words why it cannot start."""

import errno
import gc
import logging
import os
import signal
import sqlite3
import sys
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.exc import DBAPIError
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server

from coursework.application import create_app
from coursework.cli.people import first_administrator_link
from coursework.content.problems import CourseFaultError
from coursework.database.occupancy import InUseError, use
from coursework.jobs.work import start_worker, stop_worker
from coursework.migrations import SchemaError
from coursework.processors import on_all, stay_on_one
from coursework.settings import SettingError, Settings, settings_from
from coursework.settings.demo import demo_settings_from
from coursework.web.logs import start_logging

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def make_demo() -> Flask:
    """Return the demonstration: a database and a key of its own, reached from this machine alone."""
    return make_app(demo=True)


def make_app(*, demo: bool = False) -> Flask:
    """Return the application that the environment describes; end the process when it cannot be."""
    os.umask(0o077)  # whatever we write, people's answers above all, is for us alone
    try:
        settings = demo_settings_from(os.environ) if demo else settings_from(os.environ)
        start_logging(settings)
        use(settings.instance_dir)
    except (SettingError, InUseError) as error:
        sys.exit(str(error))
    try:
        app = create_app(settings)
    except CourseFaultError as fault:
        count = len(fault.problems)
        sys.exit(f"The course has {count} fault{'s' * (count != 1)} and was not started:\n{fault}")
    except (SettingError, SchemaError) as error:
        sys.exit(str(error))
    except DBAPIError as error:
        sys.exit(_no_database(settings, error.orig))
    except sqlite3.Error as error:  # the queue's: it asks without SQLAlchemy
        sys.exit(_no_queue(settings, error))
    return app


def warm_up(app: Flask) -> None:
    """Do before the first request what would be done within one: compile every template."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    gc.freeze()  # the course stays: nothing has to look through it again and again for what can go


def _no_database(settings: Settings, why: object) -> str:
    if settings.database_path is None:
        return (
            f"The database that DATABASE_URL names cannot be used: {why}. Nothing in it was changed. "
            "See that its server runs, and that the name, the password and the database are right."
        )
    return (
        f"The database {settings.database_path} cannot be used: {why}. Nothing in it was changed. "
        "See that the file and its folder may be read and written, and that no other program holds it; "
        "if that does not help, put a backup in its place."
    )


def _no_queue(settings: Settings, why: object) -> str:
    return (
        f"The list of work to do, {settings.instance_dir / 'jobs.sqlite'}, cannot be used: {why}. "
        "Nothing is lost: accounts and answers are in another file. See that the file may be read and "
        "written, or move it away; the next start makes a new one."
    )


def _no_server(settings: Settings, error: OSError | ValueError) -> str:
    """Say which setting is at fault; a name or an address that is not of this machine is no port's fault."""
    if isinstance(error, OSError) and error.errno != errno.EADDRNOTAVAIL:
        why = f"{error.strerror}. Set PORT to another."
        return f"Port {settings.port} on {settings.host} cannot be used: {why}"
    return (
        f"HOST {settings.host!r} is not an address of this machine. Write 127.0.0.1 to be reached from "
        "this machine alone, or 0.0.0.0 to be reached at all its addresses."
    )


class Channel(HTTPChannel):  # type: ignore[misc, unused-ignore]  # waitress tells no types
    """A connection that the loop leaves alone while a thread sends.

    waitress's own asks again and again, without a pause, whether it may help to send. A thread that has sent
    what it can wakes the loop; one that has to wait for the loop is not left alone.
    """

    def writable(self) -> bool:
        """Say whether there is something to send that no thread is sending."""
        if not super().writable():
            return False
        if self.will_close or self.total_outbufs_len > self.adj.outbuf_high_watermark:
            return True  # a thread waits for the loop, or is about to
        if not self.outbuf_lock.acquire(blocking=False):
            return False
        self.outbuf_lock.release()
        return True


class InLine:
    """The application, asked by one thread after another, as long as none of them is slow.

    Threads that share an interpreter lose by taking it from each other. Who has waited for a moment goes on
    all the same: the one before waits for a disk or a password's hash, or has much to compute.
    """

    def __init__(self, app: "WSGIApplication", seconds: float = 0.02) -> None:
        """Let nobody wait longer than so many seconds."""
        self._app, self._seconds, self._line = app, seconds, Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        first = self._line.acquire(timeout=self._seconds)
        try:
            return self._app(environ, start_response)
        finally:
            if first:
                self._line.release()


def main(*, demo: bool = False) -> int:
    """Serve the course, or the demonstration, until told to stop; return the exit status."""
    app = make_app(demo=demo)
    warm_up(app)
    settings: Settings = app.extensions["site"].settings
    TcpWSGIServer.channel_class = Channel
    stay_on_one(os.getpid())  # threads that wait for one interpreter; other servers have other numbers
    try:
        server = create_server(
            InLine(app),
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident=None,
            clear_untrusted_proxy_headers=False,  # who came through a proxy shows by them
        )
    except (OSError, ValueError) as error:
        sys.exit(_no_server(settings, error))
    say = sys.stdout.write
    say(f"The course is at {settings.address} (stop it with Ctrl-C).\n")
    link = first_administrator_link(app) if sys.stdout.isatty() and not demo else None
    if link:
        say(
            f"There is no administrator yet. This link makes the first one, once, within an hour:\n  {link}\n"
        )
    sys.stdout.flush()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no fault
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with on_all():
        start_worker(app)
    try:
        server.run()
    finally:
        stop_worker(app)
        app.extensions["printing"].press.close()
        app.extensions["database"].close()
    return 0
