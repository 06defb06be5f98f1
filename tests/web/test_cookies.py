"""What a browser is told of our cookies."""

import hashlib
import re

import pytest
from itsdangerous import BadSignature, URLSafeTimedSerializer

from coursework.application import create_app
from coursework.web.signing import signer
from tests.conftest import settings_in
from tests.factories.people import PASSWORD, make_person, sign_in


def sent_by(answer):
    """Return the cookies of an answer: what each is called, and what the browser is told of it."""
    found = {}
    for line in answer.headers.getlist("Set-Cookie"):
        name, _, told = line.partition("=")
        found[name] = set(told.split("; ")[1:])
    return found


@pytest.fixture
def browser(request, tmp_path):
    """A browser of a site with Ada, by https or not."""
    app = create_app(settings_in(tmp_path, public_url=request.param))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.extensions["database"].session(writes=True) as session:
        make_person(session)
    yield app.test_client()
    app.extensions["database"].close()


@pytest.mark.parametrize("browser", ["https://localhost"], indirect=True)
def test_by_https_every_cookie_is_this_hosts_alone(browser):
    found = sent_by(sign_in(browser)) | sent_by(browser.post("/theme", data={"theme": "dark"}))

    assert found.keys() == {"__Host-coursework", "__Host-device", "__Host-theme"}
    for name, told in found.items():
        assert {"Secure", "Path=/", "SameSite=Lax"} <= told, name
        assert not any(one.startswith("Domain") for one in told)
    assert {name for name, told in found.items() if "HttpOnly" not in told} == {"__Host-theme"}


@pytest.mark.parametrize("browser", ["https://localhost"], indirect=True)
def test_by_https_they_are_read_by_that_name_and_by_no_other(browser):
    sign_in(browser)
    browser.post("/theme", data={"theme": "dark"})
    page = browser.get("/course", headers={"Sec-Fetch-Site": "none"})

    assert page.status_code == 200
    assert 'data-theme="dark"' in page.text
    browser.set_cookie("theme", "light")
    browser.set_cookie("coursework", "x")
    assert 'data-theme="dark"' in browser.get("/course").text


@pytest.mark.parametrize("browser", ["https://localhost"], indirect=True)
def test_by_https_they_can_be_forgotten(browser):
    sign_in(browser)
    told = sent_by(browser.post("/theme", data={"theme": ""})) | sent_by(browser.post("/sign-out"))

    assert {"Secure", "Max-Age=0"} <= told["__Host-theme"]
    assert browser.get("/course").status_code == 303


@pytest.mark.parametrize("browser", ["http://localhost"], indirect=True)
def test_without_https_they_have_plain_names(browser):
    assert sent_by(sign_in(browser)).keys() == {"coursework", "device"}


def test_what_is_signed_for_one_purpose_is_of_no_use_for_another(app):
    with app.app_context():
        signed = signer("page").dumps([1, PASSWORD])

        assert signer("page").loads(signed) == [1, PASSWORD]
        with pytest.raises(BadSignature):
            signer("device").loads(signed)


def test_the_cookie_is_signed_with_sha_256(app, client, ada):
    sign_in(client)
    kept = client.get_cookie("coursework").value
    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    salt = "cookie-session"

    found = URLSafeTimedSerializer(app.secret_key, salt=salt, signer_kwargs=how).loads(kept)

    assert re.fullmatch(r"[\w-]{43}", found["_user_id"])
