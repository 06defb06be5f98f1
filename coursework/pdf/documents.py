"""The documents of a lecture as HTML: its handout, and the whole lecture."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from coursework.content.course import Course, Lecture
from coursework.pdf.paper import Paper, parts_of, terms_in

TEMPLATES = Path(__file__).parent / "templates"


class Kind(StrEnum):
    """What can be printed of a lecture."""

    HANDOUT = "handout"
    LECTURE = "lecture"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document before it is a PDF."""

    kind: Kind
    slug: str
    html: str

    @property
    def file_name(self) -> str:
        """Return the name under which it is saved: `01-connected-world-handout.pdf`."""
        return f"{self.slug}-{self.kind}.pdf"


STAMP = "TEST: made by a trial installation"


def document_of(
    kind: Kind, course: Course, lecture: Lecture, public_url: str, *, is_test: bool = False
) -> Document:
    """Return a document of a lecture; `public_url` is where the course is read on screen.

    One that `is_test` says so on every page.
    """
    paper = Paper(public_url.rstrip("/"))
    address = f"{paper.public_url}/lectures/{lecture.slug}"
    particulars = _handout(lecture, paper) if kind is Kind.HANDOUT else _lecture(course, lecture, paper)
    html = (
        _environment()
        .get_template(f"{kind}.html")
        .render(
            course=course,
            lecture=lecture,
            address=address,
            qr=qr_code(address),
            stamp=STAMP if is_test else "",
            **particulars,
        )
    )
    return Document(kind=kind, slug=lecture.slug, html=html)


def _handout(lecture: Lecture, paper: Paper) -> dict[str, object]:
    return {"parts": parts_of(paper.prose(lecture.handout.html)), "sources": lecture.handout.sources}


def _lecture(course: Course, lecture: Lecture, paper: Paper) -> dict[str, object]:
    return {
        "sections": paper.sections(lecture.sections),
        "answers": paper.answers,
        "terms": terms_in([section.html for section in lecture.sections], course.glossary),
        "sources": lecture.sources,
    }


def qr_code(address: str) -> Markup:
    """Return a QR code as a drawing that says where it leads."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        title=f"QR code of {address}", border=0, omitsize=True, lineclass=None, svgclass="qr"
    )
    return Markup(drawing)  # noqa: S704 (made of squares)


def said_date(day: date) -> str:
    """Say a date in full: `22 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def breakable(address: str) -> Markup:
    """Return an address that may break after its slashes and dots."""
    return Markup(re.sub(r"([/.])(?!/)", r"\1<wbr>", str(escape(address))))  # noqa: S704 (escaped)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"said": said_date, "breakable": breakable}
    return made
