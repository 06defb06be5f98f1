"""A new account."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories.people import ADA, PASSWORD, people_in, registration, sign_in


def faults_on(page):
    """Return the sentences beside the fields."""
    return [
        part.partition("</span>")[0]
        for part in page.text.split('-error">')[1:]
        for part in part.split("<span>")[1:2]
    ]


def test_who_registers_is_signed_in_as_a_learner(app, client):
    answer = client.post("/register", data=registration())

    assert (answer.status_code, answer.headers["Location"]) == (303, "/course")
    assert people_in(app) == [(ADA, "learner")]
    assert client.get("/course").status_code == 200


def test_who_registers_goes_on_where_they_wanted_to_go(client):
    answer = client.post("/register", data=registration(next="/lectures/02-second"))

    assert answer.headers["Location"] == "/lectures/02-second"


def test_a_role_cannot_be_chosen(app, client):
    client.post("/register", data=registration(role="administrator"))

    assert people_in(app) == [(ADA, "learner")]


def test_a_second_click_makes_no_second_account(app, client):
    client.post("/register", data=registration())

    page = client.post("/register", data=registration())

    assert page.status_code == 422
    assert faults_on(page) == ["There is an account with this address already. Sign in instead."]
    assert people_in(app) == [(ADA, "learner")]


@pytest.mark.parametrize(
    "email", ["ADA@example.org", " ada@Example.ORG ", "\uff41da@example.org", "ada@example.org\u200b"]
)
def test_one_address_written_differently_is_one_account(app, client, email):
    client.post("/register", data=registration())

    page = client.post("/register", data=registration(email=email))

    assert page.status_code == 422
    assert len(people_in(app)) == 1


def test_ten_at_once_with_one_address_make_one_account(app):
    def register(_: int) -> int:
        return app.test_client().post("/register", data=registration()).status_code

    with ThreadPoolExecutor(10) as threads:
        answers = sorted(threads.map(register, range(10)))

    assert answers == [303] + [422] * 9
    assert people_in(app) == [(ADA, "learner")]


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
    client.post("/register", data=registration(name=name))

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
    client.post("/register", data=registration(password="caf\u00e9 au lait"))
    client.post("/sign-out")

    assert sign_in(client, password="cafe\u0301 au lait").status_code == 303
