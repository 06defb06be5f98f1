"""Put one fault into a copy of the sound course."""

from pathlib import Path

from tests.factories.courses import edit


def spoil(course: Path, file: str, old: str | None, new: str) -> None:
    """Replace a text where it stands first in a file; without an old text, write the file anew."""
    if old is None:
        (course / file).write_text(new, encoding="utf-8")
    else:
        edit(course, file, old, new)
