"""Values as they are written in the environment, each refused in words when it cannot be used."""

import re
from collections.abc import Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address
from pathlib import Path

_LARGEST_FILE = 4096


class SettingError(Exception):
    """A setting that cannot be used, with a sentence that says what to write instead."""


class Environment:
    """What somebody wrote; an empty value is one that was not written."""

    def __init__(self, written: Mapping[str, str]) -> None:
        """Read from `written`."""
        self._written = written

    def text(self, name: str, default: str = "") -> str:
        """Return a value as it stands."""
        return self._written.get(name) or default

    def folder(self, name: str, default: Path) -> Path:
        """Return an absolute path."""
        return Path(self.text(name) or default).expanduser().resolve()

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        text = self.text(name, str(default))
        if not text.isdecimal() or not low <= int(text) <= high:
            message = f"{name} must be a whole number from {low} to {high}, not {text!r}."
            raise SettingError(message)
        return int(text)

    def yes(self, name: str) -> bool:
        """Return whether something is switched on with 1."""
        return self.one_of(name, ("0", "1")) == "1"

    def one_of(self, name: str, words: tuple[str, ...], default: str = "") -> str:
        """Return one of the words; the first one, or `default`, when none is written."""
        text = self.text(name, default or words[0]).lower()
        if text not in words:
            message = f"{name} must be {', '.join(words[:-1])} or {words[-1]}, not {text!r}."
            raise SettingError(message)
        return text

    def address(self, name: str, default: str = "") -> str:
        """Return an e-mail address without a name beside it."""
        text = self.text(name, default)
        if text and not _is_address(text):
            message = f"{name} must be an e-mail address such as course@hospital.org, not {text!r}."
            raise SettingError(message)
        return text

    def secret(self, name: str, shortest: int = 1) -> str:
        """Return a secret: written out, or alone in the file that `NAME_FILE` names."""
        written, path = self.text(name), self.text(f"{name}_FILE")
        if written and path:
            message = f"{name} and {name}_FILE are both there. Leave one of them out."
            raise SettingError(message)
        found = _alone_in(f"{name}_FILE", Path(path)) if path else written
        if found and len(found) < shortest:
            message = f"{name} must have at least {shortest} characters."
            raise SettingError(message)
        return found


def _alone_in(name: str, path: Path) -> str:
    """Return the one line of a file."""
    try:
        with path.open(encoding="utf-8") as file:
            found = file.read(_LARGEST_FILE).strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{name}, {path}, cannot be read: {error}."
        raise SettingError(message) from error
    if not found or "\n" in found:
        message = f"{name}, {path}, must hold the secret alone, on one line."
        raise SettingError(message)
    return found


def _is_address(text: str) -> bool:
    try:
        found = Address(addr_spec=text)
    except (HeaderParseError, ValueError, IndexError):
        return False
    return found.addr_spec == text and re.fullmatch(r"[\w.-]+", found.domain) is not None
