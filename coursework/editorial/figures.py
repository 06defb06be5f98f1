"""Figures: named, described, of the course's own colours, readable on a telephone, used."""

import re
from collections.abc import Iterator
from pathlib import Path

from coursework.editorial.drawings import Drawn, drawn_in
from coursework.editorial.findings import Findings
from coursework.editorial.written import WrittenCourse, WrittenLecture

FEWEST = 2
MOST_BYTES = 40 * 1024
WIDTH = 400
SMALLEST_TEXT = 14  # units of a drawing 400 wide: 11 px where the column is 328 px, on a telephone of 360
_UNSET_SIZE = 16
_CLASSES = """
    fig-ink fig-accent fig-warn fig-line fig-paper fig-tint fig-warn-tint fig-shade fig-edge fig-dash
    fig-stroke fig-accent-stroke fig-warn-stroke fig-axis fig-hair
    fig-text fig-quiet fig-accent-text fig-warn-text fig-on-accent fig-bold fig-halo
"""
_SHAPES = """
    svg title desc g path circle ellipse rect line polyline polygon text tspan defs marker clipPath use symbol
"""
CLASSES, SHAPES = frozenset(_CLASSES.split()), frozenset(_SHAPES.split())
_COLOURS = {"fill", "stroke", "color", "stop-color"}
_NO_COLOUR = {"none", "currentColor", "inherit", "context-stroke", "context-fill"}
_USED = re.compile(r'^!!! figure "([^"]+)"', re.MULTILINE)
_SCALE = re.compile(r"scale\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?")
_CURVES = re.compile(r"[CcSsQqTt]")
_LETTERS_HAVE = 60  # curves: more in one path, and it is likely a word drawn as outlines
Fault = tuple[int, str]


def figures_of(lecture: WrittenLecture) -> set[str]:
    """Return the file names of the figures that a lecture shows."""
    return set(_USED.findall(lecture.text.body))


def check_figures(course: WrittenCourse, findings: Findings) -> None:
    """Report figures that are missing, unused or not as the format wants them."""
    folder = course.root / "lectures" / "figures"
    used: set[str] = set()
    for lecture in course.lectures:
        shown = figures_of(lecture)
        used |= {
            *shown,
            *_USED.findall(lecture.handout.body),
            *(one.field("figure") for one in lecture.items),
        }
        if len(shown) < FEWEST:
            message = f"shows {len(shown)} figures; draw at least two that show something"
            findings.faults.report(lecture.text.path, lecture.text.first_line, message)
    prefixes: dict[str, str] = {}
    for path in sorted(folder.glob("*")):
        if path.name not in used:
            findings.faults.report(
                path, 1, "no lecture, handout or question shows it; show it or take it out"
            )
        for line, message in _faults_of(path, prefixes):
            findings.faults.report(path, line, message)


def _faults_of(path: Path, prefixes: dict[str, str]) -> Iterator[Fault]:
    if path.stat().st_size > MOST_BYTES:
        yield 1, f"has {path.stat().st_size // 1024} KB; a page can carry {MOST_BYTES // 1024}"
    root = drawn_in(path)
    if root is None or root.tag != "svg":
        yield 1, "is no SVG drawing"
        return
    yield from _frame(root)
    yield from _ids(root, path, prefixes)
    for one in root.all():
        yield from _element(one)
    if not any(one.tag == "text" for one in root.all()):
        yield root.line, "holds no text; label what it shows with <text>, not with outlines"


def _frame(root: Drawn) -> Iterator[Fault]:
    box = root.attributes.get("viewBox", "").replace(",", " ").split()
    if box[:1] != ["0"] or box[2:3] != [str(WIDTH)]:
        yield root.line, f'needs viewBox="0 0 {WIDTH} ...", {WIDTH} wide and as high as it must be'
    for place, tag in enumerate(("title", "desc")):
        child = root.children[place] if len(root.children) > place else None
        if child is None or child.tag != tag or not child.words.strip():
            yield (
                child.line if child else root.line,
                f"<{tag}> must stand {('first', 'second')[place]} and say something",
            )


def _ids(root: Drawn, path: Path, prefixes: dict[str, str]) -> Iterator[Fault]:
    number = path.name.partition("-")[0]
    for one in root.all():
        id_ = one.attributes.get("id")
        found = re.match(rf"f{number}-\d+-", id_ or "")
        if id_ is not None and not found:
            yield (
                one.line,
                f"the id '{id_}' must begin with f{number}- and the number of the figure, as f{number}-1-",
            )
        if found and prefixes.setdefault(found.group(), path.name) != path.name:
            yield (
                one.line,
                f"'{found.group()}' is the prefix of {prefixes[found.group()]}; take the next number",
            )


def _element(one: Drawn) -> Iterator[Fault]:
    if one.tag not in SHAPES:
        yield one.line, f"<{one.tag}> may not stand in a figure"
    for name, value in one.attributes.items():
        if name == "style" or (
            name.startswith("font") and name not in {"font-size", "font-weight", "font-style"}
        ):
            yield one.line, f"{name}= may not be set; the page gives its own type and colours"
        if name in _COLOURS and value not in _NO_COLOUR:
            yield one.line, f'{name}="{value}" stays the same in the dark; use a class such as fig-accent'
        if name == "class":
            for unknown in sorted(set(value.split()) - CLASSES):
                yield one.line, f"the class '{unknown}' is not one of the format"
    if one.tag in {"text", "tspan"} and one.words.strip() and (size := _size_of(one)) < SMALLEST_TEXT:
        yield one.line, f"text of {size:g} units cannot be read on a telephone; {SMALLEST_TEXT} are the least"
    if one.tag == "path" and len(_CURVES.findall(one.attributes.get("d", ""))) > _LETTERS_HAVE:
        yield one.line, "looks like letters drawn as outlines; write them as <text>"


def _size_of(one: Drawn) -> float:
    """Return the size in which the text of an element is drawn, its scaling included."""
    written = next((up.attributes["font-size"] for up in one.above() if "font-size" in up.attributes), "")
    found = re.match(r"[\d.]+", written)
    size = float(found.group()) if found else _UNSET_SIZE
    for up in one.above():
        for scale in _SCALE.finditer(up.attributes.get("transform", "")):
            size *= min(abs(float(factor)) for factor in scale.groups() if factor)
    return size
