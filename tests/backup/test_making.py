"""A backup is there whole or not at all, whoever writes meanwhile and whatever is full."""

import os
import resource
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

from coursework.database.occupancy import alone_in
from tests.backup.conftest import ROOT


def write_until(told, path):
    """Write one row after another."""
    with closing(sqlite3.connect(path, timeout=30)) as database:
        number = 0
        while not told.is_set():
            number += 1
            with database:
                database.execute(
                    "INSERT INTO one_time_link (digest, purpose, made_at, ends_at) VALUES (?, 'x', ?, ?)",
                    (str(number), "2026-11-22 12:00:00", "2026-11-22 13:00:00"),
                )


def test_who_writes_while_a_backup_is_made_is_not_held_up_and_the_copy_is_of_one_moment(on_sqlite, tmp_path):
    told = threading.Event()
    writer = threading.Thread(target=write_until, args=(told, on_sqlite.settings.database_path))
    writer.start()

    made = on_sqlite.run("backup", "make")
    told.set()
    writer.join()

    archive = next(on_sqlite.settings.backup_dir.iterdir())
    restored = on_sqlite.run("backup", "restore", "--replace", str(archive))
    assert (made.stderr, restored.stderr) == ("", "")
    assert on_sqlite.run("check").returncode == 0


def test_a_full_disk_leaves_no_half_an_archive(on_sqlite, tmp_path):
    backups = tmp_path / "backups"
    before = on_sqlite.rows()

    failed = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "coursework.cli.backup", "backup", "make", "--to", backups],
        cwd=ROOT,
        env=os.environ | {"INSTANCE_DIR": str(on_sqlite.settings.instance_dir)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert failed.returncode == 1
    assert failed.stderr.startswith("No backup was made: ")
    assert "Those made before are as they were." in failed.stderr
    assert list(backups.iterdir()) == []
    assert on_sqlite.rows() == before


def test_a_dump_by_a_program_older_than_the_server_is_refused_in_words(on_postgres, tmp_path):
    old = tmp_path / "bin" / "pg_dump"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    old.chmod(0o755)
    on_postgres.path = str(old.parent)

    refused = on_postgres.run("backup", "make", "--to", str(tmp_path / "backups"))

    assert refused.returncode == 1
    assert "needs pg_dump of version 18 or newer" in refused.stderr
    assert list((tmp_path / "backups").iterdir()) == []


def test_nothing_is_put_back_under_a_running_server(on_sqlite, tmp_path):
    on_sqlite.run("backup", "make", "--to", str(tmp_path))
    archive = str(next(tmp_path.glob("*.tar.gz")))
    hold = (
        "import sys, pathlib; from coursework.database.occupancy import use; use(pathlib.Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", f"{hold}; print('here', flush=True); sys.stdin.read()"]
    server = subprocess.Popen(
        [*command, on_sqlite.settings.instance_dir], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    server.stdout.readline()

    refused = on_sqlite.run("backup", "restore", "--replace", archive)
    server.communicate()
    done = on_sqlite.run("backup", "restore", "--replace", archive)

    assert (refused.returncode, done.returncode) == (1, 0)
    assert refused.stderr == (
        "A server or a worker uses the instance folder. Stop it, then try again. Nothing was touched.\n"
    )


def test_no_server_starts_while_a_backup_is_put_back(on_sqlite):
    with alone_in(on_sqlite.settings.instance_dir):
        server = subprocess.run(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=os.environ | {"INSTANCE_DIR": str(on_sqlite.settings.instance_dir)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert server.returncode == 1
    assert server.stderr == "A backup is being put back. Start the course when that is done.\n"


def test_nothing_is_put_back_into_a_database_that_a_server_speaks_to(on_postgres, tmp_path):
    on_postgres.run("backup", "make", "--to", str(tmp_path))
    archive = str(next(tmp_path.glob("*.tar.gz")))
    rows = on_postgres.rows()
    script = (
        "import sys; from coursework.database.postgresql import make_postgresql_engine;"
        "held = make_postgresql_engine(sys.argv[1]).connect(); print('here', flush=True); sys.stdin.read()"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", script, on_postgres.settings.database_url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    server.stdout.readline()

    refused = on_postgres.run("backup", "restore", "--replace", archive)
    server.communicate()

    assert refused.returncode == 1
    assert "speaks to this database" in refused.stderr
    assert on_postgres.rows() == rows
