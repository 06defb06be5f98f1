"""Is what is kept in order? One sentence for each fault."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Inspector
from sqlalchemy.exc import DBAPIError

from coursework.assessment.models import Attempt, Result
from coursework.backup import postgresql
from coursework.database import Database, table_of
from coursework.handouts.models import DocumentRequest
from coursework.pdf.shelf import Shelf
from coursework.settings import Settings

_ATTEMPT, _RESULT = table_of(Attempt), table_of(Result)
_SHOWN = 5
_HEAD, _TAIL = b"%PDF-", b"%%EOF"


def faults_of(settings: Settings, newest_schema: str) -> list[str]:
    """Return what is wrong with the database and the files; nothing is changed."""
    files = [*_unsafe_files(settings), *_broken_documents(settings.instance_dir / "documents")]
    if settings.database_path is not None and not settings.database_path.is_file():
        return [f"There is no database at {settings.database_path}.", *files]
    database = Database(settings.database_url)
    try:
        with database.engine.connect() as connection:
            return [*_database_faults(connection, settings, newest_schema), *files]
    except DBAPIError as error:
        return [f"The database cannot be read: {str(error.orig).partition(chr(10))[0]}.", *files]
    finally:
        database.close()


def _database_faults(connection: Connection, settings: Settings, newest_schema: str) -> Iterator[str]:
    tables = sa.inspect(connection)
    if not tables.has_table("alembic_version"):
        yield "The database has no tables yet: the course was never started on it."
        return
    yield from _damage(connection)
    version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if version != newest_schema:
        yield f"The database is at schema {version}, and this code is made for {newest_schema}."
        return
    yield from _orphans(connection, tables)
    yield from _results(connection)
    yield from _register(connection, Shelf(settings.instance_dir / "documents"))


def _damage(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        verdicts = connection.execute(sa.text("PRAGMA integrity_check(20)")).scalars()
        yield from (f"The database file is damaged: {verdict}." for verdict in verdicts if verdict != "ok")
        return
    unchecked = connection.execute(
        sa.text("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
    )
    yield from (f"The constraint {name} of the table {table} was never checked." for table, name in unchecked)
    if fault := postgresql.fault_of_program(connection):
        yield fault


def _orphans(connection: Connection, tables: Inspector) -> Iterator[str]:
    """Say which rows point to rows that are not there."""
    for name in tables.get_table_names():
        for key in tables.get_foreign_keys(name):
            child = sa.table(name, *map(sa.column, key["constrained_columns"])).alias("child")
            parent = sa.table(key["referred_table"], *map(sa.column, key["referred_columns"])).alias("parent")
            pairs = list(zip(child.c, parent.c, strict=True))
            lost = sa.select(sa.func.count()).where(
                *(one.is_not(None) for one, _ in pairs),
                ~sa.exists().where(*(one == other for one, other in pairs)),
            )
            if count := connection.scalar(lost.select_from(child)):
                yield f"{_rows(count)} of the table {name} point to no row of {key['referred_table']}."


def _results(connection: Connection) -> Iterator[str]:
    """Hold submitted attempts and results against each other."""
    marked = sa.exists().where(_RESULT.c.attempt_id == _ATTEMPT.c.id)
    counts = {
        "were submitted and have no result": _ATTEMPT.c.submitted_at.is_not(None) & ~marked,
        "have a result and were never submitted": _ATTEMPT.c.submitted_at.is_(None) & marked,
    }
    for fault, condition in counts.items():
        numbers = list(connection.scalars(sa.select(_ATTEMPT.c.id).where(condition).order_by(_ATTEMPT.c.id)))
        if numbers:
            yield f"{_some(numbers)} {fault}."


def _register(connection: Connection, shelf: Shelf) -> Iterator[str]:
    """Say which documents are still asked for although they are there."""
    table = table_of(DocumentRequest)
    for digest, kind, slug in connection.execute(sa.select(table.c.digest, table.c.kind, table.c.slug)):
        if shelf.find(digest):
            yield f"The {kind} of {slug} is still asked for although it is on the shelf."


def _broken_documents(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.pdf")):
        try:
            data = path.read_bytes()
        except OSError:
            continue  # said elsewhere
        if not data.startswith(_HEAD) or _TAIL not in data[-1024:]:
            yield f"{path} is no whole PDF. Delete it: it is made again when somebody asks."


def _unsafe_files(settings: Settings) -> Iterator[str]:
    """Say what others may read, and what we may not."""
    secret = {settings.instance_dir, settings.instance_dir / "secret-key", settings.database_path}
    for path in [settings.instance_dir, *sorted(settings.instance_dir.rglob("*"))]:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            continue  # gone meanwhile
        if path in secret and mode & 0o077:
            yield f"{path} may be read by others (mode {stat.S_IMODE(mode):04o}). Close it: chmod go= {path}"
        if not os.access(path, os.R_OK):
            yield f"{path} cannot be read by the user that runs the course."


def _rows(count: int) -> str:
    return f"{count} row{'s' * (count != 1)}"


def _some(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    more = " and others" if len(numbers) > _SHOWN else ""
    return f"Attempts {shown}{more} ({len(numbers)} in all)"
