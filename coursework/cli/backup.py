"""`flask backup` and `flask check`, which need no running course: a restore comes before one."""

import os
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from coursework import migrations
from coursework.backup import actions
from coursework.backup.checking import faults_of
from coursework.backup.rules import BackupError
from coursework.clock import utc_now
from coursework.settings import SettingError, Settings, settings_from

# Stands in when none is set, so that looking at an empty folder does not make a key in it.
_NO_KEY = "no key is needed here, and none is made"


def _settings() -> Settings:
    os.umask(0o077)
    given = {name: text for name, text in os.environ.items() if not name.startswith("SECRET_KEY")}
    try:
        return settings_from(given | {"SECRET_KEY": _NO_KEY})
    except SettingError as error:
        sys.exit(str(error))


@click.group("backup")
def backup() -> None:
    """Keep everything in an archive, and put it back."""


@backup.command("make")
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), help="A folder instead of BACKUP_DIR."
)
def make(to: Path | None) -> None:
    """Write one archive with everything that is kept, while the course goes on."""
    settings = _settings()
    try:
        path, manifest = actions.make_backup(settings, (to or settings.backup_dir).absolute(), utc_now())
    except BackupError as error:
        sys.exit(str(error))
    rows, files = sum(manifest.rows.values()), len(manifest.files)
    click.echo(f"{path}  {path.stat().st_size / 1e6:.1f} MB")
    click.echo(f"{rows} rows of {len(manifest.rows)} tables at schema {manifest.schema}, {files} files.")
    if "secret-key" not in manifest.files:
        click.echo("SECRET_KEY is set from outside and not in the archive: keep it elsewhere.")


@backup.command("restore")
@click.argument("archive", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Move aside what is there.")
def restore(archive: Path, *, replace: bool) -> None:
    """Put an archive back, all of it verified first."""
    settings = _settings()
    try:
        done = actions.restore(settings, archive, migrations.newest(), utc_now(), replace=replace)
    except BackupError as error:
        sys.exit(str(error))
    click.echo(f"The backup of {done.manifest.made_at} is in place: {sum(done.manifest.rows.values())} rows.")
    for name in done.aside:
        click.echo(f"What was there is kept as {name}.")
    if "secret-key" not in done.manifest.files:
        click.echo(
            "The archive holds no key: set SECRET_KEY to the one used before, or everybody signs in anew."
        )


@click.command("check")
@with_appcontext
def check() -> None:
    """Say what is wrong with what is kept, one sentence for each fault; nothing is changed."""
    running = current_app.extensions.get("site")  # the demonstration keeps its things elsewhere
    faults = faults_of(running.settings if running else _settings(), migrations.newest())
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("Database and files are in order.")


app = Flask("coursework")  # for `flask --app coursework.cli.backup`: no database is opened or migrated
app.cli.add_command(backup)
app.cli.add_command(check)
