"""The audit log as administrators see it."""

import csv
import io
import re

import pytest

from coursework.assessment.late.actions import LOGGED_AS
from coursework.audit.actions import record
from coursework.desk.administration.rules import ACTIONS, said_details
from tests.conftest import NOON, signed_in
from tests.desk.conftest import REASON, role_form
from tests.laws.houses import PACKAGE

TITLES = {"02-second": "The second"}


def cells_of(page):
    """Return the words of each row."""
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in rows]


def test_the_log_is_filtered_by_action_and_person(administrator, learner, another_learner):
    for one in (learner, another_learner):
        administrator.post(f"/admin/people/{one.person_id}/sign-ins/end")

    mine = administrator.get(f"/admin/audit?person={learner.person_id}").text
    none = administrator.get("/admin/audit?action=role.changed").text

    other = f'/admin/people/{another_learner.person_id}"'
    assert (mine.count("Signed out everywhere</td>"), other in mine) == (1, False)
    assert "There is no such row." in none


def test_the_log_is_filtered_by_days_of_the_reader(administrator, learner, clock):
    administrator.set_cookie("zone", "Pacific/Auckland")  # noon in Greenwich is one in the morning here
    administrator.post(f"/admin/people/{learner.person_id}/sign-ins/end")

    counts = [
        administrator.get(f"/admin/audit?since={day}&until={day}").text.count('<th scope="row">')
        for day in ("2026-11-22", "2026-11-23", "2026-11-24")
    ]

    assert counts == [0, 1, 0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("action=x'", "Not a valid choice"),
        ("person=Lea", "Write the number that stands on the person&#39;s page, such as 12."),
        ("person=99999999999999999999", "Nobody has such a number."),
        ("since=yesterday", "Write a day, such as 2026-11-22."),
        ("since=2026-11-22&until=2026-11-21", "This day must not come before the first."),
    ],
)
def test_what_cannot_be_looked_for_is_said(administrator, asked, said):
    page = administrator.get(f"/admin/audit?{asked}")

    assert page.status_code == 422
    assert said in page.text
    assert administrator.get(f"/admin/audit.csv?{asked}").status_code == 302


def test_the_last_day_of_all_and_a_row_that_is_none_of_ours_do_no_harm(administrator):
    assert administrator.get("/admin/audit?until=9999-12-31&before=-1").status_code == 200


def test_a_row_says_what_was_changed_from_where_and_why(administrator, learner):
    administrator.post(f"/admin/people/{learner.person_id}/role", data=role_form("instructor"))

    (row,) = cells_of(administrator.get("/admin/audit").text)

    said = " ".join(row)
    assert "Role changed Adam 127.0.0.1 Ada from learner to instructor;" in said
    assert f"“{REASON}”" in said


def test_a_row_about_a_cohort_names_it_and_leads_there(instructor, administrator):
    instructor.post("/teach/cohorts", data={"name": "Year 4"})

    assert '<a href="/teach/cohorts/1">Year 4</a>' in administrator.get("/admin/audit").text


def test_the_file_holds_the_rows_that_were_looked_for_and_no_name_and_no_formula(app, administrator, learner):
    with app.app_context(), app.extensions["database"].session(writes=True) as session:
        for action in ("account.closed", "role.changed"):
            record(session, NOON, action, actor_id=None, subject_id=learner.person_id, about="=1+1")
        session.commit()

    answer = administrator.get("/admin/audit.csv?action=role.changed")

    assert answer.mimetype == "text/csv"
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["action"], row["at_utc"], row["about_person"], row["about"]) == (
        "role.changed", "2026-11-22T12:00:00Z", str(learner.person_id), "'=1+1"
    )  # fmt: skip
    assert "Ada" not in answer.text


def test_more_rows_than_fit_on_a_page_lead_on_with_what_was_looked_for(app, administrator):
    with app.app_context(), app.extensions["database"].session(writes=True) as session:
        for _ in range(51):
            record(session, NOON, "cohort.joined", actor_id=None)
        session.commit()

    first = administrator.get("/admin/audit?action=cohort.joined").text
    rest = administrator.get("/admin/audit?action=cohort.joined&before=2").text

    assert 'href="/admin/audit?before=2&amp;action=cohort.joined">Older rows' in first
    assert ("Older rows" in rest, rest.count('<th scope="row">')) == (False, 1)


def test_every_action_of_the_house_has_its_words():
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*actions.py"))

    written = set(re.findall(r"\brecord\(\s*session,\s*now,\s*\"([\w.-]+)\"", code)) | {"keys.taken-back"}
    written |= set(LOGGED_AS.values())
    assert written - set(ACTIONS) == set()
    assert len(written) > 10


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"before": 0.64, "after": 0.72}, ["from 64 % to 72 %"]),
        ({"after": "administrator"}, ["to administrator"]),
        (
            {"before": {}, "after": {"attempts": 4, "after_fail": "everything"}},
            [
                "most tries: 4, before as in the course",
                "after a fail: everything, with the best answers and the reasons, before as in the course",
            ],
        ),
        ({"before": {"minutes": 45}, "after": {"minutes": None}}, ["minutes: none, before 45"]),
        ({"time": "1.5", "extra_attempts": 1}, ["half as much time again", "1 more try"]),
        ({"time": "1.25", "extra_attempts": 0}, ["a quarter more time"]),
        (
            {"test": "02-second", "undoes": None, "earlier": 1, "results": 12, "up": 2, "down": 0},
            ["test of “The second”", "1 correction before it", "12 results changed", "2 now passed"],
        ),
        ({"undoes": 3, "down": 1}, ["takes back correction 3", "1 passed no longer"]),
        ({"count": 1}, ["1 sign-in"]),
        ({"decision": "leave out"}, ["leave it out"]),
        ({"something_new": "x"}, ["something new: x"]),
        ({"reason": None}, []),
    ],
)
def test_details_are_phrases(details, said):
    assert said_details(details, TITLES) == said


def test_a_page_of_the_log_of_a_person_leads_to_all_of_it(app, administrator):
    other = signed_in(app, "Olga")
    administrator.post(f"/admin/people/{other.person_id}/sign-ins/end")

    page = administrator.get(f"/admin/people/{other.person_id}").text

    assert f'href="/admin/audit?person={other.person_id}"' in page
