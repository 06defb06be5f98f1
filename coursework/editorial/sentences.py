"""Markdown as its author wrote it: blocks and sentences, each with its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coursework.content.marks import CITATION, TERM

_LINK = re.compile(r"\[([^\[\]]+)\]\([^)\s]*\)")
_MARKS = re.compile(r"\{[#.:][^}]*\}|[*_`]")
_STARTS = re.compile(r"(?:[-*+]|\d+\.|:) +(?:\[ \] )?")
_END = re.compile(
    r"(?<=[.?!])[\"'\u201d\u2019)*_]*(?:" + CITATION + r")*\s+(?=[\"'\u201c(*_\[]*[A-Z0-9]|\([a-z]\))"
)
_NO_END = re.compile(r"(?:\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|No|vs|cf|al|e\.g|i\.e|approx)|^\d+)\.$")


@dataclass(frozen=True)
class Block:
    """A paragraph, an entry of a list, a row of a table or the title of a box; `kind` says which."""

    text: str
    line: int
    kind: str  # text, item, row, title
    box: str = ""  # the kind of box that it stands in, check included


@dataclass(frozen=True)
class Sentence:
    """One sentence as written, marks included."""

    text: str
    line: int


def plain(markdown: str) -> str:
    """Return a text as it is read aloud: without sources, marks and addresses."""
    text = re.sub(r"\s*" + CITATION, "", markdown)
    text = re.sub(TERM, lambda found: found.group(2) or found.group(1), text)
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())


def blocks_in(markdown: str, first_line: int) -> list[Block]:
    """Return the blocks of a text whose first line is `first_line`; headings and rules are left out."""
    found: list[Block] = []
    open_, box = False, ""
    for line, written in enumerate(markdown.split("\n"), start=first_line):
        text = written.strip()
        kind = _kind_of(text)
        if kind == "title":
            box = text.split()[1]
        elif kind and not written.startswith("    "):
            box = ""
        if not kind:
            open_ = False
        elif kind == "text" and open_:
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{text}")
        else:
            text = _STARTS.sub("", text, count=1) if kind == "item" else text
            found.append(Block(text, line, kind, box))
            open_ = kind in {"text", "item"}
    return found


def _kind_of(text: str) -> str:
    if not text or text.startswith("#") or re.fullmatch(r"[|:\s-]+", text):
        return ""
    if text.startswith("!!! "):
        return "title"
    if text.startswith("|"):
        return "row"
    return "item" if _STARTS.match(text) else "text"


def sentences_of(block: Block) -> Iterator[Sentence]:
    """Yield the sentences of a block; a source belongs to the sentence that it stands behind."""
    start = 0
    for end in [*_END.finditer(block.text), None]:
        text = block.text[start : end.end() if end else None]
        if end and _NO_END.search(block.text[start : end.start()]):
            continue
        if text.strip():
            yield Sentence(text.strip(), block.line + block.text[:start].count("\n"))
        start = end.end() if end else start
