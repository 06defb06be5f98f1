"""What a watchman can read afterwards: events in the log, changes of an account in the audit log."""

import io
import json
import logging
import re

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from coursework.audit.models import AuditRow
from coursework.identity.actions import keep_hash
from coursework.identity.models import Person
from coursework.web.logs import EVENTS, JsonLines
from tests.factories.people import ADA, HASH, PASSWORD, shown_link, sign_in

NEW = "another four words"
IN, OUT = 200, 303


@pytest.fixture
def events():
    """What is written to the log about people coming and going, as a server writes it."""
    written, log = io.StringIO(), logging.getLogger(EVENTS)
    out = logging.StreamHandler(written)
    out.setFormatter(JsonLines())
    log.addHandler(out)
    log.setLevel(logging.INFO)
    yield written
    log.setLevel(logging.NOTSET)
    log.removeHandler(out)


def read(events):
    lines = [json.loads(line) for line in events.getvalue().splitlines()]
    assert all(list(line) == ["time", "id", "event", "person"] for line in lines)
    return [(line["event"], line["person"]) for line in lines]


def actions_in(session):
    return session.execute(sa.select(AuditRow.action, AuditRow.actor_id, AuditRow.subject_id)).all()


def test_coming_and_going_is_logged_with_a_number_and_nothing_else(client, ada, events):
    sign_in(client, password="not this one")
    sign_in(client, "nobody@example.org")
    sign_in(client)
    client.post("/account/password", data={"old": "wrong, wrong", "password": NEW})
    client.get("/teach")
    client.post("/sign-out")

    assert read(events) == [
        ("sign-in.wrong", ada.id),
        ("sign-in.wrong", None),
        ("sign-in", ada.id),
        ("password.wrong", ada.id),
        ("refused", ada.id),
        ("sign-out", ada.id),
    ]
    for word in (ADA, "nobody", "wrong,", "not this", PASSWORD, "127.0.0.1"):
        assert word not in events.getvalue()


def test_a_closed_account_is_logged_so_that_a_restore_can_be_put_right(client, ada, events):
    sign_in(client)
    client.post("/account/close/confirm", data={"password": PASSWORD})

    assert read(events)[-1] == ("account.closed", ada.id)


def test_a_try_that_has_to_wait_is_logged_as_one(client, ada, events):
    for _ in range(12):
        sign_in(client, password="not this one")

    assert read(events)[-1] == ("sign-in.waits", None)


def test_an_event_names_the_request_it_belongs_to(client, ada, events):
    answer = sign_in(client)

    (line,) = map(json.loads, events.getvalue().splitlines())
    assert line["id"] == answer.headers["X-Request-ID"]


def test_what_somebody_writes_begins_no_line_of_the_log(client, ada, events):
    sign_in(client, 'x@example.org\n{"event": "sign-in", "person": 1}', "wrong\r\nwrong")

    assert read(events) == [("sign-in.wrong", None)]


def test_a_changed_and_a_lost_password_are_in_the_audit_log(client, ada, session):
    sign_in(client)
    client.post("/account/password", data={"old": PASSWORD, "password": NEW})
    client.post("/forgotten-password", data={"email": ADA})
    client.post(shown_link(client), data={"password": PASSWORD})

    assert actions_in(session) == [
        ("password.changed", ada.id, ada.id),
        ("password.reset", ada.id, ada.id),
    ]


def test_who_signs_in_again_on_a_device_ends_the_sign_in_that_was_there(app, client, ada):
    sign_in(client)
    before = client.get_cookie("coursework").value
    sign_in(client)
    thief = app.test_client()
    thief.set_cookie("coursework", before)

    assert (client.get("/course").status_code, thief.get("/course").status_code) == (IN, OUT)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/password", {"old": PASSWORD, "password": NEW}),
        ("/account/address", {"email": "new@example.org", "password": PASSWORD}),
    ],
)
def test_who_shows_the_password_again_gets_another_token(app, client, ada, path, form):
    sign_in(client)
    before = client.get_cookie("coursework").value
    client.post(path, data=form)
    thief = app.test_client()
    thief.set_cookie("coursework", before)

    assert (client.get("/course").status_code, thief.get("/course").status_code) == (IN, OUT)


def test_a_hash_that_is_weaker_than_todays_is_renewed_by_signing_in(client, ada, writing, session):
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    writing.execute(sa.update(Person).values(password_hash=weak))
    writing.commit()

    answers = [sign_in(client, password=word).status_code for word in ("not this one", PASSWORD, PASSWORD)]

    assert answers == [422, 303, 303]
    assert "$m=19456,t=2,p=1$" in session.scalar(sa.select(Person.password_hash))


def test_a_hash_is_kept_only_in_the_place_of_the_one_that_was_looked_at(ada, writing):
    assert not keep_hash(writing, ada.id, "another", "x")
    assert keep_hash(writing, ada.id, HASH, HASH)


def test_the_token_in_a_cookie_is_256_random_bits_and_the_database_holds_its_digest(client, ada, session):
    sign_in(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]

    assert re.fullmatch(r"[\w-]{43}", token)
    assert token not in str(session.execute(sa.text("SELECT * FROM sign_in")).all())
