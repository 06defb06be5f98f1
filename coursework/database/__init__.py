"""The database: one declarative base, aware times, one session for each request."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, current_app, g, request
from sqlalchemy.dialects.postgresql import Insert as InsertOnPostgreSQL
from sqlalchemy.dialects.sqlite import Insert as InsertOnSQLite
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session

from coursework.database.postgresql import make_postgresql_engine
from coursework.database.sqlite import DatabaseFile, make_sqlite_engine

View = TypeVar("View", bound=Callable[..., Any])

_SAFE = {"GET", "HEAD", "OPTIONS"}


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
        """Return the moment aware again, and in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


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


def dialect_of(session: Session) -> str:
    """Return the name of what a session speaks to: `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def insert_into(where: Session | str, model: type[Base]) -> InsertOnSQLite | InsertOnPostgreSQL:
    """Return an INSERT that can say what happens ON CONFLICT, for a session or the name of a dialect."""
    dialect = where if isinstance(where, str) else dialect_of(where)
    return (InsertOnSQLite if dialect == "sqlite" else InsertOnPostgreSQL)(table_of(model))


def writes(session: Session) -> bool:
    """Say whether a session was begun to write."""
    return bool(session.info["writes"])


def kept_in_memory(session: Session, name: str) -> dict[Any, Any]:
    """Return what this process remembers of a database under a name; only for rows that never change."""
    kept: dict[str, dict[Any, Any]] = session.info["kept"]
    return kept.setdefault(name, {})


_TAKE_TURN = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(sa.bindparam("name"), 0)))


def take_turn(session: Session, name: str) -> None:
    """Wait until no other transaction has the turn of this name; it is over with the transaction.

    On SQLite whoever writes has had their turn since the transaction began.
    """
    if dialect_of(session) == "postgresql":
        session.execute(_TAKE_TURN, {"name": name})


class Database:
    """The engines of one application, and the sessions made from them."""

    def __init__(self, url: str) -> None:
        """Connect when first asked."""
        self._kept: dict[str, dict[Any, Any]] = {}
        if url.startswith("postgresql"):
            self.engine = make_postgresql_engine(url)
            self.quick_engine = make_postgresql_engine(url, synchronous_commit="off")
        else:
            file = DatabaseFile(url)
            self.engine = make_sqlite_engine(url, file=file)
            self.quick_engine = make_sqlite_engine(url, synchronous="NORMAL", file=file)
        self._bound = {
            (writes, quick): _bound(self.quick_engine if quick else self.engine, writes=writes)
            for writes in (True, False)
            for quick in (True, False)
        }

    def session(self, *, writes: bool, quick: bool = False) -> Session:
        """Return a new session; one that only reads sees one moment.

        On SQLite one that writes takes its turn at the first statement: a transaction that reads
        first and writes later fails at once when another writer came in between. On PostgreSQL
        many write at once, and whoever decides by what they read locks the row or uses `take_turn`.
        """
        bind = self._bound[writes, quick]
        return Session(bind, expire_on_commit=False, info={"writes": writes, "kept": self._kept})

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.quick_engine.dispose()


def _bound(engine: Engine, *, writes: bool) -> Engine:
    """Return an engine whose transactions are begun to write, or to read one moment."""
    if writes or engine.dialect.name != "postgresql":
        return engine.execution_options(writes=writes)
    return engine.execution_options(writes=False, isolation_level="REPEATABLE READ")


def quick(view: View) -> View:
    """Mark a view whose writes may be lost when the machine (not the program) crashes."""
    view.quick = True  # type: ignore[attr-defined]
    return view


def session() -> Session:
    """Return the session of this request; the view commits, what is not committed is undone."""
    kept: Session | None = g.get("session")
    if kept is None:
        view = current_app.view_functions.get(request.endpoint or "")
        kept = g.session = database().session(
            writes=request.method not in _SAFE, quick=getattr(view, "quick", False)
        )
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
