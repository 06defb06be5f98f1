"""Is this server fit to answer? One word for each thing that it needs."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from coursework.database import database

OK = "ok"
_LEAST_FREE = 200_000_000  # bytes: a day of a course, with the documents of a lecture
_WORKER_SEEN_WITHIN = timedelta(minutes=3)  # it says each minute that it is there


class Health:
    """The checks of one site, each bound to a name where the rooms are put together."""

    def __init__(self) -> None:
        """Begin without any."""
        self._checks: dict[str, Callable[[], str]] = {}

    def bind(self, name: str, check: Callable[[], str]) -> None:
        """Add a check, which returns `ok` or one other word."""
        self._checks[name] = check

    def words(self) -> dict[str, str]:
        """Return the word of each check."""
        return {name: check() for name, check in self._checks.items()}


def database_word() -> str:
    """Return `ok`, or `down` when the database does not answer."""
    try:
        with database().session(writes=False) as session:
            session.execute(sa.select(1))
    except SQLAlchemyError:
        return "down"
    return OK


def disk_word(folder: Path, least: int = _LEAST_FREE) -> str:
    """Return `ok`, or `full` when there is hardly room left to keep anything; `gone` without the folder."""
    try:
        return OK if shutil.disk_usage(folder).free >= least else "full"
    except OSError:
        return "gone"


def worker_word(
    last_seen: Callable[[], datetime | None], now: datetime, faults: tuple[type[Exception], ...]
) -> str:
    """Return `ok`, `silent` when no worker was seen lately, or `down` when the queue does not answer."""
    try:
        seen = last_seen()
    except faults:
        return "down"
    return OK if seen and now - seen <= _WORKER_SEEN_WITHIN else "silent"


def health() -> Health:
    """Return the checks of the application."""
    found: Health = current_app.extensions["health"]
    return found


def init_health(app: Flask) -> Health:
    """Give the application its checks."""
    made = app.extensions["health"] = Health()
    return made
