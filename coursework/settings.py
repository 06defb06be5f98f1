"""What the installation is told from outside: read once, refused in words when it cannot be."""

import os
import re
import secrets
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
_SECRET_LENGTH = 32
_ADDRESS = re.compile(r"https?://([\w.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?(/[\w.~%-]+)*/*")


class SettingError(Exception):
    """A setting that cannot be used, with a sentence that says what to write instead."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one installation; paths are absolute."""

    instance_dir: Path
    course_dir: Path
    quiz_dir: Path
    host: str
    port: int
    threads: int
    public_url: str
    secret_key: str
    development: bool

    @property
    def database_path(self) -> Path:
        """Return where the embedded database lives."""
        return self.instance_dir / "coursework.sqlite"

    @property
    def address(self) -> str:
        """Return the address that we listen at."""
        return _address(self.host, self.port)

    @property
    def behind_tls(self) -> bool:
        """Say whether people reach us by https."""
        return self.public_url.startswith("https://")


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings in the environment; make the instance folder and its key when missing."""
    instance_dir = _folder(environment, "INSTANCE_DIR", HERE / "instance")
    _keep_private(instance_dir)
    course_dir = _folder(environment, "COURSE_DIR", HERE)
    host = environment.get("HOST") or "127.0.0.1"
    port = _whole(environment, "PORT", 8000, 1, 65535)
    return Settings(
        instance_dir=instance_dir,
        course_dir=course_dir,
        quiz_dir=_folder(environment, "QUIZ_DIR", course_dir / "quizzes"),
        host=host,
        port=port,
        threads=_whole(environment, "THREADS", 8, 1, 64),
        public_url=_public_url(environment, _address(host, port)),
        secret_key=_secret_key(environment, instance_dir),
        development=_yes(environment, "DEVELOPMENT"),
    )


def _folder(environment: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(environment.get(name) or default).expanduser().resolve()


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _public_url(environment: Mapping[str, str], default: str) -> str:
    """Return the address that people know; it is printed on documents."""
    text = environment.get("PUBLIC_URL")
    if not text:
        return default
    if not text.startswith(("http://", "https://")):
        message = f"PUBLIC_URL must begin with http:// or https://, not {text!r}."
        raise SettingError(message)
    if not _ADDRESS.fullmatch(text):
        message = f"PUBLIC_URL must be a plain address such as https://course.example, not {text!r}."
        raise SettingError(message)
    return text.rstrip("/")


def _keep_private(folder: Path) -> None:
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


def _whole(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not low <= int(text) <= high:
        message = f"{name} must be a whole number from {low} to {high}, not {text!r}."
        raise SettingError(message)
    return int(text)


def _yes(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "0").lower()
    if text not in {"0", "1", ""}:
        message = f"{name} must be 0 or 1, not {text!r}."
        raise SettingError(message)
    return text == "1"


def _secret_key(environment: Mapping[str, str], instance_dir: Path) -> str:
    """Return the key that signs cookies: SECRET_KEY, or the one kept in the instance folder."""
    key = environment.get("SECRET_KEY")
    if not key:
        return _kept_key(instance_dir / "secret-key")
    if len(key) < _SECRET_LENGTH:
        message = f"SECRET_KEY must have at least {_SECRET_LENGTH} characters; leave it out to have one made."
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
    if len(key) < _SECRET_LENGTH:
        message = (
            f"The key in INSTANCE_DIR, {path}, has fewer than {_SECRET_LENGTH} characters. Delete the file "
            "to have one made: nothing is lost, but everybody has to sign in again."
        )
        raise SettingError(message)
    return key


def _make_key(path: Path) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:  # mode 0600
        file.write(secrets.token_hex(_SECRET_LENGTH))
        file.flush()
        with suppress(FileExistsError):  # another process was quicker
            os.link(file.name, path)
