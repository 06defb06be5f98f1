"""Close an account: what goes, what stays, and who may not."""

import json

import pytest
import sqlalchemy as sa

from coursework.assessment.models import Attempt, QuestionReport
from coursework.audit.models import AuditRow
from coursework.database import Base
from coursework.identity.actions import begin_sign_in, register
from coursework.identity.models import Person
from coursework.identity.passwords import hash_of
from coursework.identity.rules import Role
from coursework.keeping.rooms import PARTS, ROOMS
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from tests.conftest import NOON, signed_in
from tests.factories.people import PASSWORD as REGISTERED_WITH
from tests.factories.people import begin
from tests.identity.test_account import link_in
from tests.mail.conftest import deliver
from tests.mail.conftest import rows as mails_in

CLOSE = "/account/close/confirm"
PASSWORD = "correct horse battery"
NAME, ADDRESS = "Zsuzsanna Quillfeather", "zsuzsanna@quill.example"


@pytest.fixture
def somebody(app, session):
    """The browser of a learner who has left something in every room."""
    teacher = signed_in(app, "Ines", Role.INSTRUCTOR)
    teacher.post("/teach/cohorts", data={"name": "Spring"})
    browser = signed_in(app, "Zsuzsanna")
    person = session.get(Person, browser.person_id)
    person.name, person.email, person.password_hash = NAME, ADDRESS, hash_of(PASSWORD)
    session.commit()
    session.rollback()
    code = session.scalar(sa.text("SELECT join_code FROM cohort"))
    session.rollback()
    browser.post(f"/join/{code}")
    browser.post("/account/address", data={"email": "other@quill.example", "password": PASSWORD})
    browser.post("/forgotten-password", data={"email": ADDRESS})
    granted = {"time": "2", "extra_attempts": "1"}
    teacher.post(f"/teach/learners/{browser.person_id}/accommodation", data=granted)
    browser.post("/lectures/01-first/read", data={"section": "case"})
    paper = browser.post("/lectures/02-second/attempts").location
    browser.put(f"{paper}/responses/1", json={"answer": 0})
    done = browser.post("/lectures/01-first/attempts").location
    browser.post(done, data={"do": "submit", "sure": "1"})
    with app.extensions["database"].session(writes=True) as writing:
        attempt = int(done.rsplit("/", maxsplit=1)[1])
        report = {"attempt_id": attempt, "position": 1, "person_id": browser.person_id, "reported_at": NOON}
        version = writing.scalar(sa.text("SELECT min(id) FROM question_version"))
        writing.add(QuestionReport(**report, version_id=version, text=f"I, {NAME}, disagree."))
        with app.test_request_context():
            url = "http://localhost/"
            write_mail(writing, NOON, Kind.ADDRESS_UNKNOWN, to=ADDRESS, person_id=None, url=url)
        writing.commit()
    return browser


def everything_written(session):
    """Return every text in the database with the table it stands in."""
    for name, table in Base.metadata.tables.items():
        for row in session.execute(sa.select(table)):
            yield from ((name, str(value)) for value in row)
    session.rollback()


def holds(session, *words):
    told = everything_written(session)
    return {name for name, text in told if any(word.casefold() in text.casefold() for word in words)}


def send_what_is_left(app):
    deliver(app)
    deliver(app)  # the next minute


def test_nothing_that_is_left_holds_the_name_or_the_address(app, somebody, session):
    assert {"person", "mail", "one_time_link", "question_report"} <= holds(session, NAME, "quill.example")

    answer = somebody.post(CLOSE, data={"password": PASSWORD}, follow_redirects=True)
    send_what_is_left(app)

    assert "Your account is closed" in answer.text
    assert holds(session, NAME, "quill.example") == set()


def test_nothing_holds_an_address_that_was_changed_before_the_account_was_closed(app, session):
    browser = app.test_client()
    browser.post("/forgotten-password", data={"email": ADDRESS})
    begin(browser, email=ADDRESS, name=NAME)
    browser.post("/account/address", data={"email": "other@quill.example", "password": REGISTERED_WITH})
    browser.post(link_in(mails_in(app)[-1]))
    exported = json.loads(browser.get("/account/export.json").data)["mail"]

    browser.post(CLOSE, data={"password": REGISTERED_WITH})
    send_what_is_left(app)

    assert [mail["kind"] for mail in exported] == [
        "address-unknown", "confirm-address", "use-address", "address-changed"
    ]  # fmt: skip
    assert holds(session, NAME, "quill.example") == set()


@pytest.mark.parametrize(
    ("who", "said"), [("somebody", "You have"), ("administrator", "An administrator has")]
)
def test_who_had_the_account_is_written_to_once_more(app, request, somebody, who, said):
    browser = request.getfixturevalue(who)
    own, others = CLOSE, f"/admin/people/{somebody.person_id}/close"
    form = {"password": PASSWORD, "reason": "It was asked for."}
    for _ in range(2):
        browser.post(own if browser is somebody else others, data=form)

    last = [mail for mail in mails_in(app) if mail.person_id is None and mail.recipient == ADDRESS]
    assert [mail.kind for mail in last] == ["account-closed"]
    assert f"{said} closed" in " ".join(last[0].text.split())


def test_what_is_said_to_be_deleted_is_and_what_is_said_to_stay_does(somebody, session):
    somebody.post(CLOSE, data={"password": PASSWORD})

    deleted = {
        table for room in ROOMS for kept in room.KEPT if "Deleted" in kept.closed for table in kept.tables
    }
    counts = {}
    for name in Base.metadata.tables.keys() - PARTS.keys():
        columns = Base.metadata.tables[name].columns
        if "person_id" in columns:
            mine = sa.select(sa.func.count()).where(columns["person_id"] == somebody.person_id)
            counts[name] = session.scalar(mine)
    assert {name for name, count in counts.items() if count} == counts.keys() - deleted
    assert "sign_in" in deleted


def test_an_open_test_is_handed_in_as_it_is(somebody, session):
    somebody.post(CLOSE, data={"password": PASSWORD})

    attempts = session.scalars(sa.select(Attempt).where(Attempt.person_id == somebody.person_id)).all()
    assert [one.submitted_at is None for one in attempts] == [False, False]


def test_nobody_signs_in_to_a_closed_account_and_the_address_is_free(app, somebody, session):
    other = app.test_client()
    other.post("/sign-in", data={"email": ADDRESS, "password": PASSWORD})
    somebody.post(CLOSE, data={"password": PASSWORD})

    again = app.test_client().post("/sign-in", data={"email": ADDRESS, "password": PASSWORD})

    assert "do not go together" in again.text
    assert "/sign-in" in other.get("/account").location
    assert "/sign-in" in somebody.get("/account").location
    with app.extensions["database"].session(writes=True) as writing:
        new = register(writing, NAME, ADDRESS, "x", Role.LEARNER, NOON)
        assert new.id != somebody.person_id


def test_a_sign_in_at_the_moment_of_closing_opens_nothing(app, somebody):
    somebody.post(CLOSE, data={"password": PASSWORD})
    with app.extensions["database"].session(writes=True) as writing:
        token = begin_sign_in(writing, somebody.person_id, NOON, keep=True)
        writing.commit()
    with somebody.session_transaction() as cookie:
        cookie["_user_id"] = token

    assert "/sign-in" in somebody.get("/account").location


def test_closing_asks_for_the_password_and_changes_nothing_without(somebody, session):
    wrong = somebody.post(CLOSE, data={"password": "not this one"})
    empty = somebody.post(CLOSE, data={})

    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "This is not your password." in wrong.text
    assert session.get(Person, somebody.person_id).closed_at is None


def test_closing_is_an_audit_row_with_a_number_and_a_second_time_is_none(somebody, session):
    somebody.post(CLOSE, data={"password": PASSWORD})
    somebody.post(CLOSE, data={"password": PASSWORD})

    rows = session.scalars(sa.select(AuditRow).where(AuditRow.action == "account.closed")).all()
    assert [(row.actor_id, row.subject_id) for row in rows] == [(somebody.person_id, somebody.person_id)]


def test_the_last_administrator_cannot_close_their_account(app, session):
    browser = signed_in(app, "Adam", Role.ADMINISTRATOR)
    with app.extensions["database"].session(writes=True) as writing:
        writing.get(Person, browser.person_id).password_hash = hash_of(PASSWORD)
        writing.commit()

    answer = browser.post(CLOSE, data={"password": PASSWORD})

    assert answer.status_code == 409
    assert "Give the role to somebody else first." in answer.text
    assert session.get(Person, browser.person_id).closed_at is None


def test_the_page_says_what_happens_to_each_thing(somebody):
    page = somebody.get("/account/close").text

    said = [kept.closed for room in ROOMS for kept in room.KEPT]
    assert [words for words in said if words not in page] == []
