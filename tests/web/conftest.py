"""Pages to break."""

import sqlite3
from typing import Never

import pytest

from tests.factories.people import make_person, make_sign_in


@pytest.fixture
def writing(app):
    """A session that writes, for the world before."""
    with app.extensions["database"].session(writes=True) as session:
        yield session


@pytest.fixture
def ada(app, client, writing):
    """The browser of a learner, signed in."""
    token = make_sign_in(writing, make_person(writing))
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


@pytest.fixture
def broken(app):
    """An address whose view breaks."""

    @app.route("/broken", methods=["GET", "POST"])
    def broken() -> Never:
        message = "<b>a secret of the inside</b>"
        raise RuntimeError(message)

    return "/broken"


@pytest.fixture
def locked(app, settings):
    """A database that another connection holds, and that does not wait long for it."""
    database = app.extensions["database"]
    for engine in (database.engine, database.quick_engine):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=20")
    holder = sqlite3.connect(settings.database_path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield holder
    holder.close()
