"""Run the migrations: one transaction for all, foreign keys kept or checked."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import context
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from coursework.database import Base

engine: Engine = context.config.attributes["engine"]
on_sqlite = engine.dialect.name == "sqlite"


def _without_foreign_keys(dbapi_connection: object, _: object) -> None:
    dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]


@contextmanager
def _tables_may_be_rebuilt() -> Iterator[None]:
    """Let SQLite rebuild a table without losing the rows that point to it."""
    engine.dispose()
    event.listen(engine, "connect", _without_foreign_keys)
    try:
        yield
    finally:
        event.remove(engine, "connect", _without_foreign_keys)
        engine.dispose()


def _wait_for_others(connection: Connection) -> None:
    """Wait, on PostgreSQL, until no other process migrates, and however long a step takes."""
    connection.execute(sa.text("SET LOCAL lock_timeout = '10min'"))
    connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended('coursework migrations', 0))"))


def _check_foreign_keys(connection: Connection) -> None:
    orphans = connection.execute(sa.text("PRAGMA foreign_key_check")).fetchall()
    if orphans:
        message = f"rows that point nowhere after the migration: {orphans[:5]}"
        raise RuntimeError(message)


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if not on_sqlite:
            _wait_for_others(connection)
        context.run_migrations()
        if on_sqlite:
            _check_foreign_keys(connection)


def _migrate() -> None:
    with engine.execution_options(writes=True).connect() as connection:
        _run(connection)


if on_sqlite:
    with _tables_may_be_rebuilt():
        _migrate()
else:
    _migrate()
