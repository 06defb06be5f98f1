"""Renderers for single texts."""

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from coursework.content.glossary import Term
from coursework.content.prose import Lines, Prose
from coursework.content.references import Reference
from tests.factories.courses import SMALL_COURSE

FIGURES = SMALL_COURSE / "lectures" / "figures"


def make_reference(key: str, **fields: object) -> Reference:
    """Return a source; what is not said is empty."""
    blank = dict.fromkeys(("venue", "volume", "pages", "doi", "url", "note", "found", "limit"), "")
    usual = {"key": key, "authors": "Roy D", "title": "A title", "year": 2018, "retracted": False}
    return Reference(**(blank | usual | {"doi": f"10.1/{key}"} | fields))


SOURCES = MappingProxyType(
    {
        "A": make_reference("A", authors="Ames A", note="Twelve wards."),
        "B": make_reference("B", authors="Beck B", note='A <script> of "notes".'),
        "C": make_reference("C", authors="Chen C"),
    }
)
TERMS = MappingProxyType(
    {"post": Term(key="post", term="post", means='What is "posted" <b>anywhere</b>.', source="")}
)


@dataclass
class Page:
    """One lecture in the making; `faults` are what its texts were blamed for."""

    figures: Path = FIGURES
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the renderers."""
        self.prose = Prose(3, SOURCES, TERMS, self.figures, self.faults.append)
        self.lines = Lines(SOURCES, self.faults.append)

    def html(self, text: str) -> str:
        """Return a part of the lecture as HTML, without line breaks."""
        return str(self.prose.html(text)).replace("\n", "")

    def line(self, text: str) -> str:
        """Return a line of a question as HTML, without line breaks."""
        return str(self.lines.line(text)).replace("\n", "")
