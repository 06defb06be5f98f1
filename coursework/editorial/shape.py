"""The shape of a lecture: its length, its sections, its boxes and self-checks."""

import re

from coursework.content import words
from coursework.content.blocks import BOXES
from coursework.editorial import study_time
from coursework.editorial.findings import Findings
from coursework.editorial.written import Part, WrittenLecture

TAKE_HOME = range(3, 6)
TEACHING = range(5, 9)
SECTION_WORDS = range(500, 1001)
CASE_WORDS = range(100, 221)
MOST_BOXES = 2
_BOX = re.compile(rf"^!!! ({'|'.join(BOXES)})\b")
_CHECK = re.compile(r"^!!! check\b")


def check_shape(lecture: WrittenLecture, findings: Findings) -> None:
    """Report what is too long, too short or out of its place."""
    report, path, text = findings.faults.report, lecture.text.path, lecture.text
    if len(text.front["take_home"]) not in TAKE_HOME:
        report(path, text.front.line_of("take_home"), "write three to five take-home messages")
    for message in _length(lecture):
        report(path, text.first_line, message)
    teaching = [part for part in text.parts if part.teaches]
    if len(teaching) not in TEACHING:
        report(path, text.first_line, f"has {len(teaching)} teaching sections; five to eight are right")
    for part in teaching:
        _check_section(part, lecture, findings)
    for part in text.parts:
        if not part.teaches and not part.blocks:
            report(path, part.line, f"the section '{part.id}' is empty")
    case = text.part_of("case")
    if case.blocks and words.words_in(case.text) not in CASE_WORDS:
        message = f"the case has {words.words_in(case.text)} words; tell it in about 150"
        findings.warnings.report(path, case.line, message)


def _length(lecture: WrittenLecture) -> list[str]:
    found = []
    count, minutes = study_time.words_of(lecture.lecture), lecture.lecture.minutes
    fewest, most = study_time.FEWEST_WORDS, study_time.MOST_WORDS
    if not fewest <= count <= most:
        found.append(
            f"has {count} teaching words; write {fewest} to {most} (figures and folded answers do not count)"
        )
    shortest, longest = study_time.FEWEST_MINUTES, study_time.MOST_MINUTES
    if not shortest <= minutes <= longest:
        found.append(f"takes {minutes} minutes as printed; it must take {shortest} to {longest}")
    return found


def _check_section(part: Part, lecture: WrittenLecture, findings: Findings) -> None:
    report, path = findings.faults.report, lecture.text.path
    count = words.words_in(part.text)
    if count not in SECTION_WORDS:
        message = (
            f"the section '{part.id}' has {count} words; write {SECTION_WORDS[0]} to {SECTION_WORDS[-1]}"
        )
        report(path, part.line, message)
    lines = part.text.split("\n")
    boxes = [part.line + at for at, line in enumerate(lines) if _BOX.match(line)]
    if len(boxes) > MOST_BOXES:
        report(path, boxes[MOST_BOXES], f"the section '{part.id}' has {len(boxes)} boxes; two are the most")
    checks = [at for at, line in enumerate(lines) if _CHECK.match(line)]
    if len(checks) != 1:
        report(
            path, part.line, f"the section '{part.id}' has {len(checks)} self-checks; it needs exactly one"
        )
        return
    behind = next(
        (
            at
            for at, line in enumerate(lines)
            if at > checks[0] and line.strip() and not line.startswith("    ")
        ),
        None,
    )
    if behind is not None:
        report(
            path, part.line + behind, f"stands behind the self-check, which must end the section '{part.id}'"
        )
