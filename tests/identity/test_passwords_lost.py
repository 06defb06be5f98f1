"""A forgotten password, and another one by a link."""

import pytest

from tests.conftest import counted
from tests.factories.people import ADA, PASSWORD, make_person, shown_link, sign_in
from tests.mail.conftest import rows as mails_in

NEW = "another four words"


def ask(client, email=ADA):
    return client.post("/forgotten-password", data={"email": email})


@pytest.fixture
def link(client, ada):
    """The link with which Ada chooses another password."""
    ask(client)
    return shown_link(client)


def test_a_forgotten_password_is_replaced_by_a_link_and_a_mail_tells(app, client, link):
    asked = client.get(link).status_code
    answer = client.post(link, data={"password": NEW})

    assert (asked, answer.status_code, answer.headers["Location"]) == (200, 303, "/sign-in")
    assert sign_in(client, password=PASSWORD).status_code == 422
    assert sign_in(client, password=NEW).status_code == 303
    assert [mail.kind for mail in mails_in(app)] == ["reset-password", "password-changed"]


def test_another_password_ends_every_sign_in(app, client, link):
    inside = app.test_client()
    sign_in(inside)
    client.post(link, data={"password": NEW})

    assert inside.get("/course").status_code == 303


def test_a_link_works_once_and_takes_the_other_links_with_it(client, link):
    ask(client)
    second = shown_link(client)
    client.post(link, data={"password": NEW})

    answers = [client.post(one, data={"password": "a thief chose this"}) for one in (link, second)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "Ask for another one" in answers[0].text
    assert sign_in(client, password=NEW).status_code == 303


def test_a_link_lasts_an_hour(client, link, clock):
    clock.pass_by(minutes=59)
    within = client.get(link).status_code
    clock.pass_by(minutes=1)

    assert (within, client.get(link).status_code) == (200, 410)


def test_a_password_that_is_too_easy_uses_nothing_up(client, link):
    page = client.post(link, data={"password": "short"})

    assert (page.status_code, client.post(link, data={"password": NEW}).status_code) == (422, 303)


@pytest.mark.parametrize("path", ["/confirm/", "/new-address/", "/first-administrator/"])
def test_a_link_does_only_what_it_is_for(client, link, path):
    token = link.rpartition("/")[2]

    assert (
        client.post(
            path + token, data={"name": "Eve", "email": "eve@example.org", "password": NEW}
        ).status_code
        == 410
    )
    assert client.get(link).status_code == 200


def test_an_unknown_address_has_the_same_answer_the_same_work_and_a_mail_that_says_so(app, ada):
    def asked(email):
        client = app.test_client()
        with counted(app) as seen:
            answer = ask(client, email)
        page = client.get("/look-into-your-mail", headers={"X-Forwarded-For": "192.0.2.7"}).text
        shown = page.partition("<h1>")[2].partition("cut mt5")[0].replace(email, "?")
        return answer.status_code, answer.headers["Location"], shown, len(seen)

    known, unknown = asked(ADA), asked("bea@example.org")

    assert known == unknown
    assert [(mail.kind, mail.recipient) for mail in mails_in(app)] == [
        ("reset-password", ADA), ("address-unknown", "bea@example.org")
    ]  # fmt: skip


def test_one_address_is_written_to_three_times_an_hour_whatever_is_asked(app, client, ada):
    for _ in range(4):
        ask(client)

    assert ask(client).status_code == 303
    assert len(mails_in(app)) == 3


def test_one_place_cannot_have_mails_sent_without_end(client, ada):
    answers = [ask(client, f"{number}@example.org") for number in range(308)]

    assert {answer.status_code for answer in answers[:300]} == {303}
    assert answers[-1].status_code == 429
    assert "Many mails were asked for from where you are. Wait" in answers[-1].text


def test_a_lost_password_of_one_leaves_another_alone(app, client, link, writing):
    make_person(writing, "bea@example.org", name="Bea")
    bea = app.test_client()
    sign_in(bea, "bea@example.org")
    client.post(link, data={"password": NEW})

    assert bea.get("/course").status_code == 200
    assert sign_in(app.test_client(), "bea@example.org").status_code == 303
