"""A server answers to its own names, and believes nobody else about who asks."""

import pytest
from flask import request

from coursework.application import create_app
from coursework.web.addresses import absolute
from tests.conftest import settings_in
from tests.factories.people import people_in, registration

FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=203.0.113.9;host=evil.example;proto=https",
    "X-Real-IP": "203.0.113.9",
    "X-Original-URL": "/account",
}


@pytest.fixture
def site(settings):
    """A site with other settings, and a page that says who asks and how."""
    made = []

    def site(**changes):
        app = create_app(settings_in(settings.instance_dir, **changes))
        made.append(app)

        @app.get("/who")
        def who() -> dict[str, object]:
            return {"who": request.remote_addr, "scheme": request.scheme, "root": request.script_root}

        return app

    yield site
    for app in made:
        app.extensions["database"].close()


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:80", "LOCALHOST", "[::1]:8000"])
def test_the_course_answers_to_its_own_names(site, host):
    app = site(trusted_hosts=("localhost", "127.0.0.1", "::1"))

    assert app.test_client().get("/about", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:80",
        "localhost@evil.example",
        "localhost evil.example",
        "localhost:80:81",
        "[::1",
        "localhost.",
        "local\thost",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/sign-in", "/health", "/nowhere"])
def test_a_name_that_is_not_ours_is_refused_in_words(client, host, path):
    page = client.get(path, headers={"Host": host})

    assert page.status_code == 400
    assert "This server does not go by that name." in page.text
    assert "evil.example" not in page.text


def test_under_a_name_that_is_not_ours_nothing_is_done(app, client):
    client.post("/register", data=registration(), headers={"Host": "evil.example"})

    assert people_in(app) == []


def test_without_a_proxy_nobody_is_believed(site):
    said = site().test_client().get("/who", headers=FORGED)

    assert said.json == {"who": "127.0.0.1", "scheme": "http", "root": ""}


@pytest.mark.parametrize(
    ("proxies", "chain", "who"),
    [
        (1, "203.0.113.9, 198.51.100.4", "198.51.100.4"),
        (2, "203.0.113.9, 198.51.100.4", "203.0.113.9"),
        (2, "198.51.100.4", "127.0.0.1"),
    ],
)
def test_behind_proxies_so_many_hops_are_believed_and_no_more(site, proxies, chain, who):
    said = (
        site(trusted_proxies=proxies).test_client().get("/who", headers=FORGED | {"X-Forwarded-For": chain})
    )

    assert (said.json["who"], said.json["root"]) == (who, "")


def test_behind_a_proxy_the_scheme_is_believed_and_the_host_is_not(site):
    client = site(trusted_proxies=1).test_client()

    assert client.get("/who", headers=FORGED).json["scheme"] == "https"
    assert client.get("/who", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("proxies", [0, 1])
@pytest.mark.parametrize("path", ["/course", "/account", "/sign-in", "/", "/lectures/02-second", "/nowhere"])
def test_a_forged_header_is_in_no_page_and_no_redirect(site, proxies, path):
    page = site(trusted_proxies=proxies).test_client().get(path, headers=FORGED)

    assert "evil" not in page.text
    assert "evil" not in str(page.headers)


def test_an_address_that_leaves_begins_with_the_public_one(site):
    app = site(public_url="https://course.example/a")
    with app.app_context():
        alone = absolute("identity.sign_in", next="/course?a=1")
    with app.test_request_context("/", headers={"Host": "localhost"}):
        asked = absolute("reading.lecture_page", slug="02-second")

    assert alone == "https://course.example/a/sign-in?next=/course?a%3D1"
    assert asked == "https://course.example/a/lectures/02-second"
