"""What is destroyed comes back, every row of it; what is there is never lost."""

import json
import shutil
import tarfile

import pytest

from coursework.backup.actions import make_backup, restore
from coursework.backup.rules import BackupError
from coursework.migrations import newest
from tests.backup.conftest import PDF
from tests.conftest import NOON


def destroy(instance, postgres):
    """Take everything away: the folder, and all tables."""
    shutil.rmtree(instance.settings.instance_dir)
    if instance.settings.database_path is None:
        instance.change("DROP SCHEMA public CASCADE")
        instance.change("CREATE SCHEMA public")


def spoilt(archive, tmp_path, change):
    """Return a copy of an archive whose unpacked files were changed."""
    folder, copy = tmp_path / "unpacked", tmp_path / "spoilt.tar.gz"
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        tar.extractall(folder, filter="data")
    change(folder)
    with tarfile.open(copy, "w:gz") as tar:
        for name in names:
            if (folder / name).exists():
                tar.add(folder / name, name)
    return copy


def rewrite(folder, **changes):
    """Change what the manifest of an unpacked archive says."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_an_instance_that_was_destroyed_comes_back_with_every_row_and_file(instance, archive, postgres):
    rows, files = instance.rows(), instance.files()
    destroy(instance, postgres)

    done = instance.run("backup", "restore", str(archive))

    assert (done.returncode, done.stderr) == (0, "")
    assert (instance.rows(), instance.files()) == (rows, files)
    assert "person" in rows
    assert files[f"documents/{'ab' * 32}.pdf"] == PDF
    assert instance.run("check").stdout == "Database and files are in order.\n"


def test_a_backup_holds_one_moment_and_only_its_owner_may_read_it(instance, archive):
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))

    assert archive.stat().st_mode & 0o777 == 0o600
    assert manifest["rows"] == {name: len(rows) for name, rows in instance.rows().items()}
    assert set(manifest["files"]) == {
        "secret-key",
        f"documents/{'ab' * 32}.pdf",
        "database.dump" if instance.settings.database_path is None else "database.sqlite",
    }


def test_what_is_there_is_not_replaced_unless_asked_for(instance, archive):
    instance.change("UPDATE person SET name = 'Changed'")
    rows = instance.rows()

    refused = instance.run("backup", "restore", str(archive))

    assert refused.returncode == 1
    assert "Nothing was touched." in refused.stderr
    assert "--replace" in refused.stderr
    assert instance.rows() == rows


def test_what_is_replaced_is_moved_aside(instance, archive):
    rows = instance.rows()
    instance.change("UPDATE person SET name = 'Changed'")

    done = instance.run("backup", "restore", "--replace", str(archive))

    assert done.returncode == 0, done.stderr
    assert instance.rows() == rows
    aside = [path.name for path in instance.settings.instance_dir.glob("*.before_*")]
    assert {name.split(".before_")[0] for name in aside} >= {"secret-key", "documents"}
    assert "What was there is kept as" in done.stdout


def damage_secret(folder):
    (folder / "secret-key").write_text("another")


def lose_document(folder):
    shutil.rmtree(folder / "documents")


def climb(folder):
    rewrite(folder, files={"../away": {"sha256": "", "size": 0}})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (damage_secret, "The archive is damaged: secret-key is not what was packed."),
        (lose_document, "The archive is damaged: documents/"),
        (climb, "The archive holds what a backup does not hold: '../away'."),
        (lambda folder: rewrite(folder, schema="9999"), "newer than this code"),
        (lambda folder: rewrite(folder, kind="something else"), "Restore it where it came from."),
        (lambda folder: (folder / "manifest.json").unlink(), "no manifest"),
    ],
)
def test_an_archive_that_is_not_in_order_touches_nothing(on_sqlite, tmp_path, change, said):
    made, _ = make_backup(on_sqlite.settings, tmp_path / "backups", NOON)
    copy = spoilt(made, tmp_path, change)
    before = on_sqlite.rows(), on_sqlite.files()

    with pytest.raises(BackupError) as refused:
        restore(on_sqlite.settings, copy, newest(), NOON, replace=True)

    assert said in str(refused.value)
    assert (on_sqlite.rows(), on_sqlite.files()) == before
    assert list(on_sqlite.settings.instance_dir.glob("*before*")) == []
    assert list(on_sqlite.settings.instance_dir.glob("restoring*")) == []


def test_an_archive_that_was_cut_off_touches_nothing(on_sqlite, tmp_path):
    made, _ = make_backup(on_sqlite.settings, tmp_path / "backups", NOON)
    made.write_bytes(made.read_bytes()[:2000])
    rows = on_sqlite.rows()

    with pytest.raises(BackupError, match="cannot be read"):
        restore(on_sqlite.settings, made, newest(), NOON, replace=True)

    assert on_sqlite.rows() == rows
