"""The folder that is ours alone, and the key in it that signs cookies."""

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from coursework.settings.environment import Environment, SettingError

_LENGTH = 32


def keep_private(folder: Path) -> None:
    """Make a folder that its owner alone may enter, or close the one that is there, when it is ours."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
        mode = stat.S_IMODE(found.st_mode)
        if mode & stat.S_ISVTX:
            message = f"INSTANCE_DIR, {folder}, is a folder that everybody shares. Name one of its own."
            raise SettingError(message)
        if mode & 0o077 and found.st_uid == os.geteuid():
            folder.chmod(mode & ~0o077)
    except OSError as error:
        message = f"INSTANCE_DIR, {folder}, cannot be made, or closed to others: {error.strerror}."
        raise SettingError(message) from error


def secret_key_in(environment: Environment, instance_dir: Path) -> str:
    """Return the key that signs cookies: SECRET_KEY, or the one kept in the instance folder."""
    key = environment.secret("SECRET_KEY")
    if not key:
        return _kept_key(instance_dir / "secret-key")
    if len(key) < _LENGTH:
        message = f"SECRET_KEY must have at least {_LENGTH} characters; leave it out to have one made."
        raise SettingError(message)
    return key


def _kept_key(path: Path) -> str:
    """Return the key in a file; the first process to start makes it, whole or not at all."""
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"The key in INSTANCE_DIR, {path}, cannot be made or read: {error}."
        raise SettingError(message) from error
    if len(key) < _LENGTH:
        message = (
            f"The key in INSTANCE_DIR, {path}, has fewer than {_LENGTH} characters. Delete the file "
            "to have one made: nothing is lost, but everybody has to sign in again."
        )
        raise SettingError(message)
    return key


def _make_key(path: Path) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:  # mode 0600
        file.write(secrets.token_hex(_LENGTH))
        file.flush()
        with suppress(FileExistsError):  # another process was quicker
            os.link(file.name, path)
