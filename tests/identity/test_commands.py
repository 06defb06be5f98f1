"""`flask people`: what only the person at the machine may do."""

import pytest

from coursework.identity.rules import Role
from tests.factories.databases import locked
from tests.factories.people import ADA, make_person, people_in, registration


@pytest.fixture
def people(app):
    """Run `flask people` with arguments; return its exit status and what it said."""

    def run(*arguments: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["people", *arguments])
        return result.exit_code, result.output

    return run


def test_the_first_administrator_is_made_by_the_link_that_is_printed(app, client, people):
    status, link = people("first-administrator")

    client.post(link.strip().removeprefix("http://localhost"), data=registration())

    assert status == 0
    assert people_in(app) == [(ADA, "administrator")]


def test_no_link_is_made_where_there_is_an_administrator(people, writing):
    make_person(writing, role=Role.ADMINISTRATOR)

    assert people("first-administrator") == (1, "There is an administrator already.\n")


@pytest.mark.parametrize("role", ["learner", "instructor", "administrator"])
def test_a_person_is_given_a_role(app, people, ada, role):
    assert people("role", "ADA@example.org", role) == (0, f"ADA@example.org is {role} now.\n")
    assert people_in(app) == [(ADA, role)]


def test_a_role_for_nobody_is_refused_in_words(people, ada):
    assert people("role", "bea@example.org", "learner") == (1, "Nobody has the address bea@example.org.\n")


def test_a_role_that_does_not_exist_is_refused(app, people, ada):
    status, said = people("role", ADA, "king")

    assert status == 2
    assert "'king' is not one of 'learner', 'instructor', 'administrator'" in said
    assert people_in(app) == [(ADA, "learner")]


@pytest.mark.sqlite("a server is never locked as a whole")
@pytest.mark.parametrize("arguments", [("role", ADA, "instructor"), ("first-administrator",)])
def test_a_database_that_is_busy_is_said(app, people, ada, arguments):
    with locked(app):
        status, said = people(*arguments)

    assert status == 1
    assert said == "The database is busy or cannot be reached: database is locked. Try again.\n"
    assert people_in(app) == [(ADA, "learner")]
