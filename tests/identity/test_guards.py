"""Who may enter."""

import html
import re

import pytest
import sqlalchemy as sa

from coursework.audit.models import AuditRow
from coursework.errors import RefusalError
from coursework.identity.actions import change_role
from coursework.identity.guards import requires
from coursework.identity.models import Person
from coursework.identity.rules import Permission, Role
from coursework.identity.unsent import unpacked
from tests.conftest import NOON
from tests.factories.people import ADA, make_person, sign_in
from tests.mail.conftest import rows

JSON = {"Accept": "application/json"}


@pytest.fixture
def room(app):
    """A page for those who look after people."""

    @app.route("/room", methods=["GET", "POST"])
    @requires(Permission.MANAGE_PEOPLE)
    def room() -> str:
        return "inside"

    return "/room"


@pytest.fixture
def enter(client, writing, room):
    """Sign in with a role and enter the room."""

    def enter(role: Role, **how: object) -> int:
        make_person(writing, role=role)
        sign_in(client)
        return client.get(room, **how).status_code

    return enter


@pytest.mark.parametrize(
    ("role", "status"), [(Role.LEARNER, 403), (Role.INSTRUCTOR, 403), (Role.ADMINISTRATOR, 200)]
)
def test_a_guard_lets_in_who_may_and_refuses_the_others(enter, role, status):
    assert enter(role) == status


def test_a_guard_refuses_a_script_too(enter):
    assert enter(Role.LEARNER, headers=JSON) == 403


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, ada):
    asked = client.get("/lectures/02-second?from=mail")
    inside = sign_in(client, next="/lectures/02-second?from=mail")

    assert asked.status_code == 303
    assert asked.headers["Location"] == "/sign-in?next=/lectures/02-second?from%3Dmail"
    assert client.get(inside.headers["Location"]).status_code == 200


def test_a_stranger_is_told_why_they_are_asked(client):
    page = client.get("/course", follow_redirects=True)

    assert "Please sign in; then you are taken where you wanted to go." in page.text


def test_what_a_stranger_sends_is_not_repeated_after_signing_in(client, room):
    assert client.post(room).headers["Location"] == "/sign-in"


@pytest.mark.parametrize("how", [{"headers": JSON}, {"json": {}}])
def test_a_script_of_a_stranger_is_refused_with_401(client, room, how):
    answer = client.post(room, **how)

    assert (answer.status_code, answer.json["title"]) == (401, "Please sign in")


def test_a_change_of_role_ends_every_sign_in(app, client, ada, room, writing):
    sign_in(client)
    with app.app_context():
        change_role(writing, ada.id, Role.ADMINISTRATOR, NOON, actor_id=None)
    writing.commit()

    before = client.get(room).status_code
    sign_in(client)

    assert (before, client.get(room).status_code) == (303, 200)


def test_who_loses_a_role_loses_what_it_allowed_at_once(app, client, room, writing):
    ada = make_person(writing, role=Role.ADMINISTRATOR)
    make_person(writing, "bea@example.org", role=Role.ADMINISTRATOR)
    sign_in(client)
    inside = client.get(room).status_code
    with app.app_context():
        change_role(writing, ada.id, Role.LEARNER, NOON, actor_id=None)
    writing.commit()

    outside = client.get(room).status_code
    sign_in(client)

    assert (inside, outside, client.get(room).status_code) == (200, 303, 403)


def test_the_last_administrator_stays_one(ada, writing):
    adam = make_person(writing, "adam@example.org", role=Role.ADMINISTRATOR)

    with pytest.raises(RefusalError, match="This is the last administrator"):
        change_role(writing, adam.id, Role.LEARNER, NOON, actor_id=adam.id)


def test_a_change_of_role_is_written_down_and_told_once(app, ada, writing):
    adam = make_person(writing, "adam@example.org", role=Role.ADMINISTRATOR)
    with app.app_context():
        change_role(writing, ada.id, Role.INSTRUCTOR, NOON, actor_id=adam.id)
        change_role(writing, ada.id, Role.INSTRUCTOR, NOON, actor_id=adam.id)
    writing.commit()

    row = writing.query(AuditRow).one()
    assert (row.action, row.actor_id, row.subject_id) == ("role.changed", adam.id, ada.id)
    assert row.details == {"before": "learner", "after": "instructor"}
    mail = rows(app)[0]
    assert (len(rows(app)), mail.kind, mail.recipient) == (1, "role-changed", ADA)
    assert "From now on you are an instructor" in " ".join(mail.text.split())
    assert "Until now you were a learner." in " ".join(mail.text.split())


OURS = {"Sec-Fetch-Site": "same-origin"}
RENAMED = {"name": "Ada & Co", "time_zone": "Asia/Kolkata"}


def unsent_on(page):
    return html.unescape(re.search(r'name="unsent" type="hidden" value="([^"]+)"', page.text)[1])


def test_what_was_typed_while_signed_out_elsewhere_is_offered_after_signing_in(app, client, ada, session):
    sign_in(client)
    other = app.test_client()
    sign_in(other)
    other.post("/sign-out-everywhere")

    refused = client.post("/account/details", data=RENAMED, headers=OURS)
    wrong = sign_in(client, password="not this one", unsent=unsent_on(refused))
    offered = sign_in(client, unsent=unsent_on(wrong))
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html.unescape(offered.text)))
    client.post(re.search(r'action="(/account/details)"', offered.text)[1], data=again)

    assert (refused.status_code, offered.status_code) == (401, 200)
    assert "You were signed out meanwhile" in refused.text
    assert "You are signed in as Ada." in offered.text
    assert session.execute(sa.select(Person.name, Person.time_zone)).all() == [(*RENAMED.values(),)]


def test_no_password_is_kept_on_the_page_of_signing_in(client):
    form = {"old": "four words in a row", "password": "another four words", "name": "Ada"}

    page = client.post("/account/password", data=form, headers=OURS)

    with client.application.app_context():
        assert unpacked(unsent_on(page)) == ("/account/password", [("name", "Ada")])


@pytest.mark.parametrize(
    ("headers", "form"), [(OURS, {}), ({"Sec-Fetch-Site": "cross-site"}, RENAMED), ({}, RENAMED)]
)
def test_a_form_that_is_empty_or_not_ours_is_not_kept_and_nothing_is_promised(client, headers, form):
    page = client.post("/account/details", data=form, headers=headers, follow_redirects=True)

    assert "What you asked for was not done." in page.text
    assert "unsent" not in page.text


@pytest.mark.parametrize("unsent", ["x", "", "WyIvIixbXV0.a.b"])
def test_what_we_have_not_packed_is_not_offered(client, ada, unsent):
    assert sign_in(client, unsent=unsent).location == "/course"
