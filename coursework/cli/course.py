"""`flask course`: is what is written down in order, and is it good?"""

import os
import sys

import click

from coursework.content.problems import Problem
from coursework.editorial.everything import verdict_on
from coursework.settings import settings_from


@click.group("course")
def course() -> None:
    """Look at the files of the course."""


@course.command("check")
def check() -> None:
    """Say what is wrong with the course, each fault with its file and line, and what it holds."""
    settings = settings_from(os.environ)
    verdict = verdict_on(settings.course_dir, settings.quiz_dir)
    for line in verdict.said:
        click.echo(line)
    if verdict.table:
        click.echo(f"\n{verdict.table}\n")
    click.echo(f"{_count(verdict.faults, 'fault')}, {_count(verdict.warnings, 'warning')}.")
    sys.exit(1 if verdict.faults else 0)


def _count(found: tuple[Problem, ...], what: str) -> str:
    return f"{len(found)} {what}{'' if len(found) == 1 else 's'}"
