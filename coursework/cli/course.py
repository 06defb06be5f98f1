"""`flask course`: is what is written down in order?"""

import os
import sys

import click

from coursework.content.loading import load_course
from coursework.content.problems import CourseFaultError
from coursework.settings import settings_from


@click.group("course")
def course() -> None:
    """Look at the files of the course."""


@course.command("check")
def check() -> None:
    """Read every file and say what is wrong, each fault with its file and line."""
    settings = settings_from(os.environ)
    try:
        found = load_course(settings.course_dir, settings.quiz_dir)
    except CourseFaultError as fault:
        click.echo(str(fault))
        sys.exit(f"{len(fault.problems)} faults.")
    click.echo(f"{found.title}: {len(found.lectures)} of {len(found.entries)} lectures are written.")
    for lecture in found.lectures:
        words = sum(section.words for section in lecture.sections)
        click.echo(
            f"  {lecture.slug}: {words} words, {lecture.minutes} min, {len(lecture.sources)} sources, "
            f"{len(lecture.bank)} questions"
        )
