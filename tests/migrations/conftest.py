"""Databases without tables, and rows for whatever tables they get."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coursework.database import Database
from tests.factories.postgres import Postgres

_SAMPLES: dict[type, object] = {
    sa.Integer: 1,
    sa.Boolean: True,
    sa.Float: 0.5,
    sa.DateTime: sa.func.current_timestamp(),
    sa.LargeBinary: b"\1" * 450,
    sa.JSON: [1],
}


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path, *, on_postgresql: bool) -> Iterator[Database]:
    """A database without tables."""
    if not on_postgresql:
        made = Database(f"sqlite:///{tmp_path}/coursework.sqlite")
        yield made
        made.close()
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new_database()
    made = Database(server.url_of(name))
    yield made
    made.close()
    server.drop(name)


def fill_every_table(database: Database) -> None:
    """Put a row with a value in every column into each table that has none."""
    metadata = sa.MetaData()
    with database.engine.execution_options(writes=True).begin() as connection:
        metadata.reflect(connection)
        found = sa.inspect(connection)
        for table in metadata.sorted_tables:
            if table.name != "alembic_version" and not _count(connection, table):
                checks = " ".join(one["sqltext"] for one in found.get_check_constraints(table.name))
                connection.execute(table.insert().values(_row_for(table, checks)))


def counts_of(database: Database) -> dict[str, int]:
    """Return how many rows each table holds."""
    metadata = sa.MetaData()
    with database.engine.connect() as connection:
        metadata.reflect(connection)
        counts = {name: _count(connection, table) for name, table in metadata.tables.items()}
    counts.pop("alembic_version", None)
    return counts


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _row_for(table: sa.Table, checks: str) -> dict[str, Any]:
    """Return values that fit the columns; of the words that a check allows, the first."""
    row: dict[str, Any] = {}
    for column in table.columns:
        known = next(
            (value for kind, value in _SAMPLES.items() if isinstance(column.type, kind)), column.name
        )
        allowed = re.search(rf"\b{column.name}\b[^']*?(?:\bIN\b|=|ANY)[^']*'([^']*)'", checks)
        row[column.name] = allowed[1] if known == column.name and allowed else known
    return row
