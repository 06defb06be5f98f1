"""What administrators see and do about people, and what is refused."""

import re

import pytest
import sqlalchemy as sa

from coursework.handouts.models import DocumentRequest
from coursework.identity.models import Person, SignIn
from coursework.identity.rules import Role
from tests.conftest import NOON, counted, signed_in
from tests.desk.conftest import REASON, a_mail, a_person, audited, person, role_form, write
from tests.factories.people import registration


def test_people_are_found_by_a_part_of_name_or_address(app, administrator):
    for name in ("Zoe", "Quentin"):
        signed_in(app, name)

    by_name = administrator.get("/admin/people?find=quen").text
    by_address = administrator.get("/admin/people?find=ZOE@example").text

    assert ("Quentin" in by_name, "Zoe" in by_name) == (True, False)
    assert ("Quentin" in by_address, "Zoe" in by_address) == (False, True)
    for nothing in ("100%25", "_", "'+OR+'1'='1", "';--"):
        assert "Nobody is found" in administrator.get(f"/admin/people?find={nothing}").text, nothing


def test_people_are_found_by_number_and_whatever_the_case(app, administrator):
    write(app, a_person("Léa Éluard", email="lea@example.org"))
    number = re.search(r"/admin/people/(\d+)\">Léa", administrator.get("/admin/people").text)[1]

    pages = [administrator.get(f"/admin/people?find={find}").text for find in ("LÉA", "éLUARD", number)]

    assert ["Léa Éluard" in page for page in pages] == [True] * 3


def test_people_are_found_by_role_and_state(app, administrator, learner, instructor, another_learner):
    administrator.post(f"/admin/people/{another_learner.person_id}/close", data={"reason": REASON})

    found = {
        who: re.findall(
            r'<th scope="row"><a [^>]*>([^<]+)', administrator.get(f"/admin/people?who={who}").text
        )
        for who in ("learner", "instructor", "administrator", "closed", "unconfirmed")
    }

    closed = f"Person {another_learner.person_id}"
    assert found == {
        "learner": ["Ada"], "instructor": ["Ines"], "administrator": ["Adam"], "closed": [closed],
        "unconfirmed": [],
    }  # fmt: skip


def test_a_filter_that_is_none_of_ours_is_said(administrator):
    people, mail = administrator.get("/admin/people?who=x"), administrator.get("/admin/mail?state=x")

    assert (people.status_code, mail.status_code) == (422, 422)
    assert "Not a valid choice" in people.text
    assert "Not a valid choice" in mail.text


def test_a_page_behind_the_last_one_leads_to_the_first(administrator):
    answer = administrator.get("/admin/people?page=99&find=adam")

    assert answer.location == "/admin/people?find=adam"


def test_people_come_fifty_a_page(app, administrator):
    write(app, *(a_person(f"Learner {number:03}", email=f"{number}@example.org") for number in range(60)))

    first, second = (administrator.get(f"/admin/people?page={page}").text for page in (1, 2))

    assert "Page 1 of 2" in first
    assert first.count('<tr><th scope="row">') == 50
    assert second.count('<tr><th scope="row">') == 11


def test_a_change_of_role_ends_sign_ins_and_is_written_down_with_its_reason(administrator, learner, session):
    address = f"/admin/people/{learner.person_id}/role"

    for _ in range(2):  # the second click does no harm
        administrator.post(address, data=role_form("instructor"))

    assert person(session, learner.person_id).role == "instructor"
    assert "/sign-in" in learner.get("/course").location
    rows = [(row.actor_id, row.subject_id, row.details) for row in audited(session, "role.changed")]
    details = {"before": "learner", "after": "instructor", "reason": REASON}
    assert rows == [(administrator.person_id, learner.person_id, details)]


def test_a_page_that_shows_another_role_overwrites_nothing(administrator, learner, session):
    address = f"/admin/people/{learner.person_id}/role"
    administrator.post(address, data=role_form("administrator"))

    stale = administrator.post(address, data=role_form("instructor", seen="learner"))

    assert stale.status_code == 409
    assert "it is administrator now" in stale.text
    assert REASON in stale.text
    assert 'name="seen" type="hidden" value="administrator"' in stale.text
    assert person(session, learner.person_id).role == "administrator"


def test_a_change_of_role_has_to_say_which_role_was_seen(administrator, learner, session):
    for seen in ("", "king"):
        sent = role_form("instructor", seen=seen)
        assert administrator.post(f"/admin/people/{learner.person_id}/role", data=sent).status_code == 422

    assert person(session, learner.person_id).role == "learner"


def test_a_change_of_role_needs_a_reason(administrator, learner, session):
    answer = administrator.post(
        f"/admin/people/{learner.person_id}/role", data=role_form("instructor") | {"reason": ""}
    )

    assert answer.status_code == 422
    assert "Say why." in answer.text
    assert person(session, learner.person_id).role == "learner"


def test_the_last_administrator_keeps_role_and_account(administrator, session):
    mine = f"/admin/people/{administrator.person_id}"

    role = administrator.post(f"{mine}/role", data=role_form("learner", seen="administrator"))
    close = administrator.post(f"{mine}/close", data={"reason": REASON})

    assert (role.status_code, close.status_code) == (409, 409)
    assert "last administrator" in role.text
    assert "last administrator" in close.text
    assert "Go on to close" not in administrator.get(mine).text
    assert "Close the account for good" not in administrator.get(f"{mine}/close").text
    kept = person(session, administrator.person_id)
    assert (kept.role, kept.closed_at) == ("administrator", None)


def test_one_of_two_administrators_may_go(app, administrator, session):
    other = signed_in(app, "Olga", Role.ADMINISTRATOR)

    administrator.post(f"/admin/people/{other.person_id}/close", data={"reason": REASON})

    assert person(session, other.person_id).closed_at == NOON


def test_sign_ins_are_ended_once(administrator, learner, session):
    for _ in range(2):
        administrator.post(f"/admin/people/{learner.person_id}/sign-ins/end")

    left = session.scalar(sa.select(sa.func.count()).where(SignIn.person_id == learner.person_id))
    assert left == 0
    assert [row.details for row in audited(session, "sign-ins.ended")] == [{"count": 1}]


def test_an_account_is_closed_with_a_reason_and_once(administrator, learner, session):
    address = f"/admin/people/{learner.person_id}/close"

    assert administrator.post(address).status_code == 422
    for _ in range(2):
        administrator.post(address, data={"reason": "They asked for it."})

    closed = person(session, learner.person_id)
    assert (closed.name, closed.email, closed.closed_at) == ("", None, NOON)
    rows = audited(session, "account.closed")
    assert [(row.actor_id, row.details) for row in rows] == [
        (administrator.person_id, {"reason": "They asked for it."})
    ]
    page = administrator.get(f"/admin/people/{learner.person_id}").text
    assert "This account was closed on" in page


def test_a_closed_account_gets_no_role(administrator, learner, session):
    administrator.post(f"/admin/people/{learner.person_id}/close", data={"reason": REASON})

    answer = administrator.post(f"/admin/people/{learner.person_id}/role", data=role_form("administrator"))

    assert answer.status_code == 409
    assert person(session, learner.person_id).role == "learner"


@pytest.mark.parametrize("who", ["learner", "instructor"])
def test_others_change_nothing(request, who, session, another_learner):
    browser = request.getfixturevalue(who)
    address = f"/admin/people/{another_learner.person_id}"

    told = [
        browser.post(f"{address}/role", data=role_form("administrator")).status_code,
        browser.post(f"{address}/close", data={"reason": REASON}).status_code,
        browser.post(f"{address}/sign-ins/end").status_code,
    ]

    assert told == [403, 403, 403]
    assert person(session, another_learner.person_id).role == "learner"
    assert another_learner.get("/course").status_code == 200


def test_who_has_not_confirmed_an_address_is_found_but_not_listed(app, administrator, client):
    client.post("/register", data=registration(name="Grace Typed", email="grace@example.org"))

    listed = administrator.get("/admin/people").text
    pages = [
        administrator.get(f"/admin/people?{asked}").text
        for asked in ("find=typed", "find=GRACE@", "who=unconfirmed")
    ]

    assert "Grace Typed" not in listed
    for page in pages:
        assert ("Grace Typed" in page, "grace@example.org" in page, "not confirmed yet" in page) == (
            True,
        ) * 3


def test_who_has_not_confirmed_an_address_has_nothing_to_change(app, administrator, session):
    grace = a_person("Grace Typed", email=None)
    write(app, grace)
    number = session.scalar(sa.select(Person.id).where(Person.name == "Grace Typed"))
    address = f"/admin/people/{number}"

    page = administrator.get(address).text
    answers = [
        administrator.post(f"{address}/role", data=role_form("administrator")),
        administrator.post(f"{address}/close", data={"reason": REASON}),
        administrator.post(f"{address}/sign-ins/end"),
    ]

    assert "The address was not confirmed yet" in page
    assert "Change the role" not in page
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert person(session, number).role == "learner"


ROWS = {"/admin/people": 2, "/admin/mail": 3, "/admin/audit": 4, "/admin/jobs": 2, "/admin": 8}


@pytest.mark.parametrize("address", ROWS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_statements_with_one_row_and_three(app, administrator, address, count):
    for number in range(count):
        other = signed_in(app, f"Learner{number}")
        administrator.post(f"/admin/people/{other.person_id}/sign-ins/end")
        document = {"digest": f"d{number}", "kind": "handout", "slug": "01-first", "asked_at": NOON}
        write(app, a_mail(number), DocumentRequest(**document, failed=None))

    with counted(app) as seen:
        administrator.get(address)

    assert len(seen) == ROWS[address]


ROWS = {"/admin/people": 2, "/admin/mail": 3, "/admin/audit": 4, "/admin/jobs": 2, "/admin": 8}
