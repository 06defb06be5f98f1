"""Read one lecture, or its handout, from its Markdown file."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from markupsafe import Markup

from coursework.content import words
from coursework.content.course import Handout, Objective, Section
from coursework.content.fields import Fields
from coursework.content.glossary import Term
from coursework.content.problems import Desk
from coursework.content.prose import Lines, Prose
from coursework.content.references import Reference
from coursework.content.yaml_files import Located, parsed

FIRST, LAST = "case", ("key-points", "this-week", "further-reading")
_FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^## +(.*?) *(?:\{#([a-z0-9-]+)\})? *$", re.MULTILINE)
_CHECK_IN_HANDOUT = re.compile(r"^!!! check\b", re.MULTILINE)


@dataclass(frozen=True)
class Library:
    """What texts may point to."""

    references: Mapping[str, Reference]
    glossary: Mapping[str, Term]
    figures: Path


class TextReader:
    """One Markdown file: its front matter, and its parts with their lines."""

    def __init__(self, path: Path, desk: Desk) -> None:
        """Read the file; `front` is None when it cannot be used."""
        self.path, self.desk = path, desk
        text = (desk.text_of(path) or "").replace("\r\n", "\n")
        match = _FRONT.match(text)
        self.front = parsed(match.group(1), path, desk, 1) if match else None
        if text and not match:
            desk.report(path, 1, "must begin with front matter between two lines `---`")
        self.body = text[match.end() :] if match else ""
        self.first_line = text[: match.end()].count("\n") + 1 if match else 1
        self.line = self.first_line

    def fault(self, message: str) -> None:
        """Report a fault; a quoted word of it is looked for, to name the line."""
        line = self.line
        for word in re.findall(r"'([^']+)'", message):
            for offset, written in enumerate(self.body.split("\n")):
                if word in written and self.first_line + offset >= self.line:
                    self.desk.report(self.path, self.first_line + offset, message)
                    return
        self.desk.report(self.path, line, message)

    def parts(self) -> list[tuple[str, str, str, int]]:
        """Return (title, id, Markdown, line) of each `##` section."""
        heads = list(_HEADING.finditer(self.body))
        ends = [head.start() for head in heads[1:]] + [len(self.body)]
        return [
            (head.group(1), head.group(2) or "", self.body[head.end() : end], self._line_at(head.start()))
            for head, end in zip(heads, ends, strict=True)
        ]

    def _line_at(self, offset: int) -> int:
        return self.first_line + self.body[:offset].count("\n")


@dataclass(frozen=True, kw_only=True)
class ReadLecture:
    """What the file of a lecture says."""

    title: str
    summary: str
    reviewed: date
    objectives: tuple[Objective, ...]
    take_home: tuple[Markup, ...]
    sections: tuple[Section, ...]
    sources: tuple[Reference, ...]
    figures: tuple[str, ...]


def read_lecture(path: Path, number: int, library: Library, desk: Desk) -> ReadLecture | None:
    """Return what the file says, or None after reporting why it cannot be used."""
    reader = TextReader(path, desk)
    if reader.front is None:
        return None
    front = Fields(reader.front, path, desk, "front matter")
    lines = Lines(library.references, partial(front.fault, "take_home"))
    prose = Prose(number, library.references, library.glossary, library.figures, reader.fault)
    read = ReadLecture(
        title=front.text("title") or "",
        summary=front.text("summary") or "",
        reviewed=front.day("reviewed") or date.min,
        take_home=tuple(lines.line(one) for one in front.items("take_home", str, 3, "sentences")),
        objectives=_objectives(front, lines, path, desk),
        sections=_sections(reader, prose, lines),
        sources=tuple(library.references[key] for key in prose.cited),
        figures=tuple(prose.figures_used),
    )
    front.no_others()
    return read


def _objectives(front: Fields, lines: Lines, path: Path, desk: Desk) -> tuple[Objective, ...]:
    found = []
    for one in front.items("objectives", Located, 1, "objectives"):
        fields = Fields(one, path, desk, "objective")
        lines.fault = partial(fields.fault, "text")
        id_, text = fields.word("id") or "", fields.text("text") or ""
        assessed = fields.one_of("assessed", ("test", "task")) or "test"
        fields.no_others()
        found.append(Objective(id=id_, text=lines.line(text), assessed=assessed))
    if len({one.id for one in found}) != len(found):
        front.fault("objectives", "two objectives have the same id")
    return tuple(found)


def _sections(reader: TextReader, prose: Prose, lines: Lines) -> tuple[Section, ...]:
    sections = []
    lines.fault = reader.fault
    _check_beginning(reader)
    for number, (title, id_, text, line) in enumerate(reader.parts(), start=1):
        reader.line = line
        if not id_:
            reader.fault(f"the section '{title}' needs an id, such as {{#how-things-spread}}")
        section = Section(
            id=id_,
            number=number,
            title=lines.line(title),
            html=prose.html(text),
            words=words.words_in(text),
            checks=words.checks_in(text),
        )
        sections.append(section)
    _check_order(reader, [section.id for section in sections])
    return tuple(sections)


def _check_beginning(reader: TextReader) -> None:
    """Report what stands before the first section, since no page would show it."""
    for offset, written in enumerate(reader.body.split("\n")):
        if written.startswith("## "):
            return
        if written.strip():
            reader.desk.report(
                reader.path, reader.first_line + offset, "stands before the first section, `## Title {#id}`"
            )
            return


def _check_order(reader: TextReader, ids: list[str]) -> None:
    reader.line = reader.first_line
    if ids[:1] != [FIRST] or tuple(ids[-3:]) != LAST:
        reader.fault(f"sections must begin with #{FIRST} and end with #{', #'.join(LAST)}")
    for id_ in {one for one in ids if one and ids.count(one) > 1}:
        reader.fault(f"two sections have the id '{id_}'")


def read_handout(path: Path, number: int, library: Library, desk: Desk) -> Handout | None:
    """Return the handout in a file, or None after reporting why there is none."""
    reader = TextReader(path, desk)
    if reader.front is None:
        return None
    front = Fields(reader.front, path, desk, "front matter")
    title = front.text("title") or ""
    front.no_others()
    prose = Prose(number, library.references, library.glossary, library.figures, reader.fault)
    if _CHECK_IN_HANDOUT.search(reader.body):
        reader.fault("a handout has no self-checks")
    html = prose.html(reader.body)
    sources = tuple(library.references[key] for key in prose.cited)
    return Handout(title=title, html=html, sources=sources)


def digest_of_files(*paths: Path) -> str:
    """Return 16 hex digits that change when one of the files does; a missing file counts as empty."""
    found = hashlib.sha256()
    for path in paths:
        data = path.read_bytes() if path.is_file() else b""
        found.update(f"{path.name}:{len(data)}:".encode() + data)
    return found.hexdigest()[:16]
