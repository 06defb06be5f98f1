"""Does the test cover what the lecture sets out to teach?"""

from collections import Counter

from coursework.editorial.findings import Findings
from coursework.editorial.written import WrittenLecture

FEWEST_ITEMS = {"test": 4, "task": 2}  # for an objective, by how it is assessed
FEWEST_OF_A_SECTION = 3


def check_coverage(lecture: WrittenLecture, findings: Findings) -> None:
    """Report objectives and sections with too few questions."""
    report = findings.faults.report
    by_objective = Counter(item.field("objective") for item in lecture.items)
    by_section = Counter(item.field("section") for item in lecture.items)
    for one in lecture.text.front["objectives"]:
        fewest, there = FEWEST_ITEMS[one["assessed"]], by_objective[one["id"]]
        if there < fewest:
            what = f"the {one['assessed']} objective '{one['id']}'"
            message = f"{what} has {there} questions; write at least {fewest}"
            report(lecture.text.path, one.line_of("id"), message)
    least = f"write at least {FEWEST_OF_A_SECTION}"
    for part in lecture.text.parts:
        if part.teaches and by_section[part.id] < FEWEST_OF_A_SECTION:
            message = f"the section '{part.id}' has {by_section[part.id]} questions; {least}"
            report(lecture.text.path, part.line, message)
