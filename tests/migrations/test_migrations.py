"""The schema goes up and down with the rows in it, whole or not at all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from coursework import application
from coursework.database import Base
from coursework.identity.models import Person, SignIn
from coursework.migrations import FOLDER, SchemaError, migrate, newest, version_of
from tests.conftest import NOON, settings_in
from tests.factories.people import make_person, make_sign_in
from tests.migrations.conftest import counts_of, fill_every_table

ROOT = Path(__file__).resolve().parents[2]

NEXT = '''"""A change to try."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("town", sa.String(), nullable=True))
    {more}


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("person") as person:
        person.drop_column("town")
'''


RENAMED = {"late_acceptance": "late_decision"}


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the migrations with one more at the end, which ends with `more`."""

    def with_one_more(more: str = "") -> Path:
        copy = Path(shutil.copytree(FOLDER, tmp_path / "migrations", dirs_exist_ok=True))
        (copy / "versions" / "9999_try.py").write_text(
            NEXT.format(before=newest(), more=more), encoding="utf-8"
        )
        return copy

    return with_one_more


def tables_of(database):
    """Return every table with its columns."""
    with database.engine.connect() as connection:
        found = sa.inspect(connection)
        return {name: [one["name"] for one in found.get_columns(name)] for name in found.get_table_names()}


def rows_of(database):
    """Return how many people and sign-ins there are."""
    with database.session(writes=False) as session:
        return [session.scalar(sa.select(sa.func.count()).select_from(model)) for model in (Person, SignIn)]


def rows_by_table(database):
    """Return how many rows each table holds, by the name that it has now."""
    return {RENAMED.get(name, name): rows for name, rows in counts_of(database).items()}


def fill(database):
    """Add a person who is signed in."""
    with database.session(writes=True) as session:
        make_sign_in(session, make_person(session))


def test_a_new_database_gets_every_table_of_the_models(database):
    migrate(database.engine)

    assert tables_of(database).keys() - {"alembic_version"} == Base.metadata.tables.keys()
    assert version_of(database.engine) == newest()


def test_a_database_goes_down_to_nothing_and_up_again(database):
    migrate(database.engine)
    before = tables_of(database)
    fill(database)

    migrate(database.engine, "base")
    down = tables_of(database)
    migrate(database.engine)

    assert down == {"alembic_version": ["version_num"]}
    assert tables_of(database) == before
    assert rows_of(database) == [0, 0]


def test_every_row_stays_through_every_step_up_and_down(database):
    known = sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))
    up, down = {}, {}

    for version in known:
        migrate(database.engine, version)
        now = rows_by_table(database)
        assert {name: now[name] for name in up} == up
        fill_every_table(database)
        up = rows_by_table(database)
    for version in reversed(known):
        migrate(database.engine, version)
        down |= rows_by_table(database)
    migrate(database.engine)

    assert set(up.values()) == set(down.values()) == {1}
    assert down == up


def test_a_database_that_is_up_to_date_is_left_alone(database):
    migrate(database.engine)
    asked = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    migrate(database.engine)

    assert [one for one in asked if not one.lstrip().startswith(("SELECT", "PRAGMA", "BEGIN"))] == []


def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(database, folder):
    migrate(database.engine)
    fill(database)

    migrate(database.engine, folder=folder())
    up = tables_of(database)["person"][-1], rows_of(database)
    migrate(database.engine, newest(), folder=folder())

    assert up == ("town", [1, 1])
    assert tables_of(database)["person"][-1] != "town"
    assert rows_of(database) == [1, 1]


def test_foreign_keys_are_enforced_again_after_a_migration(database):
    migrate(database.engine)

    with database.session(writes=True) as session, pytest.raises(sa.exc.IntegrityError):
        session.execute(
            sa.insert(SignIn).values(digest="x", person_id=99, began_at=NOON, ends_at=NOON, device="")
        )


def test_a_database_newer_than_the_code_is_refused_in_words(database, folder):
    migrate(database.engine, folder=folder())

    with pytest.raises(SchemaError) as refused:
        migrate(database.engine)

    assert str(refused.value) == (
        f"The database is at version 9999, newer than this code, which knows {newest()}. "
        "Start the newer code again, or restore a backup that was made with this one."
    )


def test_a_version_that_nobody_knows_is_refused_in_words(database):
    migrate(database.engine)
    with database.session(writes=True) as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0001x'"))
        session.commit()

    with pytest.raises(SchemaError) as refused:
        migrate(database.engine)

    assert str(refused.value) == (
        "The database is at version 0001x, which this code does not know. Nothing in it was changed. "
        "Start the code that it was used with before, or restore a backup that was made with this one."
    )


def test_a_step_that_was_half_done_is_refused_in_words(database, on_postgresql):
    migrate(database.engine)
    with database.session(writes=True) as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
        session.commit()

    with pytest.raises(SchemaError) as refused:
        migrate(database.engine)

    what = 'relation "document_request"' if on_postgresql else "table document_request"
    assert str(refused.value) == (
        f"The database could not be brought from version 0001 to {newest()}: {what} already exists. "
        "It is as it was before, and nothing is lost. If another program holds it, end that one and start "
        "again. If not, start the code that it was used with before, or restore a backup."
    )


@pytest.mark.parametrize(
    "fails",
    [
        'raise RuntimeError("half-way")',
        'op.execute("INSERT INTO nowhere VALUES (1)")',
        'op.execute("UPDATE sign_in SET person_id = 99")',  # it would point nowhere
    ],
)
def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(database, folder, fails):
    migrate(database.engine)
    fill(database)
    before = tables_of(database)

    with pytest.raises(SchemaError, match="It is as it was before, and nothing is lost"):
        migrate(database.engine, folder=folder(fails))

    assert (tables_of(database), rows_of(database)) == (before, [1, 1])
    assert version_of(database.engine) == newest()


def test_the_next_start_mends_what_a_failed_one_left(database, folder):
    with pytest.raises(SchemaError, match="from version none to 9999: half-way"):
        migrate(database.engine, folder=folder('raise RuntimeError("half-way")'))
    nothing = tables_of(database)

    migrate(database.engine, folder=folder())

    assert nothing == {}
    assert version_of(database.engine) == "9999"


def test_four_processes_at_once_migrate_one_new_database_once(database):
    program = (
        "import sys; from coursework.database import Database; from coursework.migrations import migrate;"
        "database = Database(sys.argv[1]); sys.stdin.readline(); migrate(database.engine);"
        "database.close()"
    )
    command = [sys.executable, "-c", program, database.engine.url.render_as_string(hide_password=False)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    for process in started:
        process.stdin.write(b"\n")
        process.stdin.flush()

    said = [process.communicate(timeout=60)[1].decode() for process in started]

    assert said == [""] * 4
    assert [process.returncode for process in started] == [0] * 4


def test_an_application_migrates_the_database_it_finds(tmp_path, database):
    migrate(database.engine, "0001")
    fill_every_table(database)
    before = counts_of(database)

    url = database.engine.url.render_as_string(hide_password=False)
    app = application.create_app(settings_in(tmp_path, database_url=url))
    app.extensions["database"].close()

    assert version_of(database.engine) == newest()
    assert before.items() <= counts_of(database).items()
