"""People at the door."""

import pytest

from tests.factories.people import make_person


@pytest.fixture
def writing(app):
    """A session that writes, for the world before."""
    with app.extensions["database"].session(writes=True) as session:
        yield session


@pytest.fixture
def ada(writing):
    """A learner with an account."""
    return make_person(writing)
