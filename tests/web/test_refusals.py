"""Every refusal says what happened, as a page or as JSON."""

import logging
import re
from typing import Never

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

from coursework.identity.models import Person
from tests.conftest import NOON
from tests.factories.databases import lose_database
from tests.factories.people import ADA, make_person

JSON = {"Accept": "application/json"}


def words_of(page):
    """Return the words of a refusal: its heading and what stands below."""
    return re.search(r"<h1>(.*?)</h1>\s*<p class=\"stand\">(.*?)</p>", page.text).groups()


@pytest.mark.parametrize(
    ("method", "path", "status", "title", "what"),
    [
        (
            "GET",
            "/nowhere",
            404,
            "There is nothing here",
            "No page has this address, or it is not yours to see. Nothing is lost.",
        ),
        (
            "GET",
            "/lectures/04-later",
            404,
            "This lecture is in preparation",
            "“A lecture still to be written” is not written yet. Nothing is lost.",
        ),
        (
            "POST",
            "/about",
            405,
            "That is not how this page works",
            "It was asked in a way it does not know. Nothing was changed.",
        ),
        (
            "GET",
            "/broken",
            500,
            "Something broke on our side",
            "It has been noted. What was saved before is safe.",
        ),
    ],
)
def test_a_refusal_is_a_page(client, broken, method, path, status, title, what):
    page = client.open(path, method=method)

    assert page.status_code == status
    assert words_of(page) == (title, what)
    assert f"<title>{title} · A small course</title>" in page.text


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/nowhere", 404, "There is nothing here"),
        ("/about", 405, "That is not how this page works"),
        ("/course", 401, "Please sign in"),
    ],
)
def test_a_refusal_is_json_for_who_asks_for_it(client, path, status, title):
    method = "POST" if status == 405 else "GET"

    answer = client.open(path, method=method, headers=JSON)

    assert (answer.status_code, answer.json["status"], answer.json["title"]) == (status, status, title)
    assert answer.json.keys() == {"status", "reference", "title", "what", "safe"}


def test_a_page_that_is_asked_in_the_wrong_way_says_the_right_one(client):
    assert client.post("/about").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_what_is_too_large_is_refused(client):
    page = client.post("/register", data={"name": "A" * 70_000})

    assert page.status_code == 413
    assert words_of(page)[0] == "That is too much at once"


def test_what_broke_is_noted_under_the_reference_that_the_page_names(client, broken, caplog):
    with caplog.at_level(logging.ERROR, logger="coursework"):
        page = client.get(broken)

    reference = re.search(r'<span class="num">([0-9a-f]{8})</span>', page.text).group(1)
    assert [record.getMessage() for record in caplog.records] == [f"error {reference}"]
    assert "a secret of the inside" in caplog.text
    assert "a secret of the inside" not in page.text


def test_what_broke_is_json_with_its_reference_too(client, broken):
    answer = client.post(broken, json={})

    assert answer.status_code == 500
    assert re.fullmatch("[0-9a-f]{8}", answer.json["reference"])


@pytest.mark.sqlite("a server is never locked as a whole")
@pytest.mark.parametrize("path", ["/sign-out-everywhere", "/sign-out"])
def test_a_locked_database_is_said_to_who_is_signed_in(ada, locked, path):
    page = ada.post(path)

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "2"
    assert not {"Sign in", "Register"} & set(re.findall(r">([\w ]+)</a>", page.text))
    assert words_of(page) == (
        "Please try again in a moment",
        "The database is busy or cannot be reached. What was saved before is safe.",
    )


@pytest.mark.sqlite("a server is never locked as a whole")
def test_what_was_typed_before_a_locked_database_is_sent_again(ada, locked):
    typed = {"name": "Ada Byron", "time_zone": "UTC"}
    page = ada.post("/account/details", data=typed, headers={"Origin": "http://localhost"})
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    locked.execute("ROLLBACK")

    again = ada.post("/account/details", data=fields)

    assert "Send it again" in page.text
    assert (again.status_code, again.location) == (303, "/account")
    assert 'value="Ada Byron"' in ada.get("/account/details").text


@pytest.mark.sqlite("a server is never locked as a whole")
def test_a_locked_database_is_said_to_a_script(ada, locked):
    answer = ada.post("/sign-out", json={})

    assert (answer.status_code, answer.json["title"]) == (503, "Please try again in a moment")


@pytest.mark.sqlite("a server is never locked as a whole")
def test_the_same_page_works_again_when_the_lock_is_gone(ada, locked):
    ada.post("/sign-out")
    locked.execute("ROLLBACK")

    assert ada.post("/sign-out").status_code == 303


@pytest.mark.sqlite("a server is never locked as a whole")
def test_pages_are_read_while_somebody_writes(ada, locked):
    assert ada.get("/course").status_code == 200


def test_a_database_that_is_gone_is_said_on_every_page(ada, app):
    lose_database(app)

    pages = [ada.get(path) for path in ("/course", "/about", "/nowhere", "/account")]

    assert [page.status_code for page in pages] == [503] * 4
    assert {words_of(page)[0] for page in pages} == {"Please try again in a moment"}
    assert '<a class="btn main" href="/course">Try again</a>' in pages[0].text


def test_a_database_that_is_gone_is_noted_under_the_reference_that_the_page_names(ada, app, caplog):
    lose_database(app)

    page = ada.get("/course?page=2")

    reference = re.search(r'<span class="num">([0-9a-f]{8})</span>', page.text).group(1)
    assert f"the database cannot be asked ({reference})" in caplog.text
    assert 'href="/course?page=2">Try again</a>' in page.text


@pytest.mark.parametrize(
    ("path", "ways"),
    [
        ("/confirm/used", ["/sign-in", "/register"]),
        ("/new-password/used", ["/forgotten-password", "/sign-in"]),
        ("/new-address/used", ["/account"]),
        ("/nowhere", ["/"]),
    ],
)
def test_a_refusal_leads_on(client, path, ways):
    page = client.get(path).text

    assert re.findall(r'<a class="btn[^"]*" href="([^"]+)"', page) == ways


def test_the_log_says_what_failed_but_not_what_a_person_wrote(app, writing, caplog):
    @app.get("/twice")
    def view() -> Never:
        make_person(writing)
        writing.execute(
            sa.insert(Person).values(
                email=ADA, name="Ada", password_hash="x", role="learner", registered_at=NOON
            )
        )

    app.test_client().get("/twice")

    assert re.search(r"UNIQUE constraint failed: person.email|violates unique constraint", caplog.text)
    assert ADA not in caplog.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("SELECT", {}, Exception("locked")), 503),
        (IntegrityError("INSERT", {}, Exception("twice")), 500),
    ],
)
def test_only_a_database_that_is_busy_or_gone_asks_to_try_again(app, error, status):
    @app.get("/sql")
    def view() -> Never:
        raise error

    assert app.test_client().get("/sql").status_code == status
