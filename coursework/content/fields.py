"""Take typed values out of a YAML mapping, reporting what is missing or of another kind."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, overload

from coursework.content.problems import Desk
from coursework.content.yaml_files import Located

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Fields:
    """The fields of one mapping; every fault is reported with its line."""

    def __init__(self, mapping: Located, path: Path, desk: Desk, what: str) -> None:
        """Read `mapping`, which is called `what` in messages."""
        self.mapping, self.path, self.desk, self.what = mapping, path, desk, what
        self.known: set[str] = set()

    def fault(self, key: str, message: str) -> None:
        """Report a fault at the line of a key."""
        self.desk.report(self.path, self.mapping.line_of(key), f"{self.what}: {message}")

    def _take(self, key: str, kind: type, default: Any, needed: str) -> Any:
        self.known.add(key)
        if key not in self.mapping:
            if default is None:
                self.fault(key, f"`{key}` is missing; write {needed}")
            return default
        value = self.mapping[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(key, f"`{key}` must be {needed}")
            return default
        return value

    @overload
    def text(self, key: str, default: None = None) -> str | None: ...
    @overload
    def text(self, key: str, default: str) -> str: ...
    def text(self, key: str, default: str | None = None) -> str | None:
        """Return a text; None, after a report, when it is missing."""
        value: str | None = self._take(key, str, default, "a text")
        if value is not None and not value.strip() and default is None:
            self.fault(key, f"`{key}` is empty")
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int | None:
        """Return a whole number between `low` and `high`; None after a report."""
        value: int | None = self._take(key, int, default, f"a whole number from {low} to {high}")
        if value is not None and not low <= value <= high:
            self.fault(key, f"`{key}` must be from {low} to {high}")
            return default
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool | None:
        """Return true or false; None after a report."""
        value: bool | None = self._take(key, bool, default, "true or false")
        return value

    def day(self, key: str) -> date | None:
        """Return a date; None after a report."""
        value: date | None = self._take(key, date, None, "a date such as 2026-11-22")
        if isinstance(value, datetime):
            self.fault(key, f"`{key}` must be a date without a time, such as 2026-11-22")
            return None
        return value

    def moment(self, key: str) -> datetime | None:
        """Return a moment; None after a report, also when it has no zone."""
        needed = "a moment with its zone, such as 2026-11-22 18:00:00+01:00"
        value: date | None = self._take(key, date, None, needed)
        if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
            self.fault(key, f"`{key}` must be {needed}")
            return None
        return value

    def word(self, key: str) -> str | None:
        """Return a name such as `how-things-spread`; None after a report."""
        value = self.text(key)
        if value and not _WORD.fullmatch(value):
            self.fault(key, f"`{key}` must be lower-case words joined by hyphens, not {value!r}")
            return None
        return value

    def items(self, key: str, kind: type, low: int, needed: str) -> list[Any]:
        """Return a list of at least `low` values of a kind; an empty one after a report."""
        value = self._take(key, list, [] if low == 0 else None, f"a list of {needed}") or []
        if any(not isinstance(item, kind) for item in value):
            self.fault(key, f"`{key}` must be a list of {needed}")
            return []
        if len(value) < low and key in self.mapping:
            self.fault(key, f"`{key}` needs at least {low} {needed}")
        return value

    def one_of(self, key: str, choices: tuple[str, ...]) -> str | None:
        """Return one of the choices; None after a report."""
        value: str | None = self._take(key, str, None, " or ".join(choices))
        if value is not None and value not in choices:
            self.fault(key, f"`{key}` must be {' or '.join(choices)}, not {value!r}")
            return None
        return value

    def no_others(self) -> None:
        """Report each key that nobody asked for: a misspelt one would be lost in silence."""
        for key in self.mapping.keys() - self.known:
            self.fault(key, f"`{key}` is not a field of the format")
