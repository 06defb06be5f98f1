"""`flask demo`: fill the demonstration; `make demo` does so, and serves it."""

import secrets
import sys
from contextlib import closing

import click
from flask import current_app
from flask.cli import with_appcontext

from coursework import migrations
from coursework.database import Database, database
from coursework.demo.actions import Hashes, build, is_empty
from coursework.identity.passwords import hash_of
from coursework.jobs.names import JobName
from coursework.jobs.work import jobs
from coursework.settings import Settings
from coursework.web.current import now, site, the_course

_WORDS = """
amber anchor basin birch canvas cedar cobalt copper delta ember falcon fern granite harbour hazel
indigo juniper kestrel lantern linen maple meadow nettle oak otter pebble quartz raven saffron
sparrow thistle tundra velvet walnut willow yarrow
""".split()  # noqa: SIM905 (words are read more easily so)


def _password() -> str:
    return "-".join(secrets.choice(_WORDS) for _ in range(4))


@click.command("demo")
@click.option("--new", is_flag=True, help="Throw the demonstration away first, and make it anew.")
@click.option("--seed", default=2026, show_default=True, help="Another seed invents other people.")
@with_appcontext
def demo(*, new: bool, seed: int) -> None:
    """Fill the demonstration with invented people, unless that was done already."""
    settings = site().settings
    if not settings.demo:
        sys.exit("This is not the demonstration, and was not touched. Start it with `make demo`.")
    if new:
        _throw_away(settings)
    passwords = {role: _password() for role in ("administrator", "instructor", "learner")}
    with closing(database().session(writes=True)) as session:
        if not is_empty(session):
            click.echo(
                "The demonstration is there already; `make demo NEW=1` makes it anew, with new passwords."
            )
            return
        click.echo("Inventing 120 learners and eight weeks of study; this takes less than a minute.")
        hashes = Hashes(**{role: hash_of(password) for role, password in passwords.items()})
        build(session, the_course(), hashes, seed, now())
        session.commit()
    jobs().enqueue(JobName.DELIVER_MAIL)
    jobs().work_off()
    click.echo("Sign in with one of these. The passwords are shown this once:")
    for role, password in passwords.items():
        address = "learner1 to learner120" if role == "learner" else role
        click.echo(f"  {address}@demo.example  {password}")


def _throw_away(settings: Settings) -> None:
    """Delete the demonstration's own database, and make an empty one."""
    path = settings.database_path
    if path is None or path.name != "demo.sqlite":
        sys.exit("The database of the demonstration is not where it should be, and was not touched.")
    database().close()
    for one in (path, path.with_name("demo.sqlite-wal"), path.with_name("demo.sqlite-shm")):
        one.unlink(missing_ok=True)
    current_app.extensions["database"] = Database(settings.database_url)
    migrations.migrate(database().engine)
