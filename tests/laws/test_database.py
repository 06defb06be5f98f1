"""The tables are those of the migrations, and every one is known."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from coursework.database import Base
from tests.laws.houses import PACKAGE


def test_the_migrated_schema_is_the_one_of_the_models(app):
    with app.extensions["database"].engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_every_file_of_models_gives_the_house_its_tables(app):
    rooms = {path.parent.name for path in PACKAGE.rglob("models.py")}
    known = {mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}

    assert known == rooms


@pytest.mark.sqlite("a server needs not be told")
def test_every_foreign_key_is_enforced_and_every_answer_waits_for_the_disk(app):
    with app.extensions["database"].engine.connect() as connection:
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(sa.text("PRAGMA synchronous")) == 2


@pytest.mark.postgresql("a file needs not be told")
def test_a_server_is_told_what_a_commit_waits_for_and_how_long_anything_may_take(app):
    database = app.extensions["database"]
    asked = ("synchronous_commit", "lock_timeout", "statement_timeout", "TimeZone")
    told = []
    for engine in (database.engine, database.quick_engine):
        with engine.connect() as connection:
            told.append([connection.scalar(sa.text(f"SHOW {name}")) for name in asked])

    assert told == [["on", "5s", "15s", "UTC"], ["off", "5s", "15s", "UTC"]]


def test_what_is_acknowledged_waits_for_the_disk_and_only_pulses_do_not(app):
    quick = [name for name, view in app.view_functions.items() if getattr(view, "quick", False)]

    assert quick == ["reading.pulse"]
