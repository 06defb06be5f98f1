"""Start the course, or say in words why it cannot start."""

import logging
import os
import signal
import sys

from flask import Flask
from sqlalchemy.exc import DBAPIError
from waitress.server import create_server

from coursework.application import create_app
from coursework.cli.people import first_administrator_link
from coursework.content.problems import CourseFaultError
from coursework.jobs.work import start_worker, stop_worker
from coursework.migrations import SchemaError
from coursework.settings import SettingError, Settings, settings_from


def make_app() -> Flask:
    """Return the application that the environment describes; end the process when it cannot be."""
    os.umask(0o077)  # whatever we write, people's answers above all, is for us alone
    try:
        return create_app(settings_from(os.environ))
    except CourseFaultError as fault:
        count = len(fault.problems)
        sys.exit(f"The course has {count} fault{'s' * (count != 1)} and was not started:\n{fault}")
    except (SettingError, SchemaError) as error:
        sys.exit(str(error))
    except DBAPIError as error:
        sys.exit(f"The database cannot be used: {error.orig}.")


def main() -> int:
    """Serve until told to stop; return the exit status."""
    app = make_app()
    settings: Settings = app.extensions["site"].settings
    try:
        server = create_server(
            app, host=settings.host, port=settings.port, threads=settings.threads, ident=None
        )
    except OSError as error:
        why = f"{error.strerror}. Set PORT to another."
        sys.exit(f"Port {settings.port} on {settings.host} cannot be used: {why}")
    except ValueError:
        sys.exit(f"HOST {settings.host!r} is not an address of this machine.")
    say = sys.stdout.write
    say(f"The course is at http://{settings.host}:{settings.port} (stop it with Ctrl-C).\n")
    link = first_administrator_link(app) if sys.stdout.isatty() else None
    if link:
        say(
            f"There is no administrator yet. This link makes the first one, once, within an hour:\n  {link}\n"
        )
    sys.stdout.flush()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no fault
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    start_worker(app)
    try:
        server.run()
    finally:
        stop_worker(app)
        app.extensions["printing"].press.close()
        app.extensions["database"].close()
    return 0
