"""Each fault of what is kept is said in a sentence."""

import sqlite3
from contextlib import closing

import pytest

from coursework.backup.checking import faults_of
from coursework.migrations import newest
from tests.backup.conftest import DIGEST


def said(instance):
    return faults_of(instance.settings, newest())


def without_keys(instance, statement):
    """Change a database as only somebody from outside would."""
    with closing(sqlite3.connect(instance.settings.database_path)) as database, database:
        database.execute(statement)


def test_an_instance_in_order_has_no_fault(instance):
    assert said(instance) == []


def test_the_command_says_each_fault_and_ends_with_1(on_sqlite):
    on_sqlite.change("UPDATE alembic_version SET version_num = '0001'")

    done = on_sqlite.run("check")

    assert done.returncode == 1
    assert done.stdout == f"The database is at schema 0001, and this code is made for {newest()}.\n"


def test_the_course_itself_has_the_command_too(on_sqlite):
    path = on_sqlite.settings.instance_dir / "documents" / f"{DIGEST}.pdf"

    whole = on_sqlite.run("check", app="app")
    path.write_bytes(b"%PDF-1.7\ncut off")
    cut_off = on_sqlite.run("check", app="app")

    assert (whole.returncode, whole.stdout) == (0, "Database and files are in order.\n")
    assert (cut_off.returncode, "is no whole PDF" in cut_off.stdout) == (1, True)


def test_rows_that_point_nowhere_are_counted(on_sqlite):
    without_keys(on_sqlite, "DELETE FROM person WHERE name = 'Ada'")

    lines = said(on_sqlite)

    assert "1 row of the table sign_in point to no row of person." in lines


def test_a_program_that_is_too_old_for_the_server_is_named_before_the_first_backup(
    on_postgres, tmp_path, monkeypatch
):
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho pg_dump 9.6\n")
    old.chmod(0o700)
    monkeypatch.setattr("coursework.backup.postgresql._DEBIANS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    (line,) = said(on_postgres)

    assert line.startswith("No backup can be made here. The server is PostgreSQL")
    assert "the one here is of version 9" in line


def test_attempts_and_results_are_held_against_each_other(instance):
    instance.change("UPDATE attempt SET submitted_at = '2026-11-22 12:00:00'")

    assert said(instance) == ["Attempts 1, 2 (2 in all) were submitted and have no result."]


def test_a_database_of_another_version_is_named(instance):
    instance.change("UPDATE alembic_version SET version_num = '0001'")

    lines = said(instance)

    assert lines[0].startswith("The database is at schema 0001, and this code is made for 0")


def test_a_damaged_file_is_found(on_sqlite):
    path = on_sqlite.settings.database_path
    data = bytearray(path.read_bytes())
    data[4096 * 10 : 4096 * 12] = b"\xff" * 8192
    path.write_bytes(data)

    lines = said(on_sqlite)

    assert any("damaged" in line or "cannot be read" in line for line in lines)


@pytest.mark.parametrize("name", ["secret-key", "coursework.sqlite"])
def test_a_secret_that_others_may_read_is_named(on_sqlite, name):
    path = on_sqlite.settings.instance_dir / name
    path.chmod(0o644)

    assert said(on_sqlite) == [f"{path} may be read by others (mode 0644). Close it: chmod go= {path}"]


def test_a_document_that_is_no_whole_pdf_is_named(on_sqlite):
    path = on_sqlite.settings.instance_dir / "documents" / f"{DIGEST}.pdf"
    path.write_bytes(b"%PDF-1.7\ncut off")

    assert said(on_sqlite) == [f"{path} is no whole PDF. Delete it: it is made again when somebody asks."]


def test_a_document_that_is_there_and_still_asked_for_is_named(instance):
    instance.change(
        "INSERT INTO document_request (digest, kind, slug, asked_at)"  # noqa: S608
        f" VALUES ('{DIGEST}', 'handout', '01-first', '2026-11-22 12:00:00')"
    )

    assert said(instance) == ["The handout of 01-first is still asked for although it is on the shelf."]


def test_a_folder_without_a_database_says_so_and_stays_as_it_is(on_sqlite):
    path = on_sqlite.settings.database_path
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)

    assert said(on_sqlite) == [f"There is no database at {path}."]
    assert not path.exists()
