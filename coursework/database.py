"""The database: one declarative base, aware times, one session for each request."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, current_app, g, request
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

View = TypeVar("View", bound=Callable[..., Any])

_SAFE = {"GET", "HEAD", "OPTIONS"}
_WAIT_FOR_LOCK_MS = 5000


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, without a zone where the database knows none."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a time without a zone: {value!r}"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 (the library's)
    ) -> datetime | None:
        """Return the moment aware again."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What all tables share: names of constraints, and how Python types are kept."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
    }


def table_of(model: type[Base]) -> sa.Table:
    """Return the table of a model: a statement that is asked often costs less without the mapping."""
    return cast("sa.Table", model.__table__)


class DatabaseFile:
    """The file that the engines of a database opened; what is written into another nobody finds again."""

    def __init__(self, url: str) -> None:
        """Know the path; the file itself may still have to be made."""
        self._path = Path(sa.make_url(url).database or "")
        self._opened: tuple[int, int] | None = None

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
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def make_engine(url: str, synchronous: str = "FULL", file: DatabaseFile | None = None) -> Engine:
    """Return an engine on a file; `synchronous` says what a commit waits for.

    FULL: the disk has it, so what was acknowledged survives a power cut. NORMAL: a crash of
    the machine may lose the last moments, never the order of things.
    """
    opened = file or DatabaseFile(url)
    engine = sa.create_engine(
        url,
        connect_args={"isolation_level": None},
        pool_size=16,
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

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        if writes:
            opened.check()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "do_connect", look_first)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


class Database:
    """The engines of one application, and the sessions made from them."""

    def __init__(self, url: str) -> None:
        """Connect when first asked."""
        file = DatabaseFile(url)
        self.engine = make_engine(url, file=file)
        self.quick_engine = make_engine(url, synchronous="NORMAL", file=file)

    def session(self, *, writes: bool, quick: bool = False) -> Session:
        """Return a new session; one that writes takes its turn at the first statement.

        A transaction that reads first and writes later fails at once on SQLite when another
        writer came in between; so who may write says so at the beginning.
        """
        engine = self.quick_engine if quick else self.engine
        return Session(engine.execution_options(writes=writes), expire_on_commit=False)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.quick_engine.dispose()


def quick(view: View) -> View:
    """Mark a view whose writes may be lost when the machine (not the program) crashes."""
    view.quick = True  # type: ignore[attr-defined]
    return view


def session() -> Session:
    """Return the session of this request; the view commits, what is not committed is undone."""
    if "session" not in g:
        view = current_app.view_functions.get(request.endpoint or "")
        g.session = database().session(
            writes=request.method not in _SAFE, quick=getattr(view, "quick", False)
        )
    kept: Session = g.session
    return kept


def database() -> Database:
    """Return the database of the application."""
    found: Database = current_app.extensions["database"]
    return found


def init_database(app: Flask, url: str) -> Database:
    """Give the application its database; sessions end with their requests."""
    made = app.extensions["database"] = Database(url)

    @app.teardown_appcontext
    def end_session(_: BaseException | None) -> None:
        kept: Session | None = g.pop("session", None)
        if kept is not None:
            kept.close()

    return made
