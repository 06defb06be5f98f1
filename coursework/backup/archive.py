"""The archive: one file, whole or not at all, with a checksum for everything in it."""

import hashlib
import io
import os
import shutil
import tarfile
import zlib
from pathlib import Path

from coursework.backup.rules import BackupError, Kept, Manifest, manifest_in, written

_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 4 * 1024 * 1024


def kept(path: Path) -> Kept:
    """Return the checksum and the size of a file."""
    with path.open("rb") as file:
        return Kept(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def pack(target: Path, manifest: Manifest, files: dict[str, Path]) -> None:
    """Write an archive of these files, by their names in it, and wait until the disk has it."""
    with target.open("xb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
            text = written(manifest)
            head = tarfile.TarInfo(_MANIFEST)
            head.size, head.mode = len(text), 0o600
            tar.addfile(head, io.BytesIO(text))
            for name, path in files.items():
                tar.add(path, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())
    target.chmod(0o600)


def unpack(source: Path, folder: Path) -> Manifest:
    """Put what an archive holds into a folder and return its manifest.

    Raises `BackupError` when a file is missing, is more than the manifest says, or is damaged.
    """
    try:
        with tarfile.open(source, "r:gz") as tar:
            manifest = _manifest(tar)
            for name in manifest.files:
                _take(tar, name, folder / name)
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise BackupError(f"The archive {source} cannot be read: {error}. Nothing was touched.") from error
    for name, promised in manifest.files.items():
        if kept(folder / name) != promised:
            raise BackupError(f"The archive is damaged: {name} is not what was packed. Nothing was touched.")
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    data = tar.extractfile(first) if first and first.name == _MANIFEST else None
    return manifest_in(data.read(_LARGEST_MANIFEST) if data else b"")


def _take(tar: tarfile.TarFile, name: str, path: Path) -> None:
    try:
        data = tar.extractfile(name)
    except KeyError:
        data = None
    if data is None:
        raise BackupError(f"The archive is damaged: {name} is missing. Nothing was touched.")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(data, file)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)
