"""Sign in, stay signed in, sign out."""

import re
from datetime import timedelta
from time import perf_counter

import pytest

from coursework.application import create_app
from tests.conftest import settings_in
from tests.factories.people import ADA, make_person, make_sign_in, sign_in

IN, OUT = 200, 303


def door(client):
    """Return what a page for people who are signed in answers."""
    return client.get("/course").status_code


def test_who_has_an_account_can_sign_in(client, ada):
    answer = sign_in(client)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/course")
    assert door(client) == IN


@pytest.mark.parametrize("email", ["ADA@EXAMPLE.ORG", " ada@example.org\n", "ada\u200b@example.org"])
def test_an_address_may_be_written_as_it_comes(client, ada, email):
    assert sign_in(client, email).status_code == 303


def told(answer, email):
    """Return a page without the address that was typed and the token of its moment."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text.replace(email, "?"))


def test_an_unknown_address_and_a_wrong_password_have_the_same_answer(client, ada):
    wrong = sign_in(client, password="another four words")
    unknown = sign_in(client, "bea@example.org")

    assert wrong.status_code == unknown.status_code == 422
    assert told(wrong, ADA) == told(unknown, "bea@example.org")
    assert "This address and this password do not go together." in wrong.text


def test_an_unknown_address_takes_as_much_work_as_a_wrong_password(client, ada):
    def quickest(email: str) -> float:
        times = []
        for _ in range(5):
            began = perf_counter()
            sign_in(client, email, "another four words")
            times.append(perf_counter() - began)
        return min(times)

    known, unknown = quickest(ADA), quickest("bea@example.org")

    assert 0.4 < known / unknown < 2.5


def test_who_signs_in_twice_is_signed_in_on_both_devices(app, client, ada):
    other = app.test_client()
    sign_in(client)
    sign_in(other)

    client.post("/sign-out")

    assert (door(client), door(other)) == (OUT, IN)


def test_signing_out_everywhere_ends_every_sign_in_but_nobody_elses(app, client, ada, writing):
    make_person(writing, "bea@example.org")
    other, bea = app.test_client(), app.test_client()
    for browser, email in ((client, ADA), (other, ADA), (bea, "bea@example.org")):
        sign_in(browser, email)

    client.post("/sign-out-everywhere")

    assert [door(client), door(other), door(bea)] == [OUT, OUT, IN]


def test_who_types_the_address_of_sign_out_is_given_the_button_and_stays_signed_in(client, ada):
    sign_in(client)

    page = client.get("/sign-out")

    assert re.search(r'<form[^>]* action="/sign-out"', page.text)
    assert door(client) == IN


def test_a_stranger_who_types_it_is_taken_home(client):
    assert client.get("/sign-out").headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out-everywhere"])
def test_a_second_click_on_sign_out_does_no_harm(client, ada, path):
    sign_in(client)
    client.post(path)

    answer = client.post(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize(
    ("keep", "still_in", "over"),
    [
        ({}, timedelta(hours=12, seconds=-1), timedelta(hours=12)),
        ({"keep": "y"}, timedelta(days=30, seconds=-1), timedelta(days=30)),
    ],
)
def test_a_sign_in_lasts_12_hours_or_30_days_where_wished(client, ada, clock, keep, still_in, over):
    began = clock.moment
    sign_in(client, **keep)

    clock.moment = began + still_in
    before = door(client)
    clock.moment = began + over

    assert (before, door(client)) == (IN, OUT)


def test_the_cookie_of_one_who_signed_out_is_worth_nothing(app, client, ada):
    sign_in(client)
    stolen = client.get_cookie("coursework").value
    client.post("/sign-out")
    thief = app.test_client()
    thief.set_cookie("coursework", stolen)

    assert door(thief) == OUT


@pytest.mark.sqlite("reads the bytes of the file")
def test_the_cookie_holds_no_number_of_a_person_and_the_database_no_token(client, ada, settings):
    sign_in(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]

    kept = b"".join(path.read_bytes() for path in settings.instance_dir.glob("*sqlite*"))

    assert len(token) == 43
    assert token.encode() not in kept


def test_a_cookie_with_anothers_number_or_a_made_up_token_is_a_strangers(client, ada):
    for made_up in ("1", str(ada.id), "A" * 43, ""):
        with client.session_transaction() as cookie:
            cookie["_user_id"] = made_up
        assert door(client) == OUT


def test_signing_in_begins_a_new_cookie(client, ada):
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(client)

    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_sign_ins_that_are_over_are_forgotten_at_the_next_one(client, ada, clock, writing):
    old = make_sign_in(writing, ada)
    clock.pass_by(hours=13)
    sign_in(client)
    clock.pass_by(hours=-13)

    with client.session_transaction() as cookie:
        cookie["_user_id"] = old

    assert door(client) == OUT


@pytest.mark.parametrize(("url", "secure"), [("https://course.example", True), ("http://localhost", False)])
@pytest.mark.parametrize(("keep", "lasts"), [({}, False), ({"keep": "y"}, True)])
def test_the_cookie_is_for_this_site_only_and_out_of_reach_of_scripts(tmp_path, url, secure, keep, lasts):
    app = create_app(settings_in(tmp_path, public_url=url))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.extensions["database"].session(writes=True) as session:
        make_person(session)
    answer = sign_in(app.test_client(), **keep)
    app.extensions["database"].close()

    (sent,) = (one for one in answer.headers.getlist("Set-Cookie") if "coursework=" in one)
    flags = {part.strip() for part in sent.split(";")[1:]}

    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= flags
    assert ("Secure" in flags) is secure
    assert any(flag.startswith("Expires=") for flag in flags) is lasts


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/lectures/02-second", "/lectures/02-second"),
        ("/course?a=1", "/course?a=1"),
        ("https://evil.example", "/course"),
        ("//evil.example", "/course"),
        ("/\\evil.example", "/course"),
        ("javascript:alert(1)", "/course"),
        ("", "/course"),
    ],
)
def test_after_signing_in_one_is_only_sent_to_our_own_pages(client, ada, wanted, goes_to):
    assert sign_in(client, next=wanted).headers["Location"] == goes_to


def test_a_page_that_wants_a_sign_in_is_remembered_in_its_form(client):
    page = client.get("/sign-in?next=/lectures/02-second")
    evil = client.get("/sign-in?next=//evil.example")

    assert 'value="/lectures/02-second"' in page.text
    assert "evil.example" not in evil.text


@pytest.mark.parametrize("path", ["/sign-in", "/register", "/"])
def test_who_is_signed_in_is_sent_on(client, ada, path):
    sign_in(client)

    assert client.get(path).headers["Location"] == "/course"


@pytest.mark.parametrize("path", ["/", "/about", "/glossary", "/lectures/01-first", "/health"])
def test_a_visitor_gets_no_cookie(client, path):
    assert client.get(path).headers.get("Set-Cookie") is None
