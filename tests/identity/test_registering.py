"""A new account."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from coursework.application import create_app
from coursework.identity.keeping import expire
from tests.conftest import counted
from tests.factories.people import (
    ADA,
    PASSWORD,
    begin,
    people_in,
    registration,
    shown_link,
    sign_in,
)
from tests.mail.conftest import rows as mails_in

ELSEWHERE = {"X-Forwarded-For": "192.0.2.7"}


def without_link(page):
    """Return a page without the link that a test installation shows."""
    return re.sub(r'<section class="cut.*?</section>', "", page, flags=re.DOTALL)


def faults_on(page):
    """Return the sentences beside the fields."""
    return [
        part.partition("</span>")[0]
        for part in page.text.split('-error">')[1:]
        for part in part.split("<span>")[1:2]
    ]


def test_who_registers_is_sent_a_link_that_begins(app, client):
    answer = client.post("/register", data=registration())
    before = client.get("/course").status_code
    began = client.post(shown_link(client))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/look-into-your-mail")
    assert (before, began.status_code, began.headers["Location"]) == (303, 303, "/course")
    assert people_in(app) == [(ADA, "learner")]
    assert client.get("/account").status_code == 200


def test_who_registers_goes_on_where_they_wanted_to_go(client):
    assert begin(client, next="/lectures/02-second").headers["Location"] == "/lectures/02-second"
    assert begin(client, email="bea@example.org", next="//evil.example").headers["Location"] == "/course"


def test_a_role_cannot_be_chosen(app, client):
    begin(client, role="administrator")

    assert people_in(app) == [(ADA, "learner")]


def test_until_the_link_is_opened_nobody_has_the_address_and_nobody_can_sign_in(app, client):
    client.post("/register", data=registration())

    assert sign_in(client).status_code == 422
    assert people_in(app) == [(None, "learner")]


def test_a_program_that_follows_the_link_confirms_nothing(app, client):
    client.post("/register", data=registration())
    link = shown_link(client)

    assert [client.get(link).status_code for _ in range(2)] == [200, 200]
    assert people_in(app) == [(None, "learner")]
    assert client.post(link).status_code == 303


@pytest.mark.parametrize(
    "email", [ADA, "ADA@example.org", " ada@Example.ORG ", "\uff41da@example.org", "ada@example.org\u200b"]
)
def test_an_address_that_is_known_gets_the_same_answer_and_a_mail_that_says_so(app, client, ada, email):
    known = client.post("/register", data=registration(email=email))
    said = client.get("/look-into-your-mail", headers=ELSEWHERE).text
    stranger = app.test_client()
    unknown = stranger.post("/register", data=registration(email="new@example.org"))
    said_to_unknown = stranger.get("/look-into-your-mail", headers=ELSEWHERE).text

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert without_link(said).replace(ADA, "?") == without_link(said_to_unknown).replace(
        "new@example.org", "?"
    )
    assert [mail.kind for mail in mails_in(app)] == ["address-known", "confirm-address"]
    assert [one for one in people_in(app) if one[0]] == [(ADA, "learner")]


def test_a_known_address_and_a_new_one_take_the_same_work(app, ada):
    def statements(email):
        client = app.test_client()
        with counted(app) as seen:
            client.post("/register", data=registration(email=email))
        return len(seen)

    assert abs(statements(ADA) - statements("new@example.org")) <= 2


def test_of_two_who_register_with_one_address_the_one_who_reads_its_mail_gets_it(app, client):
    thief, ada = app.test_client(), client
    thief.post("/register", data=registration(password="a thief chose this"))
    ada.post("/register", data=registration())
    thief.post("/register", data=registration(password="a thief chose this"))

    ada.post(shown_link(ada))

    assert sign_in(app.test_client(), password="a thief chose this").status_code == 422
    assert sign_in(app.test_client()).status_code == 303
    late = thief.post(shown_link(thief))
    assert late.status_code == 410
    assert "If you have used it, sign in." in late.text


def test_one_address_is_written_to_three_times_an_hour(app, client, clock):
    for _ in range(5):
        assert client.post("/register", data=registration()).status_code == 303
    within = len(mails_in(app))
    said = client.get("/look-into-your-mail").text
    clock.pass_by(minutes=61)
    client.post("/register", data=registration())

    assert (within, len(mails_in(app))) == (3, 4)
    assert "at most three times an hour" in said
    assert "We have written" not in said


def test_who_never_opens_the_link_is_forgotten_after_three_days(app, client, clock, writing):
    client.post("/register", data=registration())
    link = shown_link(client)
    clock.pass_by(days=3)

    over = client.get(link)
    expire(writing, clock.moment)
    writing.commit()

    assert over.status_code == 410
    assert "register again" in over.text
    assert people_in(app) == []


def test_ten_at_once_with_one_address_and_ten_clicks_on_one_link_make_one_account(app):
    client = app.test_client()
    client.post("/register", data=registration())
    link = shown_link(client)

    with ThreadPoolExecutor(10) as threads:
        asked = {"password": registration()["password"]}
        answers = sorted(
            threads.map(lambda _: app.test_client().post(link, data=asked).status_code, range(10))
        )

    assert answers == [303] + [410] * 9
    assert people_in(app) == [(ADA, "learner")]


@pytest.mark.parametrize(
    ("public_url", "asked_from"),
    [
        ("https://localhost", {}),
        ("http://localhost", {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}),
        ("http://localhost", {"headers": {"X-Forwarded-For": "192.0.2.7"}}),
    ],
)
def test_a_link_is_shown_only_by_a_test_installation_at_ones_own_machine(settings, public_url, asked_from):
    app = create_app(replace(settings, public_url=public_url))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/register", data=registration(), **asked_from)

    page = client.get("/look-into-your-mail").text
    app.extensions["database"].close()

    assert "A mail goes to" in page
    assert "/confirm/" not in page


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "Write your name."),
        ({"name": " \t\u200b\u200d "}, "Write your name."),
        ({"name": "A" * 121}, "At most 120 characters."),
        ({"email": ""}, "Write your e-mail address."),
        ({"email": "ada"}, "This does not look like an e-mail address, such as name@hospital.org."),
        ({"email": "ada@example"}, "This does not look like an e-mail address, such as name@hospital.org."),
        (
            {"email": "a@b@example.org"},
            "This does not look like an e-mail address, such as name@hospital.org.",
        ),
        (
            {"email": "a" * 250 + "@example.org"},
            "This does not look like an e-mail address, such as name@hospital.org.",
        ),
        ({"password": ""}, "Choose a password."),
        ({"password": "short"}, "Use at least 10 characters; a few words in a row are good."),
        ({"password": "abc def " * 26}, "Use at most 200 characters."),
        ({"password": "aaaaaaaaaaaa"}, "This one is too easy to guess; use a few words in a row."),
        ({"password": "ADA@example.org"}, "This one is too easy to guess; use a few words in a row."),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(app, client, changes, fault):
    page = client.post("/register", data=registration(**changes))

    assert (page.status_code, faults_on(page)) == (422, [fault])
    assert people_in(app) == []


def test_everything_that_is_wrong_is_said_at_once_and_what_was_right_stays(client):
    page = client.post("/register", data={"name": "Ada", "email": "ada", "password": "short"})

    assert len(faults_on(page)) == 2
    assert 'value="Ada"' in page.text
    assert "short" not in page.text.replace("shortcut", "")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "{{ 7 * 7 }}"])
def test_a_name_comes_out_as_it_was_written_and_never_as_markup(client, name):
    begin(client, name=name)

    page = client.get("/account").text

    shown = name.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
    assert shown in page
    assert name not in page or name == shown


@pytest.mark.sqlite("reads the bytes of the file")
def test_the_password_is_not_kept(app, client):
    client.post("/register", data=registration())
    database = app.extensions["site"].settings.database_path

    kept = b"".join(path.read_bytes() for path in database.parent.glob("coursework.sqlite*"))

    assert PASSWORD.encode() not in kept
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in kept


def test_a_password_typed_on_another_keyboard_is_the_same_one(client):
    begin(client, password="caf\u00e9 au lait")
    client.post("/sign-out")

    assert sign_in(client, password="cafe\u0301 au lait").status_code == 303


def test_a_link_opened_elsewhere_begins_with_the_password_that_was_chosen_and_no_other(app, client):
    client.post("/register", data=registration())
    link, elsewhere = shown_link(client), app.test_client()

    page = elsewhere.get(link)
    bare = elsewhere.post(link)
    wrong = elsewhere.post(link, data={"password": "another four words"})
    right = elsewhere.post(link, data={"password": registration()["password"]})

    assert "write the password once more" in page.text
    assert (bare.status_code, wrong.status_code, right.status_code) == (422, 422, 303)
    assert "register yourself" in wrong.text


def test_who_registers_with_the_address_of_another_gets_nothing_of_it(app, client):
    attacker = app.test_client()
    attacker.post("/register", data=registration(name="Eve", password="what eve chose herself"))
    theirs = shown_link(attacker)
    client.post("/register", data=registration())
    mine = shown_link(client)

    assert client.post(theirs).status_code == 422
    assert client.post(mine).status_code == 303
    assert attacker.post(theirs).status_code == 410
    assert sign_in(attacker, password="what eve chose herself").status_code == 422
    assert people_in(app)[-1] == (ADA, "learner")
