"""What an archive is called, what it says about itself, and whether it may be put back."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

_FORMAT = 1
_NAMES = re.compile(r"database\.(sqlite|dump)|secret-key|documents/[0-9A-Za-z][\w.-]*")


class BackupError(Exception):
    """A backup that was not made or not put back, with a sentence that says why and what is left."""


@dataclass(frozen=True)
class Kept:
    """One file of an archive."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What an archive holds; `kind` is sqlite or postgresql, `rows` counts those of each table."""

    made_at: str
    kind: str
    schema: str
    rows: dict[str, int]
    files: dict[str, Kept]
    format: int = _FORMAT


def name_of(made_at: datetime) -> str:
    """Return the name of an archive: `coursework-20261122T031500Z.tar.gz`."""
    return f"coursework-{made_at:%Y%m%dT%H%M%SZ}.tar.gz"


def written(manifest: Manifest) -> bytes:
    """Return a manifest as it stands in the archive."""
    return json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()


def manifest_in(data: bytes) -> Manifest:
    """Return the manifest in these bytes. Raises `BackupError` when it is none of ours."""
    try:
        found: dict[str, Any] = json.loads(data)
        if found["format"] != _FORMAT:
            raise BackupError(f"The archive is of format {found['format']}; this code reads {_FORMAT}.")
        files = {name: Kept(**one) for name, one in found.pop("files").items()}
        manifest = Manifest(files=files, **found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError("The archive has no manifest that can be read: it is not one of ours.") from error
    if strange := [name for name in files if not _NAMES.fullmatch(name)]:
        raise BackupError(f"The archive holds what a backup does not hold: {strange[0]!r}.")
    return manifest


def check_fits(manifest: Manifest, kind: str, newest_schema: str) -> None:
    """Refuse an archive of another kind of database, or of a schema newer than the code."""
    if manifest.kind != kind:
        raise BackupError(
            f"The archive holds a database of {manifest.kind}, and DATABASE_URL names one of {kind}. "
            "Restore it where it came from."
        )
    if manifest.schema > newest_schema:
        raise BackupError(
            f"The archive is at schema {manifest.schema}, newer than this code, which knows {newest_schema}. "
            "Nothing was touched. Install the code that made it, then restore."
        )
