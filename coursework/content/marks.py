"""The course's own marks inside a line: citations `[@Key]` and terms `[[term]]`."""

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, SubElement

from markdown.inlinepatterns import InlineProcessor

from coursework.content.glossary import Term
from coursework.content.references import Reference

CITATION = r"\[@([A-Za-z0-9_.:-]+(?:\s*;\s*@?[A-Za-z0-9_.:-]+)*)\]"
TERM = r"\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]"


def keys_in(citation: str) -> list[str]:
    """Return the keys of `A; @B`, in order."""
    return [key.strip().lstrip("@") for key in citation.split(";")]


class NumberedCitations(InlineProcessor):
    """Set `[@Key]` as the number of the source in this text, linked to the list."""

    def __init__(self, number_of: Callable[[str], int | None]) -> None:
        """Ask `number_of` for the number of a key; None when the source is unknown."""
        super().__init__(CITATION)
        self.number_of = number_of

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (the library's)
    ) -> tuple[Element, int, int]:
        """Return the links of one citation."""
        holder = Element("span", {"class": "cites"})
        for key in keys_in(m.group(1)):
            number = self.number_of(key)
            if number is not None:
                attributes = {"class": "cite", "href": f"#ref-{number}", "aria-label": f"Source {number}"}
                SubElement(holder, "a", attributes).text = str(number)
        return holder, m.start(0), m.end(0)


class NamedCitations(InlineProcessor):
    """Set `[@Key]` as `(Vosoughi 2018)`, linked to the source itself: for rationales."""

    def __init__(self, references: Mapping[str, Reference], unknown: Callable[[str], None]) -> None:
        """Look sources up in `references`; tell `unknown` about the others."""
        super().__init__(r"\s*" + CITATION)
        self.references, self.unknown = references, unknown

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (the library's)
    ) -> tuple[Element, int, int]:
        """Return the links of one citation."""
        holder = Element("span", {"class": "named-cites"})
        holder.text = " ("
        links: list[Element] = []
        for key in keys_in(m.group(1)):
            if key not in self.references:
                self.unknown(key)
                continue
            if links:
                links[-1].tail = "; "
            reference = self.references[key]
            links.append(SubElement(holder, "a", {"href": reference.address, "rel": "noopener"}))
            links[-1].text = reference.short
        if links:
            links[-1].tail = ")"
        else:
            holder.text = ""
        return holder, m.start(0), m.end(0)


class Terms(InlineProcessor):
    """Link `[[term]]` or `[[term|words]]` to the glossary, with the meaning at hand."""

    def __init__(self, glossary: Mapping[str, Term], unknown: Callable[[str], None]) -> None:
        """Look terms up in `glossary`; tell `unknown` about the others."""
        super().__init__(TERM)
        self.glossary, self.unknown = glossary, unknown

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (the library's)
    ) -> tuple[Element | str, int, int]:
        """Return the link of one term."""
        key = m.group(1).strip()
        words = (m.group(2) or key).strip()
        term = self.glossary.get(key)
        if term is None:
            self.unknown(key)
            return words, m.start(0), m.end(0)
        link = Element(
            "a", {"class": "term", "href": f"/glossary#{key.replace(' ', '-')}", "data-means": term.means}
        )
        link.text = words
        return link, m.start(0), m.end(0)
