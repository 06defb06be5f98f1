"""Pages to break."""

from typing import Never

import pytest

from tests.factories.databases import locked
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


@pytest.fixture(name="locked")
def locked_database(app):
    """A database that another connection holds; the test may let it go."""
    with locked(app) as holder:
        yield holder
