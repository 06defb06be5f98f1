"""The opening case of each lecture, claimed once in docs/cases.md; and the evidence log."""

import re

from coursework.editorial.findings import Findings
from coursework.editorial.written import WrittenCourse, WrittenLecture

_ROW = re.compile(r"^\| *`([a-z0-9-]+)` *\|(.*?)\|(.*?)\|", re.MULTILINE)
_KEY = re.compile(r"`([A-Za-z0-9_.:-]+)`")


def check_cases(course: WrittenCourse, findings: Findings) -> None:
    """Report cases that nobody has claimed, or that are claimed twice."""
    path = course.root / "docs" / "cases.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    claimed: dict[str, int] = {}
    sources: dict[str, str] = {}
    for row in _ROW.finditer(text):
        slug, line = row.group(1), text[: row.start()].count("\n") + 1
        if slug in claimed:
            findings.faults.report(
                path, line, f"'{slug}' claims a case in line {claimed[slug]} already; keep one"
            )
        claimed.setdefault(slug, line)
        for key in _KEY.findall(row.group(3)):
            if sources.setdefault(key, slug) != slug:
                message = f"'{slug}' tells the case of '{sources[key]}' (the source {key}); find another"
                findings.faults.report(path, line, message)
    for lecture in course.lectures:
        if lecture.lecture.slug not in claimed:
            case = lecture.text.part_of("case")
            findings.faults.report(lecture.text.path, case.line, "claim the opening case in docs/cases.md")


def check_evidence(course: WrittenCourse, lecture: WrittenLecture, findings: Findings) -> None:
    """Report sources of a lecture of which the evidence log does not say what was seen."""
    path = course.root / "docs" / "evidence" / f"{lecture.lecture.slug}.md"
    if not path.is_file():
        findings.faults.report(
            path, 1, "is missing; log for each fact its source, what was seen of it, and where"
        )
        return
    text = path.read_text(encoding="utf-8")
    for source in lecture.lecture.sources:
        if not re.search(rf"(?<![\w.:-]){re.escape(source.key)}(?![\w:-])", text):
            findings.faults.report(path, 1, f"has no row for {source.key}, which the lecture cites")
