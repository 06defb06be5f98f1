"""Times, sessions and what a transaction may do."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from coursework.database import session as session_of_the_request
from coursework.identity.models import Person
from tests.conftest import NOON, counted
from tests.factories.databases import locked
from tests.factories.people import ADA, make_person, people_in


@pytest.fixture
def database(app):
    """The database of the application."""
    return app.extensions["database"]


@pytest.mark.parametrize(
    "moment",
    [
        NOON,
        NOON.astimezone(timezone(timedelta(hours=-9))),
        datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC),
    ],
)
def test_a_moment_comes_back_aware_and_in_utc(database, moment):
    with database.session(writes=True) as session:
        make_person(session, now=moment)

    with database.session(writes=False) as session:
        found = session.scalar(sa.select(Person.registered_at))

    assert found == moment
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database):
    with (
        database.session(writes=True) as session,
        pytest.raises(sa.exc.StatementError, match="a time without a zone"),
    ):
        make_person(session, now=datetime(2026, 11, 22))  # noqa: DTZ001 (it is the fault)


def test_what_is_not_committed_is_undone(app, database):
    with database.session(writes=True) as session:
        session.execute(sa.text("INSERT INTO question_version VALUES (1, 'd', 's', 'q', '{}')"))

    with database.session(writes=False) as session:
        assert session.scalar(sa.text("SELECT count(*) FROM question_version")) == 0


@pytest.mark.sqlite("a server is never locked as a whole")
def test_a_session_that_writes_takes_its_turn_before_it_reads(app, database):
    people = sa.select(Person)

    with locked(app), database.session(writes=True) as session, pytest.raises(OperationalError):
        session.execute(people)


@pytest.mark.sqlite("about the file")
@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("another", [False, True])
def test_nothing_is_written_into_a_file_that_is_gone(database, settings, quick, another):
    kept = settings.database_path.rename(settings.database_path.with_suffix(".away"))
    if another:
        shutil.copy(kept, settings.database_path)

    with (
        database.session(writes=True, quick=quick) as session,
        pytest.raises(OperationalError, match="is gone, or another file has taken its place"),
    ):
        make_person(session)

    kept.replace(settings.database_path)
    with database.session(writes=True, quick=quick) as session:
        make_person(session)


@pytest.mark.sqlite("about the file")
def test_a_request_that_would_write_into_a_file_that_is_gone_is_to_be_sent_again(client, app, settings):
    settings.database_path.unlink()
    form = {"name": "Ada", "email": ADA, "password": "a long enough one"}

    answer = client.post("/register", data=form)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


@pytest.mark.sqlite("a server is never locked as a whole")
def test_who_could_not_begin_to_write_gives_the_turn_back(app, database):
    with locked(app), database.session(writes=True) as session, pytest.raises(OperationalError):
        make_person(session)

    with database.session(writes=True) as session:
        make_person(session)
        session.commit()
    assert len(people_in(app)) == 1


@pytest.mark.sqlite("a server is never locked as a whole")
def test_a_session_that_reads_waits_for_nobody(app, database):
    with locked(app), database.session(writes=False) as session:
        assert session.scalars(sa.select(Person)).all() == []


def test_a_session_that_reads_sees_one_moment(database):
    with database.session(writes=False) as reading, database.session(writes=True) as writing:
        before = reading.scalars(sa.select(Person.email)).all()
        make_person(writing)
        during = reading.scalars(sa.select(Person.email)).all()
        reading.rollback()
        after = reading.scalars(sa.select(Person.email)).all()

    assert (before, during, after) == ([], [], [ADA])


@pytest.mark.sqlite("a server knows no BEGIN IMMEDIATE")
@pytest.mark.parametrize(("method", "begins"), [("GET", "BEGIN"), ("POST", "BEGIN IMMEDIATE")])
def test_a_request_begins_the_transaction_that_its_method_needs(app, database, method, begins):
    seen = []
    with database.engine.connect() as only_one:
        only_one.connection.dbapi_connection.set_trace_callback(seen.append)

    @app.route("/look", methods=["GET", "POST"])
    def look() -> str:
        return str(len(session_of_the_request().scalars(sa.select(Person)).all()))

    app.test_client().open("/look", method=method)

    assert [statement for statement in seen if statement.startswith("BEGIN")] == [begins]


@pytest.mark.postgresql("on SQLite whoever writes is alone")
@pytest.mark.parametrize(("method", "waits"), [("GET", False), ("POST", True)])
def test_a_request_that_writes_waits_for_the_other_requests_of_its_person(app, learner, method, waits):
    with counted(app) as seen:
        learner.open("/sign-out" if waits else "/account", method=method)

    assert seen[0].endswith("FOR NO KEY UPDATE OF person, sign_in") == waits


@pytest.mark.postgresql("a file ends no connections")
def test_a_connection_that_the_server_ended_is_replaced(database, learner):
    learner.get("/course")
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with database.quick_engine.connect() as connection:
        connection.execute(sa.text(f"{others} AND datname = current_database()"))

    assert learner.get("/course").status_code == 200


def test_a_view_that_breaks_leaves_nothing_behind(app):
    @app.post("/half")
    def half() -> str:
        session_of_the_request().add(
            Person(email=ADA, name="Ada", password_hash="x", role="learner", registered_at=NOON)
        )
        session_of_the_request().flush()
        raise RuntimeError

    assert app.test_client().post("/half").status_code == 500
    assert people_in(app) == []


def test_two_people_cannot_have_one_address_whoever_writes_them(database):
    with database.session(writes=True) as session:
        make_person(session)
        row = {"email": ADA, "name": "Eve", "password_hash": "x", "role": "learner", "registered_at": NOON}

        with pytest.raises(sa.exc.IntegrityError):
            session.execute(sa.insert(Person).values(**row))


def test_a_role_that_does_not_exist_cannot_be_kept(database):
    row = {"email": ADA, "name": "Eve", "password_hash": "x", "role": "king", "registered_at": NOON}

    with (
        database.session(writes=True) as session,
        pytest.raises(sa.exc.IntegrityError, match="role_is_known"),
    ):
        session.execute(sa.insert(Person).values(**row))


@pytest.mark.sqlite("PostgreSQL lets many write at once")
def test_writers_of_one_process_take_turns_also_after_one_that_failed(database):
    def write(number):
        with database.session(writes=True) as session:
            make_person(session, f"p{number % 15}@example.org")  # every address twice: the second fails

    with ThreadPoolExecutor(max_workers=12) as pool:
        ends = [pool.submit(write, number) for number in range(30)]

    assert sum(end.exception() is not None for end in ends) == 15
    with database.session(writes=True) as session:
        make_person(session, "and.one.more@example.org")


@pytest.mark.sqlite("a server is never locked as a whole")
def test_who_could_not_begin_to_write_does_not_wait_for_themselves(app, database):
    with database.session(writes=True) as session:
        with locked(app):
            connection = session.connection()
            with pytest.raises(OperationalError):
                connection.execute(sa.text("SELECT 1"))

        assert connection.execute(sa.text("SELECT 1")).scalar() == 1
