"""Figures for paper: their classes become attributes, since style sheets do not reach into a drawing."""

import re
from xml.etree import ElementTree as ET

_SVG = "http://www.w3.org/2000/svg"

_INK, _QUIET, _ACCENT, _PAPER = "#1f1c18", "#4d473f", "#0b4f53", "#ffffff"
# In grey these are 9, 30 and 50 per cent light, so that a photocopy still tells them apart.
_WARN, _WARN_TEXT = "#bb5a2a", "#7a2e0e"
_TINT, _WARN_TINT, _SHADE = "#bcd8d1", "#f4dccb", "#efebe3"
_LINE, _HAIR = "#857b6b", "#b5ac9b"


def _line(colour: str) -> dict[str, str]:
    return {"fill": "none", "stroke": colour}


_ATTRIBUTES: dict[str, dict[str, str]] = {
    "fig-ink": {"fill": _INK},
    "fig-accent": {"fill": _ACCENT},
    "fig-warn": {"fill": _WARN},
    "fig-line": {"fill": _LINE},
    "fig-paper": {"fill": _PAPER},
    "fig-tint": {"fill": _TINT},
    "fig-warn-tint": {"fill": _WARN_TINT},
    "fig-shade": {"fill": _SHADE},
    "fig-stroke": _line(_INK),
    "fig-accent-stroke": _line(_ACCENT),
    "fig-warn-stroke": _line(_WARN),
    "fig-axis": _line(_LINE),
    "fig-hair": _line(_HAIR),
    "fig-edge": {"stroke": _QUIET},
    "fig-dash": {"stroke-dasharray": "5 4"},
    "fig-text": {"fill": _INK},
    "fig-quiet": {"fill": _QUIET},
    "fig-accent-text": {"fill": _ACCENT},
    "fig-warn-text": {"fill": _WARN_TEXT},
    "fig-on-accent": {"fill": _PAPER},
    "fig-bold": {"font-weight": "600"},
}
_WIDTH_OF_EDGE = "1.25"
_WIDTH_OF_HALO = "4"


def for_paper(svg: str) -> str:
    """Return the drawing in print colours and the faces of the page, its description in its name."""
    root = ET.fromstring(svg)  # noqa: S314 (a file of the course, read at start)
    root.set("font-family", "Source Sans 3, Source Sans 3 Ext, Source Sans 3 Greek")
    _name(root)
    for parent in list(root.iter()):
        for index, child in reversed(list(enumerate(parent))):
            if "fig-halo" in child.get("class", "").split():
                parent.insert(index, _halo(child))
    for element in root.iter():
        _colour(element)
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    root.set("xmlns", _SVG)
    return ET.tostring(root, encoding="unicode")


def _name(root: ET.Element) -> None:
    """Join title and description: what reads a PDF aloud is given the title only."""
    title, description = root.find(f"{{{_SVG}}}title"), root.find(f"{{{_SVG}}}desc")
    if title is not None and description is not None and description.text:
        title.text = f"{(title.text or '').rstrip('.')}. {description.text}"
        root.remove(description)


def _halo(text: ET.Element) -> ET.Element:
    """Return the same text in thick paper, to stand behind the text."""
    halo = ET.fromstring(ET.tostring(text))  # noqa: S314 (as above)
    halo.tail = None
    halo.set("class", " ".join(name for name in halo.get("class", "").split() if name == "fig-bold"))
    halo.attrib |= {"fill": _PAPER, "stroke": _PAPER, "stroke-width": _WIDTH_OF_HALO}
    return halo


def _colour(element: ET.Element) -> None:
    names = (element.attrib.pop("class", "")).split()
    for name in names:
        for attribute, value in _ATTRIBUTES.get(name, {}).items():
            element.set(attribute, value)
    if "fig-edge" in names:
        element.attrib.setdefault("stroke-width", _WIDTH_OF_EDGE)
    if element.tag == f"{{{_SVG}}}text" and "fill" not in element.attrib:
        element.set("fill", _INK)


def in_prose(html: str) -> str:
    """Return the HTML with every drawing made for paper."""
    return re.sub(r"<svg\b.*?</svg>", lambda found: for_paper(found.group(0)), html, flags=re.DOTALL)
