"""Run the migrations: one transaction for all, foreign keys off while tables are rebuilt."""

import sqlalchemy as sa
from alembic import context
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from coursework.database import Base

engine: Engine = context.config.attributes["engine"]


def _without_foreign_keys(dbapi_connection: object, _: object) -> None:
    dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        orphans = connection.execute(sa.text("PRAGMA foreign_key_check")).fetchall()
        if orphans:
            message = f"rows that point nowhere after the migration: {orphans[:5]}"
            raise RuntimeError(message)


engine.dispose()
event.listen(engine, "connect", _without_foreign_keys)
try:
    with engine.execution_options(writes=True).connect() as connection:
        _run(connection)
finally:
    event.remove(engine, "connect", _without_foreign_keys)
    engine.dispose()
