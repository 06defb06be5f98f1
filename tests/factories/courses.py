"""Copies of the small course, to be spoilt."""

import shutil
from pathlib import Path

from coursework.content.course import Course
from coursework.content.loading import load_course
from coursework.content.problems import CourseFaultError

SMALL_COURSE = Path(__file__).resolve().parents[1] / "course"


def copy_course(folder: Path) -> Path:
    """Return the folder of a copy of the small course."""
    return Path(shutil.copytree(SMALL_COURSE, folder / "a-course"))


def edit(course: Path, file: str, old: str, new: str) -> None:
    """Replace a text where it stands first in one file of a course; it must be there."""
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def read(course: Path, kept_in: Path | None = None) -> Course:
    """Return what the folder of a course holds."""
    return load_course(course, course / "quizzes", kept_in)


def faults_of(course: Path) -> list[str]:
    """Return every fault of a course, each as `file:line: message`; none when it can be read."""
    try:
        read(course)
    except CourseFaultError as fault:
        return [str(problem) for problem in fault.problems]
    return []
