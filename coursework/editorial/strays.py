"""Files that no lecture of the course owns, and so nobody ever sees."""

from coursework.editorial.findings import Findings
from coursework.editorial.written import WrittenCourse


def check_strays(course: WrittenCourse, findings: Findings) -> None:
    """Report lectures, handouts and question banks that course.yaml does not name."""
    slugs = {entry.slug for entry in course.course.entries}
    for folder, ending in (
        (course.root / "lectures", "md"),
        (course.root / "handouts", "md"),
        (course.quiz_dir, "yaml"),
    ):
        for path in sorted(folder.glob(f"*.{ending}")):
            if path.stem not in slugs and path.parent / path.name not in _others(course):
                findings.faults.report(
                    path, 1, f"course.yaml names no lecture '{path.stem}'; rename the file or list it"
                )


def _others(course: WrittenCourse) -> set[object]:
    lectures = course.root / "lectures"
    return {lectures / name for name in ("course.yaml", "references.yaml", "glossary.yaml")}
