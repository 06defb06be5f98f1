"""The terms of the course."""

from collections.abc import Collection
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


def read_glossary(path: Path, references: Collection[str], desk: Desk) -> dict[str, Term]:
    """Return every term of the file by its key; their sources must be among `references`."""
    found: dict[str, Term] = {}
    mapping = yaml_file(path, desk) or Located()
    for key, value in mapping.items():
        if not isinstance(value, Located):
            desk.report(path, mapping.line_of(key), f"{key}: must be a mapping of fields")
            continue
        fields = Fields(value, path, desk, key)
        found[key] = Term(
            key=key,
            term=fields.text("term") or key,
            means=fields.text("means") or "",
            source=fields.text("source", ""),
        )
        if found[key].source not in {"", *references}:
            fields.fault("source", f"there is no reference {found[key].source!r} in references.yaml")
        fields.no_others()
    return found
