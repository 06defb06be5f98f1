"""Run every rule over a course."""

from dataclasses import dataclass, replace
from pathlib import Path

from coursework.content.loading import load_course
from coursework.content.problems import CourseFaultError, Problem
from coursework.editorial.bank_flaws import check_bank
from coursework.editorial.cases import check_cases, check_evidence
from coursework.editorial.coverage import check_coverage
from coursework.editorial.figures import check_figures
from coursework.editorial.findings import Findings
from coursework.editorial.links import check_links
from coursework.editorial.shape import check_shape
from coursework.editorial.sources import check_number, check_references, check_retractions
from coursework.editorial.strays import check_strays
from coursework.editorial.style import check_style
from coursework.editorial.table import table_of
from coursework.editorial.terms import check_terms
from coursework.editorial.written import WrittenCourse, written_course


@dataclass(frozen=True)
class Verdict:
    """What the gate says; `table` is empty when the course could not be loaded."""

    faults: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    table: str = ""

    @property
    def said(self) -> list[str]:
        """Return a line for each fault and then for each warning."""
        warnings = [replace(one, message=f"warning: {one.message}") for one in self.warnings]
        return [str(one) for one in (*self.faults, *warnings)]


def verdict_on(root: Path, quiz_dir: Path) -> Verdict:
    """Return what is wrong with the course in these folders, and what it holds."""
    try:
        course = written_course(load_course(root, quiz_dir), root, quiz_dir)
    except CourseFaultError as error:
        return Verdict(faults=error.problems)
    findings = Findings(root)
    check_everything(course, findings)
    return Verdict(findings.sorted_faults, findings.sorted_warnings, table_of(course))


def check_everything(course: WrittenCourse, findings: Findings) -> None:
    """Report everything that a program can see."""
    for lecture in course.lectures:
        check_shape(lecture, findings)
        check_coverage(lecture, findings)
        check_bank(lecture, findings)
        check_number(lecture, findings)
        check_evidence(course, lecture, findings)
    for rule in (
        check_strays,
        check_cases,
        check_references,
        check_retractions,
        check_links,
        check_figures,
        check_terms,
        check_style,
    ):
        rule(course, findings)
