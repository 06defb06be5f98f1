"""How much room there is, how large the database is, when the last backup was made."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database import dialect_of
from coursework.settings import Settings

_MISSED_AFTER = timedelta(days=2)  # one night may fail
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@dataclass(frozen=True, kw_only=True)
class Storage:
    """Bytes; `backup_at` is None where no archive lies in the folder for them."""

    free: int
    database: int
    backup_at: datetime | None
    backup_is_missed: bool


def storage(session: Session, settings: Settings, now: datetime) -> Storage:
    """Look at the disk, the database and the folder of backups."""
    backup_at = newest_in(settings.backup_dir)
    return Storage(
        free=shutil.disk_usage(settings.instance_dir).free,
        database=session.scalar(sa.text(_SIZE[dialect_of(session)])) or 0,
        backup_at=backup_at,
        backup_is_missed=backup_at is None or now - backup_at > _MISSED_AFTER,
    )


def newest_in(folder: Path) -> datetime | None:
    """Return when the newest archive in a folder was written, or None."""
    times = [path.stat().st_mtime for path in folder.glob("coursework-*.tar.gz")]
    return datetime.fromtimestamp(max(times), tz=UTC) if times else None
