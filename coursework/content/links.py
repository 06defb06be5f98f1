"""What Markdown may not do: lead elsewhere than it looks, bring attributes, pictures or styles of its own."""

import html
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown, util
from markdown.treeprocessors import Treeprocessor

_SAFE_ADDRESS = re.compile(r"https?://[^/\\]|mailto:[^\\]+@|/(?![/\\])|/?#", re.IGNORECASE)
_LEFT_OUT_BY_BROWSERS = re.compile(r"[\x00-\x20]")
_ESCAPED = re.compile(f"{util.STX}([0-9]+){util.ETX}")  # how the library keeps `\\-` and its like
_ATTRIBUTES = {"id", "class", "href", "title", "rel", "start", "aria-label", "data-means"}


def is_safe_address(address: str) -> bool:
    """Say whether a link leads to a site, to a mailbox, or to a path of ours."""
    written = _ESCAPED.sub(lambda found: chr(int(found.group(1))), address)
    plain = html.unescape(written.replace(util.AMP_SUBSTITUTE, "&"))
    return _SAFE_ADDRESS.match(_LEFT_OUT_BY_BROWSERS.sub("", plain)) is not None


class SafeMarkup(Treeprocessor):
    """Take out what a text of the course may not hold, and report it."""

    def __init__(self, md: Markdown, fault: Callable[[str], None]) -> None:
        """Report with `fault`."""
        super().__init__(md)
        self.fault = fault

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for element in root.iter():
            if element.tag in {"td", "th"}:
                _align(element)
            if element.tag == "img":
                self.fault(f"the picture '{element.get('src')}' must be a figure, `!!! figure \"name.svg\"`")
                element.tag, element.attrib = "span", {}
            self._check(element)

    def _check(self, element: Element) -> None:
        address = element.get("href", "/")
        if not is_safe_address(address):
            self.fault(f"the link '{address}' must begin with https://, http://, mailto:, / or #")
            del element.attrib["href"]
        for name in element.attrib.keys() - _ATTRIBUTES:
            self.fault(f"the attribute '{name}' may not be set; only an id, a class and a title may")
            del element.attrib[name]


def _align(cell: Element) -> None:
    """Turn the style that the tables extension sets into a class: pages have no inline styles."""
    if "right" in cell.attrib.pop("style", ""):
        cell.set("class", "r")
