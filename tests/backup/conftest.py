"""An instance with people and answers in it, on either database, and the commands that keep it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from coursework.application import create_app
from coursework.database import Database
from coursework.settings import Settings
from tests.conftest import settings_in, signed_in
from tests.factories.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
DIGEST = "ab" * 32


@dataclass
class Instance:
    """Where one installation keeps things, and its commands."""

    settings: Settings
    path: str

    def run(
        self, *words: str, app: str = "coursework.cli.backup", **more: str
    ) -> subprocess.CompletedProcess[str]:
        settings = self.settings
        environment = {
            "PATH": self.path,
            "INSTANCE_DIR": str(settings.instance_dir),
            "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
            "COURSE_DIR": str(settings.course_dir),
            "BACKUP_DIR": str(settings.backup_dir),
        }
        command = [sys.executable, "-m", "flask", "--app", app, *words]
        return subprocess.run(
            command, cwd=ROOT, env=environment | more, capture_output=True, text=True, check=False
        )

    def rows(self) -> dict[str, list[str]]:
        """Return every row of every table, in an order of their own."""
        database = Database(self.settings.database_url)
        with database.engine.connect() as connection:
            found = {
                name: sorted(map(repr, connection.execute(sa.text(f'SELECT * FROM "{name}"'))))  # noqa: S608
                for name in sa.inspect(connection).get_table_names()
            }
        database.close()
        return found

    def files(self) -> dict[str, bytes]:
        folder = self.settings.instance_dir
        return {name: (folder / name).read_bytes() for name in ("secret-key", f"documents/{DIGEST}.pdf")}

    def change(self, statement: str) -> None:
        database = Database(self.settings.database_url)
        with database.session(writes=True) as session:
            session.execute(sa.text(statement))
            session.commit()
        database.close()


def fill(settings: Settings) -> None:
    """Let two people read and begin a test; put a document on the shelf."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    for name in ("Ada", "Bea"):
        signed_in(app, name).post("/lectures/01-first/attempts")
    app.extensions["database"].close()
    app.extensions["jobs"].queue.storage.close()
    for path in settings.instance_dir.glob("*.sqlite*"):
        path.chmod(0o600)
    (settings.instance_dir / "documents").mkdir(mode=0o700)
    (settings.instance_dir / "documents" / f"{DIGEST}.pdf").write_bytes(PDF)
    (settings.instance_dir / "secret-key").write_text("a key that signs cookies, and is kept\n")
    (settings.instance_dir / "secret-key").chmod(0o600)


@pytest.fixture
def on_sqlite(tmp_path, new_instance):
    """An instance with SQLite."""
    folder = tmp_path / "instance"
    shutil.copytree(new_instance, folder)
    settings = settings_in(folder)
    fill(settings)
    return Instance(settings, os.environ["PATH"])


@pytest.fixture
def on_postgres(tmp_path, new_instance, new_database, postgres, monkeypatch):
    """An instance with PostgreSQL, and its programs."""
    folder = tmp_path / "instance"
    shutil.copytree(new_instance, folder, ignore=shutil.ignore_patterns("*.sqlite*"))
    name = postgres.new_database(new_database)
    settings = settings_in(folder, database_url=postgres.url_of(name))
    fill(settings)
    path = f"{programs(postgres)}:{os.environ['PATH']}"
    monkeypatch.setenv("PATH", path)
    yield Instance(settings, path)
    postgres.drop(name)


def programs(postgres: Postgres) -> Path:
    """Return where `pg_dump` and `pg_restore` of the server's own version are."""
    return postgres._bin  # noqa: SLF001


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def instance(request):
    """An instance on each database."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def archive(instance, tmp_path):
    """Return the archive of the instance, made by the command."""
    made = instance.run("backup", "make", "--to", str(tmp_path / "backups"))
    assert made.returncode == 0, made.stderr
    return next((tmp_path / "backups").iterdir())
