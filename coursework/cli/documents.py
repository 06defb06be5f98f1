"""`flask documents`: make what can be printed before somebody asks."""

import sys

import click
from flask.cli import with_appcontext

from coursework.handouts.printing import printing
from coursework.pdf.documents import Kind
from coursework.pdf.failures import RenderingError
from coursework.web.current import the_course


@click.group("documents")
def documents() -> None:
    """Look after handouts and printable lectures."""


@documents.command("make")
@with_appcontext
def make() -> None:
    """Make every handout and every printable lecture that is not there yet."""
    course, office = the_course(), printing()
    wanted = [(kind, lecture) for lecture in course.lectures for kind in Kind]
    lines, failures = [], 0
    with click.progressbar(wanted, label="Making documents", show_pos=True) as bar:
        for kind, lecture in bar:
            try:
                path = office.find(kind, course, lecture) or office.make(kind, course, lecture)
                lines.append(f"{lecture.slug}-{kind}.pdf  {path.stat().st_size / 1000:.0f} KB  {path}")
            except (RenderingError, OSError) as error:
                failures += 1
                lines.append(f"{lecture.slug}-{kind}.pdf  {error}")
    office.press.close()
    click.echo("\n".join(lines))
    if failures:
        sys.exit(f"{failures} of {len(wanted)} documents could not be made.")
    click.echo(f"{len(wanted)} documents are there.")
