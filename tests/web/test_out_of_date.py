"""A form that was open for long: nothing of it is lost, and nothing is done without a token."""

import re
import time

import pytest

from tests.conftest import settings_in
from tests.factories.people import people_in, registration

OURS = {"Origin": "http://localhost"}


@pytest.fixture
def client(app):
    """A browser of a site that asks for tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app.test_client()


def token_on(page):
    """Return the token of the first form that has one."""
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)


def typed_on(page):
    """Return what the page offers to send again."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    return {name: value for name, value in fields.items() if name not in {"csrf_token", "next"}}


def test_what_was_typed_stays_and_the_password_does_not(app, client):
    page = client.post("/register", data=registration(name="Ada <b>", again="x"), headers=OURS)

    assert page.status_code == 400
    assert typed_on(page) == {"name": "Ada &lt;b&gt;", "email": "ada@example.org", "again": "x"}
    assert people_in(app) == []


def test_no_password_stays_whatever_it_is_called(client):
    page = client.post("/account/password", data={"old": "secret1", "password": "secret2"}, headers=OURS)

    assert typed_on(page) == {}


def test_it_can_be_sent_again_from_the_page_that_says_so(client):
    page = client.post("/sign-out", headers=OURS)

    again = client.post("/sign-out", data={"csrf_token": token_on(page)}, headers=OURS)

    assert re.search(r'<form class="mt5" action="([^"]+)"', page.text).group(1) == "/sign-out"
    assert (page.status_code, again.status_code) == (400, 303)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_what_another_site_sent_is_not_offered_to_be_sent_again(app, client, headers):
    page = client.post("/register", data=registration(name="Mallory"), headers=headers)

    assert page.status_code == 400
    assert typed_on(page) == {}
    assert "Mallory" not in page.text
    assert people_in(app) == []


@pytest.mark.parametrize("headers", [OURS, {"Sec-Fetch-Site": "same-origin"}])
def test_what_our_own_page_sent_is(client, headers):
    page = client.post("/register", data=registration(name="Ada"), headers=headers)

    assert typed_on(page)["name"] == "Ada"


def test_behind_a_proxy_our_own_address_is_the_public_one(app, client):
    site = app.extensions["site"]
    site.settings = settings_in(site.settings.instance_dir, public_url="https://course.example")

    page = client.post("/register", data=registration(), headers={"Origin": "https://course.example"})

    assert typed_on(page)["name"] == "Ada"


def test_a_script_is_told_that_its_page_is_out_of_date(client):
    answer = client.post("/sign-out", json={}, headers=OURS)

    assert (answer.status_code, answer.headers["X-Page-Stale"]) == (400, "1")
    assert answer.json["what"] == "The page is out of date; load it again."


def test_a_token_of_another_browser_is_worth_nothing(app, client):
    another = app.test_client()

    page = client.post("/sign-out", data={"csrf_token": token_on(another.get("/sign-in"))}, headers=OURS)

    assert page.status_code == 400


def test_a_form_may_stay_open_overnight(client, monkeypatch):
    token = token_on(client.get("/register"))
    tomorrow = time.time() + 20 * 3600
    monkeypatch.setattr("time.time", lambda: tomorrow)

    page = client.post("/register", data=registration(csrf_token=token))

    assert page.status_code == 303
