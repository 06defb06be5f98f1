"""The glossary as a page shows it."""

from dataclasses import dataclass
from itertools import groupby

from coursework.content.course import Course
from coursework.content.references import Reference


@dataclass(frozen=True)
class Line:
    """A term as it stands in the glossary; `anchor` is what links in lectures point to."""

    anchor: str
    term: str
    means: str
    source: Reference | None


def lines_by_letter(course: Course) -> list[tuple[str, list[Line]]]:
    """Return every term of the course under its first letter, in the order of the alphabet."""
    lines = [
        Line(key.replace(" ", "-"), term.term, term.means, course.references.get(term.source))
        for key, term in course.glossary.items()
    ]
    lines.sort(key=lambda line: line.term.casefold())
    return [(letter, list(group)) for letter, group in groupby(lines, key=_letter)]


def _letter(line: Line) -> str:
    first = line.term[:1].upper()
    return first if first.isalpha() else "0 to 9"
