"""What every test can ask for."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from coursework.application import create_app
from coursework.content.course import Course
from coursework.content.loading import load_course
from coursework.identity.actions import begin_sign_in, register
from coursework.identity.rules import Role
from coursework.settings import Settings
from tests.factories.compiled import compile_once
from tests.factories.postgres import Postgres

HERE = Path(__file__).resolve().parent
# What drives browsers, or starts and kills programs, is tried again: a busy machine makes them late.
WITH_PROGRAMS = {"browser", "deploy", "journeys", "mail"}
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture(scope="session")
def course() -> Course:
    """The small course of three lectures."""
    return load_course(HERE / "course", HERE / "course" / "quizzes")


def settings_in(folder: Path, **changes: object) -> Settings:
    """Return settings for the small course, with everything kept in `folder`."""
    usual: dict[str, object] = {
        "instance_dir": folder,
        "course_dir": HERE / "course",
        "quiz_dir": HERE / "course" / "quizzes",
        "backup_dir": folder / "backups",
        "database_url": f"sqlite:///{folder}/coursework.sqlite",
        "host": "127.0.0.1",
        "port": 8000,
        "threads": 8,
        "public_url": "http://localhost",
        "trusted_hosts": ("localhost", "127.0.0.1"),
        "trusted_proxies": 0,
        "secret_key": "a key for the tests, and for them alone",
        "redis_url": None,
        "smtp": None,
        "mail_from": "course@localhost",
        "contact": "",
        "metrics_token": None,
        "log": "json",
        "development": False,
    }
    return Settings(**(usual | changes))  # type: ignore[arg-type]


@pytest.fixture
def clock() -> SetClock:
    """The site's clock, standing at noon."""
    return SetClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of PostgreSQL for the whole run."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def on_postgresql(request: pytest.FixtureRequest) -> bool:
    """Whether this run is on PostgreSQL."""
    return bool(request.config.getoption("--database") == "postgresql")


@pytest.fixture(scope="session")
def new_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder as the first start leaves it: migrated, and the course read."""
    folder = tmp_path_factory.mktemp("instance")
    create_app(settings_in(folder)).extensions["database"].close()
    return folder


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database of PostgreSQL as the first start leaves it."""
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new_database()
    folder = tmp_path_factory.mktemp("instance")
    create_app(settings_in(folder, database_url=server.url_of(name))).extensions["database"].close()
    return name


@pytest.fixture
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, new_instance: Path, *, on_postgresql: bool
) -> Iterator[Settings]:
    """Settings with a folder and a database of their own."""
    shutil.copytree(new_instance, tmp_path, dirs_exist_ok=True)
    if not on_postgresql:
        yield settings_in(tmp_path)
        return
    (tmp_path / "coursework.sqlite").unlink()
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new_database(request.getfixturevalue("new_database"))
    yield settings_in(tmp_path, database_url=server.url_of(name))
    server.drop(name)


@pytest.fixture
def app(settings: Settings, clock: SetClock) -> Iterator[Flask]:
    """The application on a real, migrated database."""
    app = create_app(settings, clock)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["database"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session for the world before and after; what it writes, it commits."""
    with app.extensions["database"].session(writes=False) as session:
        yield session


class Statements(list[str]):
    """The SQL that was sent, without what only begins and ends transactions."""


@contextmanager
def counted(app: Flask) -> Iterator[Statements]:
    """Collect the statements sent to the database inside the block."""
    seen = Statements()

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engines = (app.extensions["database"].engine, app.extensions["database"].quick_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def signed_in(app: Flask, name: str, role: Role = Role.LEARNER) -> FlaskClient:
    """Return the browser of a new person who is signed in; `person_id` is their number."""
    with app.extensions["database"].session(writes=True) as session:
        clock = app.extensions["site"].clock
        person = register(session, name, f"{name.lower()}@example.org", "no password", role, clock())
        token = begin_sign_in(session, person.id, clock(), keep=True)
        session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    client.person_id = person.id  # type: ignore[attr-defined]
    return client


@pytest.fixture
def learner(app: Flask) -> FlaskClient:
    """The browser of a learner."""
    return signed_in(app, "Ada")


@pytest.fixture
def another_learner(app: Flask) -> FlaskClient:
    """The browser of another learner."""
    return signed_in(app, "Bea")


@pytest.fixture
def instructor(app: Flask) -> FlaskClient:
    """The browser of an instructor."""
    return signed_in(app, "Ines", Role.INSTRUCTOR)


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    """The browser of an administrator."""
    return signed_in(app, "Adam", Role.ADMINISTRATOR)


def pytest_configure() -> None:
    """Prepare the process in which tests run."""
    compile_once()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run choose its database."""
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database; on PostgreSQL also what asks no database."""
    chosen = config.getoption("--database")
    other = "sqlite" if chosen == "postgresql" else "postgresql"
    apart = {
        item
        for item in items
        if item.get_closest_marker(other)
        or (chosen == "postgresql" and "on_postgresql" not in getattr(item, "fixturenames", ()))
    }
    config.hook.pytest_deselected(items=list(apart))
    items[:] = [item for item in items if item not in apart]
    for item in items:
        if WITH_PROGRAMS & {*item.path.relative_to(HERE).parts}:
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=2))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where `CI=true`, a test that was skipped is a failure: nothing passes by not being run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
