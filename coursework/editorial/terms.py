"""Glossary terms: used somewhere, and marked where they are used."""

import re

from coursework.content.marks import CITATION, TERM
from coursework.editorial.findings import Findings
from coursework.editorial.written import WrittenCourse

_TWO_WORDS = 2


def check_terms(course: WrittenCourse, findings: Findings) -> None:
    """Warn of terms that no text marks, and of those that a lecture uses and never marks."""
    met: set[str] = set()
    for lecture in course.lectures:
        here = {found.group(1).strip() for text in lecture.texts for found in re.finditer(TERM, text.body)}
        met |= here
        for key in course.glossary.keys() - here:
            if line := _first_use(str(course.glossary[key].get("term", key)), lecture.text.body):
                met.add(key)
                message = f"uses '{key}' and never marks it; write [[{key}]] where it comes first"
                findings.warnings.report(lecture.text.path, lecture.text.first_line + line - 1, message)
    for key in course.glossary.keys() - met:
        message = f"{key}: no lecture and no handout uses this term; mark it or take it out"
        findings.warnings.report(course.glossary_path, course.glossary.line_of(key), message)


def _first_use(term: str, body: str) -> int:
    """Return the line of a text on which a term of several words comes first; 0 when it does not.

    A single word, such as *reach*, is too often an ordinary one.
    """
    if len(term.split()) < _TWO_WORDS:
        return 0
    words = r"\s+".join(re.escape(word) for word in term.split())
    text = re.sub(CITATION, lambda found: " " * len(found.group()), body)
    found = re.search(rf"\b{words}s?\b", text, re.IGNORECASE)
    return text[: found.start()].count("\n") + 1 if found else 0
