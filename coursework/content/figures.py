"""Drawings: SVG files that stand in the page itself, so what is in them is checked."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

_NAME = re.compile(r"[a-z0-9-]+\.svg")
_NOT_IN_A_DRAWING = {"script", "style", "foreignObject", "image", "iframe", "a", "animate", "set"}


def drawing_in(folder: Path, name: str, fault: Callable[[str], None]) -> str | None:
    """Return a drawing as it stands in a page, or None after telling `fault` why there is none."""
    path = folder / name
    if not _NAME.fullmatch(name) or not path.is_file():
        fault(f"there is no figure '{name}' in lectures/figures")
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
        unfit = _unfit_in(ET.fromstring(text))  # noqa: S314 (the course's own file)
    except (UnicodeDecodeError, ET.ParseError) as error:
        fault(f"the figure '{name}' cannot be read: {error}")
        return None
    for what in unfit:
        fault(f"the figure '{name}' may not hold {what}")
    return None if unfit else inline_svg(text)


def _unfit_in(root: ET.Element) -> list[str]:
    """Return what a page would run, fetch or refuse, each named once."""
    found = set()
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag in _NOT_IN_A_DRAWING:
            found.add(f"<{tag}>")
        for attribute, value in element.attrib.items():
            name = attribute.rpartition("}")[2].lower()
            if name == "style" or name.startswith("on") or (name == "href" and not value.startswith("#")):
                found.add(f"{name}=")
    return sorted(found)


def inline_svg(text: str) -> str:
    """Return an SVG file's element as it stands in a page: an image with a name."""
    svg = re.sub(r"^.*?(?=<svg)", "", text, count=1, flags=re.DOTALL).strip()
    return svg if 'role="img"' in svg[:400] else svg.replace("<svg", '<svg role="img"', 1)
