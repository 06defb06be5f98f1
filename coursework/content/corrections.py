"""What was wrong in the course and was put right, in public."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from markupsafe import Markup

from coursework.content.fields import Fields
from coursework.content.problems import Desk
from coursework.content.prose import Lines
from coursework.content.references import Reference
from coursework.content.yaml_files import Located, yaml_file


@dataclass(frozen=True, kw_only=True)
class CourseCorrection:
    """One correction; `slug` names the lecture, or is empty for the whole course."""

    day: date
    slug: str
    was: Markup
    now: Markup


def read_corrections(
    path: Path, slugs: list[str], references: dict[str, Reference], desk: Desk
) -> tuple[CourseCorrection, ...]:
    """Return the corrections in a file, in its order; none where there is no file."""
    mapping = yaml_file(path, desk) if path.is_file() else None
    if mapping is None:
        return ()
    fields = Fields(mapping, path, desk, "corrections")
    found = fields.items("corrections", Located, 0, "corrections")
    fields.no_others()
    return tuple(
        _correction(Fields(one, path, desk, f"correction {number}"), slugs, references)
        for number, one in enumerate(found, start=1)
    )


def _correction(fields: Fields, slugs: list[str], references: dict[str, Reference]) -> CourseCorrection:
    slug = fields.text("lecture", "")
    if slug not in {"", *slugs}:
        fields.fault("lecture", f"no lecture has the slug {slug!r}")
    day = fields.day("day")
    was, now = (
        Lines(references, partial(fields.fault, key)).line(fields.text(key) or "") for key in ("was", "now")
    )
    fields.no_others()
    return CourseCorrection(day=day or date.min, slug=slug, was=was, now=now)
