"""Markdown to HTML: one renderer for the texts of the course, one for the lines of a question."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from coursework.content.blocks import Blocks, WriteLines
from coursework.content.figures import drawing_in
from coursework.content.glossary import Term
from coursework.content.links import SafeMarkup
from coursework.content.marks import NamedCitations, NumberedCitations, Terms
from coursework.content.references import Reference

_EXTENSIONS = ["admonition", "attr_list", "def_list", "tables", "sane_lists", "smarty"]
_SMART = {"smarty": {"smart_dashes": False}}
Fault = Callable[[str], None]


def _markdown() -> Markdown:
    """Return the library without raw HTML: what looks like a tag is shown as text."""
    md = Markdown(extensions=_EXTENSIONS, extension_configs=_SMART, output_format="html")
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.register(_Percent(r"(?<=\d) %"), "percent", 20)
    return md


class _Percent(InlineProcessor):
    """Keep a figure and its per cent sign on one line."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        """Return the sign after a space that does not break."""
        return "\u00a0%", m.start(0), m.end(0)


class Prose:
    """Render the parts of one lecture or handout; sources and figures are numbered through."""

    def __init__(
        self,
        number: int,
        references: Mapping[str, Reference],
        glossary: Mapping[str, Term],
        figures: Path,
        fault: Fault,
    ) -> None:
        """Render for lecture `number`; each fault is told to `fault` as a sentence."""
        self.number, self.references, self.figures, self.fault = number, references, figures, fault
        self.cited: list[str] = []
        self.figures_used: list[str] = []
        self._md = md = _markdown()
        md.inlinePatterns.register(NumberedCitations(self._number_of), "citation", 200)
        md.inlinePatterns.register(
            Terms(glossary, lambda key: fault(f"the glossary has no term {key!r}")), "term", 201
        )
        md.preprocessors.register(WriteLines(md), "write", 50)
        md.treeprocessors.register(SafeMarkup(md, fault), "safe", 7)
        md.treeprocessors.register(Blocks(md, self._figure, fault), "blocks", 5)
        md.treeprocessors.register(_SideNotes(md, self._noted), "notes", 4)

    def html(self, text: str) -> Markup:
        """Return the HTML of one part."""
        self._md.reset()
        return Markup(self._md.convert(text))  # noqa: S704 (raw HTML is off)

    def _number_of(self, key: str) -> int | None:
        if key not in self.references:
            self.fault(f"there is no reference {key!r} in references.yaml")
            return None
        if key not in self.cited:
            self.cited.append(key)
        return self.cited.index(key) + 1

    def _noted(self, number: int) -> Reference:
        return self.references[self.cited[number - 1]]

    def _figure(self, name: str, caption: Element) -> Element | None:
        svg = drawing_in(self.figures, name, self.fault)
        if svg is None:
            return None
        self.figures_used.append(name)
        label = f"Figure {self.number}.{len(self.figures_used)}."
        figure = Element("figure", {"class": "fig", "id": f"fig-{self.number}-{len(self.figures_used)}"})
        drawing = SubElement(figure, "div", {"class": "drawing"})
        drawing.text = self._md.htmlStash.store(svg)
        words = SubElement(figure, "figcaption")
        SubElement(words, "b").text = label
        words[0].tail = " "
        for part in caption:
            words.append(part)
            part.tag = "span"
            part.tail = " "
        return figure


class _SideNotes(Treeprocessor):
    """Put a short note of each source beside the line that cites it first."""

    def __init__(self, md: Markdown, noted: Callable[[int], Reference]) -> None:
        super().__init__(md)
        self.noted = noted
        self.done: set[int] = set()

    def run(self, root: Element) -> None:
        """Add the notes in place; tables, captions and folded answers have none."""
        self._walk(root)

    def _walk(self, parent: Element) -> None:
        for child in list(parent):
            if child.tag in {"table", "figure", "details", "h3"}:
                continue
            if child.get("class") == "cites":
                self._add(child)
            else:
                self._walk(child)

    def _add(self, cites: Element) -> None:
        for link in list(cites):
            number = int(link.text or 0)
            reference = self.noted(number)
            if number in self.done or not reference.note:
                continue
            self.done.add(number)
            note = SubElement(cites, "span", {"class": "side"})
            SubElement(note, "b").text = str(number)
            note[0].tail = f" {reference.short}. {reference.note}"


class Lines:
    """Render the short texts of questions; sources are named, blocks are not for them."""

    def __init__(self, references: Mapping[str, Reference], fault: Fault) -> None:
        """Cite from `references`; tell each fault to `fault`, which may be set anew for each text."""
        self.fault = fault
        self._md = md = _markdown()
        md.inlinePatterns.register(NamedCitations(references, self._unknown), "citation", 200)
        md.treeprocessors.register(SafeMarkup(md, self._report), "safe", 7)

    def _report(self, message: str) -> None:
        self.fault(message)

    def _unknown(self, key: str) -> None:
        self.fault(f"there is no reference {key!r} in references.yaml")

    def block(self, text: str) -> Markup:
        """Return the HTML of one or more paragraphs, tables included."""
        self._md.reset()
        return Markup(self._md.convert(text))  # noqa: S704 (raw HTML is off)

    def line(self, text: str) -> Markup:
        """Return the HTML of one line, without a paragraph around it."""
        html = self.block(text.strip())
        inner = html.removeprefix("<p>").removesuffix("</p>")
        return Markup(inner) if "<p>" not in inner else html  # noqa: S704 (raw HTML is off)
