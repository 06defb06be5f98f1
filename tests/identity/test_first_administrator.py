"""The link that creates the first administrator."""

import pytest

from coursework.identity.actions import make_first_administrator_link
from coursework.identity.rules import Role
from tests.conftest import NOON
from tests.factories.people import ADA, make_person, people_in, registration

OVER = "This link has been used, or its hour is over. `flask people first-administrator` makes another."


@pytest.fixture
def link(writing):
    """A link made at noon."""
    token = make_first_administrator_link(writing, NOON)
    writing.commit()
    return f"/first-administrator/{token}"


def test_the_link_creates_an_administrator_who_is_signed_in(app, client, link):
    shown = client.get(link)
    answer = client.post(link, data=registration())

    assert (shown.status_code, answer.status_code, answer.headers["Location"]) == (200, 303, "/course")
    assert people_in(app) == [(ADA, "administrator")]
    assert client.get("/course").status_code == 200


def test_looking_at_the_link_does_not_use_it_up(client, link):
    assert [client.get(link).status_code for _ in range(3)] == [200] * 3


def test_the_link_works_once(app, client, link):
    client.post(link, data=registration())

    again = app.test_client().post(link, data=registration(email="eve@example.org"))

    assert again.status_code == 410
    assert OVER in again.text
    assert people_in(app) == [(ADA, "administrator")]


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (60, 410), (600, 410)])
def test_the_link_is_void_after_an_hour(client, link, clock, minutes, status):
    clock.pass_by(minutes=minutes)

    assert client.get(link).status_code == status


def test_the_link_is_void_once_there_is_an_administrator(app, client, link, writing):
    make_person(writing, "adam@example.org", role=Role.ADMINISTRATOR)

    answers = [client.get(link), client.post(link, data=registration())]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert people_in(app) == [("adam@example.org", "administrator")]


def test_a_newer_link_voids_the_older(client, link, writing):
    make_first_administrator_link(writing, NOON)
    writing.commit()

    assert client.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "..", "\u2028"])
def test_a_made_up_link_creates_nobody(app, client, link, token):
    answer = client.post(f"/first-administrator/{token}", data=registration())

    assert answer.status_code in {404, 405, 410}
    assert people_in(app) == []


def test_a_form_with_faults_does_not_use_the_link_up(app, client, link):
    first = client.post(link, data=registration(password="short"))
    second = client.post(link, data=registration())

    assert (first.status_code, second.status_code) == (422, 303)


def test_an_address_that_is_taken_does_not_use_the_link_up(app, client, link, ada):
    first = client.post(link, data=registration())
    second = client.post(link, data=registration(email="adam@example.org"))

    assert (first.status_code, second.status_code) == (422, 303)
    assert people_in(app) == [(ADA, "learner"), ("adam@example.org", "administrator")]


def test_the_page_of_the_link_tells_no_other_site_where_it_is(client, link):
    assert client.get(link).headers["Referrer-Policy"] == "same-origin"
