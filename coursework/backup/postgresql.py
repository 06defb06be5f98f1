"""PostgreSQL: dumped and put back by its own programs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from coursework.backup.rules import BackupError
from coursework.database.postgresql import make_postgresql_engine

_DEBIANS = Path("/usr/lib/postgresql")
_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'coursework' AND pid <> pg_backend_pid()"
)


def dump(url: str, target: Path) -> tuple[str, dict[str, int]]:
    """Dump a database as it is at one moment; return its schema version and the rows of each table."""
    engine = make_postgresql_engine(url)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            _take_time(connection)
            program = _program("pg_dump", _major(connection))
            snapshot = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
            schema, rows = _state(connection)
            _run(url, program, f"--snapshot={snapshot}", "--format=custom", "--schema=public",
                 "--no-owner", "--no-privileges", f"--file={target}")  # fmt: skip
            return schema, rows
    finally:
        engine.dispose()


def put_back(url: str, source: Path, old_name: str, *, replace: bool) -> bool:
    """Fill a database from a dump, wholly or not at all.

    Tables that are there are moved into a schema called `old_name`, when `replace` allows it.
    Returns whether there were any.
    """
    engine = make_postgresql_engine(url)
    try:
        with engine.connect() as connection:
            program = _program("pg_restore", _major(connection))
            if connection.scalar(_OTHERS):
                raise BackupError(
                    "A server or a worker speaks to this database. Stop it, then try again. "
                    "Nothing was touched."
                )
            full = bool(sa.inspect(connection).get_table_names())
        if full and not replace:
            raise BackupError(
                "The database is not empty. Nothing was touched. "
                "With --replace its tables are moved aside, not deleted."
            )
        if full:
            _move_aside(engine, old_name)
        try:
            _run(url, program, "--exit-on-error", "--single-transaction", "--schema=public",
                 "--no-owner", "--no-privileges", f"--dbname={_address(url)}", str(source))  # fmt: skip
        except BackupError:
            if full:
                _move_back(engine, old_name)
            raise
        return full
    finally:
        engine.dispose()


def rows_of(url: str) -> dict[str, int]:
    """Return how many rows each table has."""
    engine = make_postgresql_engine(url)
    try:
        with engine.connect() as connection:
            _take_time(connection)
            return _state(connection)[1]
    finally:
        engine.dispose()


def fault_of_program(connection: Connection) -> str:
    """Return why no backup can be made here, as a sentence, or an empty text."""
    try:
        _program("pg_dump", _major(connection))
    except BackupError as error:
        return f"No backup can be made here. {error}"
    return ""


def _take_time(connection: Connection) -> None:
    for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(sa.text(f"SET LOCAL {limit} = 0"))


def _state(connection: Connection) -> tuple[str, dict[str, int]]:
    names = sa.inspect(connection).get_table_names()
    if "alembic_version" not in names:
        raise BackupError("The database has no tables yet: there is nothing to keep.")
    counted = sa.func.count()
    rows = {name: connection.scalar(sa.select(counted).select_from(sa.table(name))) or 0 for name in names}
    return connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or "", rows


def _move_aside(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(f"ALTER SCHEMA public RENAME TO {name}"))
        connection.execute(sa.text("CREATE SCHEMA public"))


def _move_back(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public"))
        connection.execute(sa.text(f"ALTER SCHEMA {name} RENAME TO public"))


def _major(connection: Connection) -> int:
    return int(connection.scalar(sa.text("SHOW server_version_num"))) // 10000


def _program(name: str, server: int) -> str:
    """Return the newest program of this name, which must not be older than the server."""
    places = [os.environ.get("PATH", ""), *(str(path / "bin") for path in _DEBIANS.glob("*"))]
    found = {
        path for place in places for one in place.split(os.pathsep) if (path := shutil.which(name, path=one))
    }
    versions = {_version(path): path for path in found}
    newest = max(versions, default=0)
    if newest >= server:
        return versions[newest]
    there = f"the one here is of version {newest}" if newest else "there is none here"
    raise BackupError(
        f"The server is PostgreSQL {server}, which needs {name} of version {server} or newer; {there}. "
        f"On Debian: apt-get install postgresql-client-{server}."
    )


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 (found by name)
    number = re.search(r"\d+", said.stdout)
    return int(number[0]) if number else 0


def _address(url: str) -> str:
    """Return the address without its password, which every user of the machine could read."""
    return sa.make_url(url).set(drivername="postgresql")._replace(password=None).render_as_string()


def _run(url: str, program: str, *options: str) -> None:
    password = sa.make_url(url).password
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    whereto = [] if any(one.startswith("--dbname") for one in options) else [f"--dbname={_address(url)}"]
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own)
        [program, *whereto, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{Path(program).name} failed: {done.stderr.strip().splitlines()[0]}")
