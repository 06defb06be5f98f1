"""Load a course; keep the result, so that the next start is quick."""

from pathlib import Path

import markdown

import coursework
from coursework.content.course import Course
from coursework.content.course_files import CourseReader
from coursework.content.kept_copy import keep, kept_course
from coursework.content.lecture_files import digest_of_files


def load_course(course_dir: Path, quiz_dir: Path, kept_in: Path | None = None) -> Course:
    """Return the course in the files, from the copy in `kept_in` when nothing has changed.

    Raises `CourseFaultError` with every problem of the files.
    """
    digest = course_digest(course_dir, quiz_dir)
    kept = kept_in / f"course-{digest}.pickle" if kept_in else None
    course = kept_course(kept) if kept else None
    if course is None:
        course = CourseReader(course_dir, quiz_dir, digest).course()
        if kept:
            keep(course, kept)
    return course


def course_files(course_dir: Path, quiz_dir: Path) -> list[Path]:
    """Return every file that the course is read from, in a fixed order."""
    folders = (
        course_dir / "lectures",
        course_dir / "handouts",
        quiz_dir,
        course_dir / "lectures" / "figures",
    )
    endings = {".md", ".yaml", ".svg"}
    return [path for folder in folders for path in sorted(folder.glob("*")) if path.suffix in endings]


def course_digest(course_dir: Path, quiz_dir: Path) -> str:
    """Return a name for what the course's files say and for the code that reads them."""
    code = sorted((Path(coursework.__file__).parent / "content").glob("*.py"))
    files = digest_of_files(*course_files(course_dir, quiz_dir), *code)
    return f"{files}-{markdown.__version__}"
