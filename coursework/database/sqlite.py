"""SQLite: one file, one writer at a time, and a watch over the file."""

import os
import sqlite3
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExecutionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, ManagesConnection

_WAIT_FOR_LOCK_MS = 5000
_HAS_TURN = "has the turn to write"


class DatabaseFile:
    """The file that the engines of a database opened; what is written into another nobody finds again."""

    def __init__(self, url: str) -> None:
        """Know the path; the file itself may still have to be made."""
        self._path = sa.make_url(url).database or ""
        self._opened: tuple[int, int] | None = None
        self._turn = Lock()

    def take_turn(self, noted: dict[str, bool]) -> None:
        """Wait until no other thread of this process writes; SQLite itself would look again every 25 ms.

        `noted` is what is noted about the connection that writes: it waits for no turn that it has.

        Raises `OperationalError`, as SQLite does, when it takes too long.
        """
        if noted.get(_HAS_TURN):
            return
        if not self._turn.acquire(timeout=_WAIT_FOR_LOCK_MS / 1000):
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("database is locked"))
        noted[_HAS_TURN] = True

    def end_turn(self, noted: dict[str, bool]) -> None:
        """Let the next thread write, if this connection had the turn."""
        if noted.pop(_HAS_TURN, False):
            self._turn.release()

    def note(self) -> None:
        """Remember the file that is there when the first connection is made."""
        self._opened = self._opened or self._there()

    def check(self) -> None:
        """Raise `OperationalError` when the path leads to no file, or to another one."""
        if self._opened not in {None, self._there()}:
            gone = FileNotFoundError(f"{self._path} is gone, or another file has taken its place")
            raise OperationalError("BEGIN IMMEDIATE", None, gone)

    def _there(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)  # noqa: PTH116 (asked for at each save; a Path takes twice as long)
        except OSError:
            return None
        return found.st_dev, found.st_ino


def make_sqlite_engine(url: str, synchronous: str = "FULL", file: DatabaseFile | None = None) -> Engine:
    """Return an engine on a file; `synchronous` says what a commit waits for.

    FULL: the disk has it, so what was acknowledged survives a power cut. NORMAL: a crash of
    the machine may lose the last moments, never the order of things.
    """
    opened = file or DatabaseFile(url)
    engine = sa.create_engine(
        url,
        connect_args={"isolation_level": None},
        pool_size=16,
        pool_use_lifo=True,  # what was used last has the newest pages in memory
        hide_parameters=True,  # what people wrote does not belong into the log
    )

    def look_first(*_: object) -> None:
        opened.check()  # SQLite would make a new file

    def prepare(connection: Any, _: object) -> None:
        opened.note()
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA busy_timeout={_WAIT_FOR_LOCK_MS}")

    def begin(cursor: sqlite3.Cursor, _sql: str, _values: object, context: ExecutionContext) -> None:
        if cursor.connection.in_transaction:
            return
        writes = context.execution_options.get("writes", False)
        if writes:
            opened.check()
            opened.take_turn(_noted(context.root_connection.connection))
        cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    def end(_: object, record: ConnectionPoolEntry) -> None:
        opened.end_turn(_noted(record))

    # With the first statement, not by events of the engine: these cost a short transaction a third more.
    event.listen(engine, "do_execute", begin)
    event.listen(engine, "do_executemany", begin)
    event.listen(engine, "do_connect", look_first)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "checkin", end)
    return engine


def _noted(connection: ManagesConnection) -> dict[str, bool]:
    """Return what is noted about a pooled connection, whatever becomes of it."""
    noted = connection.record_info
    assert noted is not None  # noqa: S101 (only a detached connection has none, and we detach none)
    return noted
