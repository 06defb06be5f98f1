"""An SVG file as a list of its elements, each with its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat


@dataclass
class Drawn:
    """One element, what it stands in and what stands in it."""

    tag: str
    line: int
    attributes: dict[str, str]
    parent: "Drawn | None"
    words: str = ""
    children: list["Drawn"] = field(default_factory=list)

    def all(self) -> Iterator["Drawn"]:
        """Yield the element and everything in it."""
        yield self
        for child in self.children:
            yield from child.all()

    def above(self) -> Iterator["Drawn"]:
        """Yield the element and what it stands in, inside out."""
        yield self
        if self.parent:
            yield from self.parent.above()


def drawn_in(path: Path) -> Drawn | None:
    """Return the root of a drawing, or None when it is no XML."""
    open_: list[Drawn] = []
    roots: list[Drawn] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        parent = open_[-1] if open_ else None
        one = Drawn(tag.rpartition(":")[2], parser.CurrentLineNumber, attributes, parent)
        (parent.children if parent else roots).append(one)
        open_.append(one)

    def words(text: str) -> None:
        open_[-1].words += text

    parser.StartElementHandler, parser.CharacterDataHandler = start, words
    parser.EndElementHandler = lambda _: open_.pop()
    try:
        parser.Parse(path.read_bytes(), True)  # noqa: FBT003 (the library takes it by place only)
    except expat.ExpatError:
        return None
    return roots[0]
