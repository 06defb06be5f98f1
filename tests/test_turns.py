"""Many requests at one moment: what is decided by reading is decided one after another."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion
from coursework.errors import RefusalError
from coursework.handouts.models import DocumentRequest
from coursework.identity.actions import change_role, make_first_administrator_link
from coursework.identity.models import Person, SignIn
from coursework.identity.rules import Role
from coursework.reading.models import ActiveHour
from tests.conftest import NOON, signed_in
from tests.factories.people import make_person, registration

MANY = 6


def at_once(
    app: Flask, deed: Callable[[FlaskClient, int], Any], like: FlaskClient | None = None
) -> list[Any]:
    """Do a deed in many browsers at one moment, strangers' or copies of one; return what came of each."""
    together = Barrier(MANY)

    def do(number: int) -> Any:
        browser = app.test_client()
        if like is not None:
            browser._cookies = dict(like._cookies)  # noqa: SLF001 (the same person, another tab)
        together.wait()
        return deed(browser, number)

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(do, range(MANY)))


def count(session, model):
    return session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_test_begun_in_many_tabs_is_one_attempt(app, learner, session):
    def begin(browser: FlaskClient, _: int) -> str:
        return browser.post("/lectures/01-first/attempts").headers["Location"]

    addresses = at_once(app, begin, like=learner)

    assert len(set(addresses)) == 1
    assert count(session, Attempt) == 1


def test_a_paper_drawn_by_many_people_keeps_each_wording_once(app, session):
    browsers = [signed_in(app, f"Ada{number}") for number in range(MANY)]

    at_once(app, lambda _, number: browsers[number].post("/lectures/01-first/attempts"))

    assert count(session, Attempt) == MANY
    digests = session.scalars(sa.select(QuestionVersion.digest)).all()
    assert len(digests) == len(set(digests))
    assert count(session, PaperQuestion) % MANY == 0


def test_a_test_handed_in_in_many_tabs_is_marked_once(app, learner, session):
    address = learner.post("/lectures/01-first/attempts").headers["Location"]

    def hand_in(browser: FlaskClient, _: int) -> int:
        return browser.post(address, data={"do": "submit", "sure": "1"}).status_code

    statuses = at_once(app, hand_in, like=learner)

    assert set(statuses) == {303}
    assert session.scalar(sa.text("SELECT count(*) FROM result")) == 1


def test_a_second_is_credited_once_however_many_tabs_claim_it(app, learner, clock, session):
    page = re.search(r'data-page="([^"]+)"', learner.get("/lectures/01-first").text)[1]
    clock.pass_by(seconds=60)

    def claim(browser: FlaskClient, number: int) -> int:
        spans = [{"part": "spread", "from": number, "to": number + 10}]
        return browser.post("/pulse", json={"page": page, "spans": spans}).json["credited"]

    credited = at_once(app, claim, like=learner)

    assert sum(credited) == MANY + 9
    assert session.scalar(sa.select(sa.func.sum(ActiveHour.seconds))) == MANY + 9


def test_the_first_administrator_is_one_however_often_the_link_is_used(app, session):
    with app.extensions["database"].session(writes=True) as writing:
        token = make_first_administrator_link(writing, NOON)
        writing.commit()

    def use(browser: FlaskClient, number: int) -> int:
        form = registration(email=f"ada{number}@example.org")
        return browser.post(f"/first-administrator/{token}", data=form).status_code

    statuses = at_once(app, use)

    assert sorted(statuses) == [303] + [410] * (MANY - 1)
    assert session.scalars(sa.select(Person.role)).all() == [Role.ADMINISTRATOR]


def test_two_administrators_who_take_the_role_from_each_other_leave_one(app, session):
    with app.extensions["database"].session(writes=True) as writing:
        pair = [make_person(writing, f"{name}@example.org", role=Role.ADMINISTRATOR).id for name in "ab"]
    together = Barrier(2)

    def demote(actor: int, whom: int) -> bool:
        with app.app_context(), app.extensions["database"].session(writes=True) as own:
            together.wait()
            try:
                change_role(own, whom, Role.LEARNER, NOON, actor_id=actor)
            except RefusalError:
                return False
            own.commit()
            return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(demote, pair, reversed(pair)))

    assert sorted(done) == [False, True]
    assert sorted(session.scalars(sa.select(Person.role))) == [Role.ADMINISTRATOR, Role.LEARNER]


def test_a_document_that_many_ask_for_is_asked_for_once(app, session):
    def ask(browser: FlaskClient, _: int) -> int:
        return browser.get("/lectures/01-first/handout.pdf").status_code

    statuses = at_once(app, ask)

    assert set(statuses) == {202}
    assert count(session, DocumentRequest) == 1


def test_whoever_is_signed_out_meanwhile_writes_nothing_more(app, learner, session):
    def one_or_the_other(browser: FlaskClient, number: int) -> int:
        path = "/lectures/01-first/attempts" if number else "/sign-out-everywhere"
        return browser.post(path).status_code

    statuses = at_once(app, one_or_the_other, like=learner)

    assert set(statuses) == {303}
    assert count(session, SignIn) == 0
    assert count(session, Attempt) <= 1
