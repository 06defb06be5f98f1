"""SQLite: a copy of the file while others write, and a file moved with what belongs to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from coursework.backup.rules import BackupError

_WITH_IT = ("", "-wal", "-shm")


def copy_online(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment; who writes meanwhile is not held up."""
    if not source.is_file():
        raise BackupError(f"There is no database at {source}.")
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it


def state_of(path: Path) -> tuple[str, dict[str, int]]:
    """Return the schema version of a copy and the rows of each table.

    Raises `BackupError` when it is damaged.
    """
    with closing(sqlite3.connect(path)) as copy:
        verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise BackupError(f"The database is damaged: {verdict}.")
        names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if "alembic_version" not in names:
            raise BackupError("The database has no tables yet: there is nothing to keep.")
        rows = {
            name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (a table's own name)
            for name in names
            if not name.startswith("sqlite_")
        }
        return copy.execute("SELECT version_num FROM alembic_version").fetchone()[0], rows


def move(source: Path, target: Path) -> None:
    """Rename a database with its journal, which may hold what the file does not yet."""
    for ending in _WITH_IT:
        part = Path(f"{source}{ending}")
        if part.exists():
            part.replace(f"{target}{ending}")
