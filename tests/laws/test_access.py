"""Who may open which door: every route, for every role."""

import re

import pytest
import sqlalchemy as sa

from coursework.enrolment.models import Cohort
from coursework.identity.actions import make_first_administrator_link
from coursework.identity.rules import Role
from coursework.jobs.names import JobName
from tests.conftest import NOON, signed_in
from tests.factories.people import registration

EVERYBODY = {"stranger", "learner", "another", "instructor", "administrator"}
SIGNED_IN = EVERYBODY - {"stranger"}
OWNER = {"learner"}
TEACHING = {"instructor", "administrator"}
ADMINISTRATION = {"administrator"}

DOORS = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/about"): EVERYBODY,
    ("GET", "/accessibility"): EVERYBODY,
    ("GET", "/account"): SIGNED_IN,
    ("GET", "/account/address"): SIGNED_IN,
    ("POST", "/account/address"): SIGNED_IN,
    ("POST", "/account/address/again"): SIGNED_IN,
    ("POST", "/account/address/confirm"): SIGNED_IN,
    ("POST", "/account/address/take-back"): SIGNED_IN,
    ("GET", "/account/close"): SIGNED_IN,
    ("GET", "/account/close/confirm"): SIGNED_IN,
    ("POST", "/account/close/confirm"): SIGNED_IN,
    ("GET", "/account/details"): SIGNED_IN,
    ("POST", "/account/details"): SIGNED_IN,
    ("GET", "/account/export"): SIGNED_IN,
    ("GET", "/account/export.html"): SIGNED_IN,
    ("GET", "/account/export.json"): SIGNED_IN,
    ("GET", "/account/password"): SIGNED_IN,
    ("POST", "/account/password"): SIGNED_IN,
    ("POST", "/account/sign-ins/<name>/end"): SIGNED_IN,
    ("GET", "/admin"): ADMINISTRATION,
    ("GET", "/admin/audit"): ADMINISTRATION,
    ("GET", "/admin/audit.csv"): ADMINISTRATION,
    ("GET", "/admin/jobs"): ADMINISTRATION,
    ("GET", "/admin/mail"): ADMINISTRATION,
    ("POST", "/admin/mail/<int:mail_id>/again"): set(),  # there is none that may be sent again
    ("GET", "/admin/people"): ADMINISTRATION,
    ("GET", "/admin/people/<int:person_id>"): ADMINISTRATION,
    ("GET", "/admin/people/<int:person_id>/close"): ADMINISTRATION,
    ("POST", "/admin/people/<int:person_id>/close"): ADMINISTRATION,
    ("POST", "/admin/people/<int:person_id>/role"): ADMINISTRATION,
    ("POST", "/admin/people/<int:person_id>/sign-ins/end"): ADMINISTRATION,
    ("GET", "/attempts/<int:attempt_id>"): OWNER,
    ("POST", "/attempts/<int:attempt_id>"): OWNER,
    ("PUT", "/attempts/<int:attempt_id>/responses/<int:question>"): OWNER,
    ("GET", "/attempts/<int:attempt_id>/result"): OWNER,
    ("GET", "/attempts/<int:attempt_id>/state"): OWNER,
    ("POST", "/attempts/<int:attempt_id>/questions/<int:question>/report"): set(),
    ("GET", "/confirm/<token>"): set(),
    ("POST", "/confirm/<token>"): set(),
    ("GET", "/contact"): EVERYBODY,
    ("GET", "/corrections"): EVERYBODY,
    ("GET", "/course"): SIGNED_IN,
    ("GET", "/join"): SIGNED_IN,
    ("POST", "/join"): SIGNED_IN,
    ("GET", "/join/<code>"): SIGNED_IN,
    ("POST", "/join/<code>"): SIGNED_IN,
    ("POST", "/leave-cohort"): SIGNED_IN,
    ("GET", "/favicon.ico"): EVERYBODY,
    ("GET", "/first-administrator/<token>"): set(),
    ("POST", "/first-administrator/<token>"): EVERYBODY,
    ("GET", "/forgotten-password"): EVERYBODY,
    ("POST", "/forgotten-password"): EVERYBODY,
    ("GET", "/glossary"): EVERYBODY,
    ("GET", "/health"): EVERYBODY,
    ("GET", "/health/ready"): EVERYBODY,
    ("GET", "/lectures/<slug>"): SIGNED_IN,
    ("POST", "/lectures/<slug>/attempts"): SIGNED_IN,
    ("GET", "/lectures/<slug>/<any(handout, lecture):kind>.pdf"): SIGNED_IN,
    ("GET", "/lectures/<slug>/handout"): SIGNED_IN,
    ("GET", "/lectures/<slug>/practice"): set(),
    ("POST", "/lectures/<slug>/read"): SIGNED_IN,
    ("GET", "/lectures/<slug>/test"): SIGNED_IN,
    ("GET", "/look-into-your-mail"): EVERYBODY,
    ("GET", "/mail/stop/<token>"): set(),
    ("POST", "/mail/stop/<token>"): set(),
    ("GET", "/new-address/<token>"): set(),
    ("POST", "/new-address/<token>"): set(),
    ("GET", "/new-password/<token>"): set(),
    ("POST", "/new-password/<token>"): set(),
    ("GET", "/privacy"): EVERYBODY,
    ("GET", "/progress"): SIGNED_IN,
    ("GET", "/metrics"): EVERYBODY,  # of this machine, where these browsers are
    ("POST", "/pulse"): SIGNED_IN,
    ("GET", "/register"): EVERYBODY,
    ("POST", "/register"): EVERYBODY,
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("GET", "/sign-out"): EVERYBODY,
    ("POST", "/sign-out"): EVERYBODY,
    ("POST", "/sign-out-everywhere"): EVERYBODY,
    ("GET", "/sources"): EVERYBODY,
    ("GET", "/static/<digest>/<path:name>"): EVERYBODY,
    ("GET", "/style-guide"): EVERYBODY,
    ("GET", "/teach"): TEACHING,
    ("GET", "/terms"): EVERYBODY,
    ("POST", "/teach/cohorts"): TEACHING,
    ("GET", "/teach/cohorts/new"): TEACHING,
    ("GET", "/teach/cohorts/<int:cohort_id>"): TEACHING,
    ("POST", "/teach/cohorts/<int:cohort_id>"): TEACHING,
    ("POST", "/teach/cohorts/<int:cohort_id>/code"): TEACHING,
    ("GET", "/teach/cohorts/<int:cohort_id>/close"): TEACHING,
    ("POST", "/teach/cohorts/<int:cohort_id>/close"): TEACHING,
    ("POST", "/teach/cohorts/<int:cohort_id>/name"): TEACHING,
    ("GET", "/teach/cohorts/<int:cohort_id>/learners/<int:person_id>/take-out"): TEACHING,
    ("POST", "/teach/cohorts/<int:cohort_id>/learners/<int:person_id>/take-out"): TEACHING,
    ("GET", "/teach/learners"): TEACHING,
    ("GET", "/teach/figures"): TEACHING,
    ("GET", "/teach/learners/<int:person_id>/accommodation"): TEACHING,
    ("POST", "/teach/learners/<int:person_id>/accommodation"): TEACHING,
    ("GET", "/teach/reports"): TEACHING,
    ("GET", "/teach/tests/<slug>"): TEACHING,
    ("GET", "/teach/tests/<slug>/corrections"): TEACHING,
    ("GET", "/teach/tests/<slug>/corrections/<int:correction_id>/take-back"): TEACHING,
    ("POST", "/teach/tests/<slug>/corrections/<int:correction_id>/take-back"): TEACHING,
    ("GET", "/teach/tests/<slug>/late"): TEACHING,
    ("POST", "/teach/tests/<slug>/late/<int:attempt_id>"): TEACHING,
    ("POST", "/teach/tests/<slug>/late/<int:attempt_id>/taken-back"): TEACHING,
    ("GET", "/teach/tests/<slug>/questions.csv"): TEACHING,
    ("GET", "/teach/wordings/<int:version_id>"): TEACHING,
    ("GET", "/teach/wordings/<int:version_id>/correction"): TEACHING,
    ("POST", "/teach/wordings/<int:version_id>/correction"): TEACHING,
    ("POST", "/teach/wordings/<int:version_id>/decision"): TEACHING,
    ("POST", "/teach/wordings/<int:version_id>/reports"): set(),
    ("POST", "/theme"): EVERYBODY,
}
# What stands for the parts of an address; the second lecture is not the one that is open to all.
PARTS = {
    "<slug>": "02-second",
    "<int:attempt_id>": "1",
    "<int:question>": "1",
    "<int:version_id>": "1",
    "<int:correction_id>": "1",
    "<digest>": "x",
    "<path:name>": "css/site.css",
    "<token>": "x",
    "<name>": "x",
    "<int:cohort_id>": "1",
    "<int:report_id>": "1",
    "<int:person_id>": "1",
    "<int:mail_id>": "1",
    "<code>": "ACDEFHJK",
    "<any(handout, lecture):kind>": "handout",
}


def routes(app):
    for rule in app.url_map.iter_rules():
        yield from ((method, rule.rule) for method in rule.methods - {"HEAD", "OPTIONS"})


@pytest.fixture
def browsers(app):
    """One browser for each role; a test is open, a key is corrected, a cohort is there, all with number 1."""
    learner = signed_in(app, "Ada")
    learner.post("/lectures/02-second/attempts")
    instructor = signed_in(app, "Ines", Role.INSTRUCTOR)
    correction = {"what": "leave out", "reason": "To be taken back by a test.", "seen": "0"}
    instructor.post("/teach/wordings/1/correction", data=correction)
    instructor.post("/teach/cohorts", data={"name": "Spring"})
    with app.extensions["database"].session(writes=True) as session:
        session.execute(sa.update(Cohort).values(join_code=PARTS["<code>"]))
        session.commit()
    app.extensions["jobs"].enqueue(JobName.MAKE_DOCUMENTS)
    app.extensions["jobs"].work_off()  # so that a worker was seen
    return {
        "stranger": app.test_client(),
        "learner": learner,
        "another": signed_in(app, "Bea"),
        "instructor": instructor,
        "administrator": signed_in(app, "Adam", Role.ADMINISTRATOR),
    }


def test_every_route_says_who_may_enter(app):
    assert set(routes(app)) == set(DOORS)


def opens(browser, method, address):
    """Say whether a door opens: answered, or the form looked at; not an error, not sent to sign in."""
    body = {}
    if address == "/pulse":  # only a page of one's own can send one
        page = re.search('data-page="([^"]+)"', browser.get("/lectures/01-first").text)
        body = {"json": {"page": page[1] if page else "", "spans": [], "place": None}}
    elif method == "PUT":
        body = {"json": {}}
    elif method == "POST":
        body = {"data": {"section": "case"}}
    answer = browser.open(address, method=method, **body)
    assert answer.status_code < 500, f"{method} {address}: {answer.status}"
    asked_to_sign_in = "/sign-in" in answer.headers.get("Location", "")
    return (answer.status_code < 400 or answer.status_code == 422) and not asked_to_sign_in


def test_the_link_of_the_first_administrator_opens_for_whoever_holds_it_and_then_for_nobody(app):
    with app.extensions["database"].session(writes=True) as session:
        link = f"/first-administrator/{make_first_administrator_link(session, NOON)}"
        session.commit()
    stranger, learner = app.test_client(), signed_in(app, "Ada")
    before = {opens(one, method, link) for one in (stranger, learner) for method in ("GET", "POST")}

    stranger.post(link, data=registration(email="adam@example.org"))

    assert before == {True}
    assert [opens(one, "GET", link) for one in (stranger, learner)] == [False, False]
    assert learner.post(link, data=registration(email="eve@example.org")).status_code == 410


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
def test_a_door_opens_for_those_in_the_table_and_for_nobody_else(app, browsers, door):
    method, rule = door
    for part, value in PARTS.items():
        rule = rule.replace(part, value)

    entered = {role for role, browser in browsers.items() if opens(browser, method, rule)}

    assert entered == DOORS[door]
