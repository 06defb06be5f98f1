"""Make a backup, and put one back."""

import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from coursework.backup import postgresql, rules, sqlite_copy
from coursework.backup.archive import kept, pack, unpack
from coursework.backup.rules import BackupError, Manifest
from coursework.database.occupancy import InUseError, alone_in
from coursework.settings import Settings

_FILES = ("secret-key", "documents")


@dataclass(frozen=True)
class Restored:
    """What was put back, and under which names what was there is still kept."""

    manifest: Manifest
    aside: tuple[str, ...]


def make_backup(settings: Settings, to: Path, now: datetime) -> tuple[Path, Manifest]:
    """Write everything that is kept into one archive in a folder, while the course goes on.

    Raises `BackupError`; then no archive is there under the final name.
    """
    target = to / rules.name_of(now)
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=to) as folder:
            manifest = _pack(settings, Path(folder), now)
            Path(folder, target.name).replace(target)
    except (OSError, sqlite3.Error, DBAPIError, BackupError) as error:
        why = str(error.orig if isinstance(error, DBAPIError) else error).rstrip(".")
        raise BackupError(f"No backup was made: {why}. Those made before are as they were.") from error
    return target, manifest


def _pack(settings: Settings, folder: Path, now: datetime) -> Manifest:
    database = folder / f"database.{'dump' if settings.database_path is None else 'sqlite'}"
    if settings.database_path is None:
        schema, rows = postgresql.dump(settings.database_url, database)
    else:
        sqlite_copy.copy_online(settings.database_path, database)
        schema, rows = sqlite_copy.state_of(database)
    files = {database.name: database} | _files_in(settings.instance_dir)
    sums = {name: kept(path) for name, path in files.items()}
    manifest = Manifest(f"{now:%Y-%m-%dT%H:%M:%SZ}", _kind(settings), schema, rows, sums)
    pack(folder / rules.name_of(now), manifest, files)
    return manifest


def _files_in(instance: Path) -> dict[str, Path]:
    """Return the files that are kept beside the database, by their names in the archive."""
    found = [path for name in _FILES for path in (instance / name, *sorted((instance / name).glob("[!.]*")))]
    whole = [path for path in found if path.is_file() and not path.name.startswith("unfinished-")]
    return {path.relative_to(instance).as_posix(): path for path in whole}


def _kind(settings: Settings) -> str:
    return "postgresql" if settings.database_path is None else "sqlite"


def restore(
    settings: Settings, source: Path, newest_schema: str, now: datetime, *, replace: bool
) -> Restored:
    """Put a backup back; with `replace`, what is there is moved aside under another name, never deleted.

    Everything is unpacked and verified before anything is touched. Raises `BackupError`.
    """
    ending = f"before_{now:%Y%m%d_%H%M%S}"
    try:
        with (
            alone_in(settings.instance_dir),
            tempfile.TemporaryDirectory(prefix="restoring-", dir=settings.instance_dir) as folder,
        ):
            manifest = unpack(source, Path(folder))
            rules.check_fits(manifest, _kind(settings), newest_schema)
            return Restored(manifest, _put_back(settings, Path(folder), manifest, ending, replace=replace))
    except InUseError as error:
        raise BackupError(f"{error} Nothing was touched.") from error
    except (OSError, sqlite3.Error, DBAPIError) as error:
        why = error.orig if isinstance(error, DBAPIError) else error
        raise BackupError(f"The backup was not put back: {why}.") from error


def _put_back(
    settings: Settings, folder: Path, manifest: Manifest, ending: str, *, replace: bool
) -> tuple[str, ...]:
    instance, file = settings.instance_dir, settings.database_path
    targets = [instance / name for name in _FILES if (folder / name).exists()]
    if file is not None:
        _check_rows(manifest, sqlite_copy.state_of(folder / "database.sqlite")[1])
        targets.append(file)
    there = [path for path in targets if path.exists()]
    if there and not replace:
        raise BackupError(
            f"{there[0]} is there already. Nothing was touched. "
            "With --replace it is moved aside, not deleted."
        )
    aside = []
    if file is None:
        if postgresql.put_back(settings.database_url, folder / "database.dump", ending, replace=replace):
            aside.append(f"the schema {ending}")
        _check_rows(manifest, postgresql.rows_of(settings.database_url))
    for path in there:
        sqlite_copy.move(path, path.with_name(f"{path.name}.{ending}"))
        aside.append(f"{path}.{ending}")
    for path in targets:
        shutil.move(folder / ("database.sqlite" if path == file else path.name), path)
    return tuple(aside)


def _check_rows(manifest: Manifest, rows: dict[str, int]) -> None:
    if wrong := [name for name in manifest.rows | rows if manifest.rows.get(name) != rows.get(name)]:
        raise BackupError(f"The archive is damaged: the table {wrong[0]} has not the rows that were counted.")
