"""References: used, noted, there once, few enough, and retracted ones cited as such."""

import re
from collections.abc import Iterator
from pathlib import Path

from coursework.content.marks import CITATION, keys_in
from coursework.content.yaml_files import Located
from coursework.editorial.findings import Findings
from coursework.editorial.sentences import Sentence, sentences_of
from coursework.editorial.written import WrittenCourse, WrittenLecture

NUMBER = range(12, 41)
_SAID = re.compile(r"retract|withdraw", re.IGNORECASE)


def check_number(lecture: WrittenLecture, findings: Findings) -> None:
    """Report a lecture with too few sources or too many."""
    count = len(lecture.lecture.sources)
    if count not in NUMBER:
        message = f"cites {count} references; {NUMBER[0]} to {NUMBER[-1]} are right"
        findings.faults.report(lecture.text.path, lecture.text.first_line, message)


def check_references(course: WrittenCourse, findings: Findings) -> None:
    """Report what is wrong with references.yaml."""
    used = _used(course)
    seen: dict[str, str] = {}
    for key, one in course.references.items():
        line = course.references.line_of(key)
        if key not in used:
            findings.faults.report(
                course.references_path, line, f"{key}: nothing cites it; cite it or take it out"
            )
        if not str(one.get("note", "")).strip():
            findings.warnings.report(
                course.references_path, line, f"{key}: a `note` on design and limit is missing"
            )
        for what, value in _names_of(one):
            if seen.setdefault(value, key) != key:
                message = f"{key}: has the same {what} as {seen[value]}; keep one"
                findings.faults.report(course.references_path, line, message)


def check_retractions(course: WrittenCourse, findings: Findings) -> None:
    """Report sentences that cite a retracted paper and do not say so."""
    retracted = {key for key, one in course.references.items() if "status" in one}
    for path, sentence in _citing(course):
        for key in _keys(sentence.text):
            if key in retracted and not _SAID.search(sentence.text.replace(key, "")):
                message = f"{key} has been retracted; the sentence that cites it must say so"
                findings.faults.report(path, sentence.line, message)


def _used(course: WrittenCourse) -> set[str]:
    written = course.root / "lectures" / "course.yaml"
    used = set(_keys(written.read_text(encoding="utf-8")))
    used |= {str(term.get("source", "")) for term in course.glossary.values()}
    return used | {key for _, sentence in _citing(course) for key in _keys(sentence.text)}


def _citing(course: WrittenCourse) -> Iterator[tuple[Path, Sentence]]:
    """Yield everything that may cite: sentences of the texts, and each text of an item."""
    for lecture in course.lectures:
        for message in lecture.text.front["take_home"]:
            yield lecture.text.path, Sentence(message, lecture.text.front.line_of("take_home"))
        for text in lecture.texts:
            for block in text.blocks:
                yield from ((text.path, sentence) for sentence in sentences_of(block))
        for item in lecture.items:
            fields = [(name, item.field(name)) for name in ("stem", "ask", "rationale")]
            for name, value in fields:
                yield lecture.bank_path, Sentence(value, item.line_of(name))
            for choice in (*item.choices, *item.premises):
                yield lecture.bank_path, Sentence(f"{choice.text} {choice.why}", choice.line)


def _keys(text: str) -> list[str]:
    return [key for found in re.finditer(CITATION, text) for key in keys_in(found.group(1))]


def _names_of(one: Located) -> Iterator[tuple[str, str]]:
    """Yield what no second reference may share, as `what` and a value."""
    if doi := str(one.get("doi", "")).lower():
        yield "DOI", "doi:" + doi.removeprefix("https://doi.org/")
    if url := str(one.get("url", "")).lower():
        yield "address", "url:" + re.sub(r"^https?://(www\.)?|[/#?]+$", "", url)
    yield "title", "title:" + re.sub(r"\W+", " ", str(one.get("title", "")).lower()).strip()
