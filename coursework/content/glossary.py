"""The terms of the course."""

from dataclasses import dataclass
from pathlib import Path

from coursework.content.fields import Fields
from coursework.content.problems import Desk
from coursework.content.yaml_files import Located, yaml_file


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term and what it means; `source` is the key of a reference, or empty."""

    key: str
    term: str
    means: str
    source: str


def read_glossary(path: Path, desk: Desk) -> dict[str, Term]:
    """Return every term of the file by its key."""
    found: dict[str, Term] = {}
    for key, value in (yaml_file(path, desk) or {}).items():
        if not isinstance(value, Located):
            desk.report(path, 1, f"{key}: must be a mapping of fields")
            continue
        fields = Fields(value, path, desk, key)
        found[key] = Term(
            key=key,
            term=fields.text("term") or key,
            means=fields.text("means") or "",
            source=fields.text("source", ""),
        )
        fields.no_others()
    return found
