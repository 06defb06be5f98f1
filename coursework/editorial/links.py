"""Links inside the course: does each lead somewhere?"""

import re
from collections.abc import Iterator
from pathlib import Path

from coursework.editorial.findings import Findings
from coursework.editorial.written import Text, WrittenCourse, WrittenLecture

_LINK = re.compile(r"\]\((?:/lectures/([a-z0-9-]*)/?)?(?:#([^)\s]*))?\)|\]\(/(glossary)#([^)\s]*)\)")
_ID = re.compile(r"\{[^}]*#([\w-]+)[^}]*\}")
_FIGURE = re.compile(r"^!!! figure ", re.MULTILINE)


def check_links(course: WrittenCourse, findings: Findings) -> None:
    """Report links to lectures, sections, figures and terms that are not there."""
    ids = {lecture.lecture.slug: _ids_of(lecture) for lecture in course.lectures}
    for lecture in course.lectures:
        own = ids[lecture.lecture.slug]
        for path, line, text in _texts(lecture):
            here = own if path == lecture.text.path else _ids_in(lecture.handout)
            here = set() if path == lecture.bank_path else here
            for found in _LINK.finditer(text):
                at = line + text[: found.start()].count("\n")
                if message := _wrong(found, here, ids, course):
                    findings.faults.report(path, at, message)


def _wrong(found: re.Match[str], here: set[str], ids: dict[str, set[str]], course: WrittenCourse) -> str:
    slug, anchor, glossary, term = found.groups()
    if glossary:
        known = term in {key.replace(" ", "-") for key in course.glossary}
        return "" if known else f"the glossary has no term '{term}'"
    if slug is None:
        return (
            "" if anchor is None or anchor in here else f"nothing here has the id '{anchor}'; mend the link"
        )
    if slug not in ids:
        entry = course.course.entry_of(slug)
        return (
            f"'{slug}' is still in preparation; name it without a link"
            if entry
            else f"there is no lecture '{slug}'"
        )
    return "" if anchor in {None, *ids[slug]} else f"the lecture '{slug}' has no id '{anchor}'; mend the link"


def _texts(lecture: WrittenLecture) -> Iterator[tuple[Path, int, str]]:
    for text in lecture.texts:
        yield text.path, text.first_line, text.body
    for item in lecture.items:
        for name in ("stem", "ask", "rationale"):
            yield lecture.bank_path, item.line_of(name), item.field(name)
        for choice in (*item.choices, *item.premises):
            yield lecture.bank_path, choice.line, choice.text + choice.why


def _ids_of(lecture: WrittenLecture) -> set[str]:
    """Return the ids on the page of a lecture: its own, and those that the program sets."""
    number = lecture.lecture.number
    figures = {f"fig-{number}-{at + 1}" for at in range(len(_FIGURE.findall(lecture.text.body)))}
    sources = {f"ref-{at + 1}" for at in range(len(lecture.lecture.sources))}
    return _ids_in(lecture.text) | figures | sources


def _ids_in(text: Text) -> set[str]:
    return set(_ID.findall(text.body))
