"""While a counted try is open, nothing shows its learner a key or a reason of that test."""

import json

import pytest
import sqlalchemy as sa

from coursework.assessment.models import Attempt
from tests.assessment.conftest import TEST, begin, key_of
from tests.assessment.test_after_fail import PRACTICE, sit, wrong_for
from tests.assessment.test_secrets import secrets_in, told_by


@pytest.fixture
def everything(session):
    """Let every policy of an attempt show everything after a fail."""

    def let():
        session.rollback()
        for attempt in session.scalars(sa.select(Attempt)):
            attempt.policy = attempt.policy | {"after_fail": "everything"}
        session.commit()

    return let


def shown(client, paper):
    """Return what result, practice and export tell."""
    pages = [f"{paper}/result", PRACTICE, f"{PRACTICE}?question=1&on_page=1&q1=0", TEST]
    return "\n".join(
        [told_by(client.get(page)) for page in pages] + [told_by(client.get("/account/export.json"))]
    )


@pytest.mark.parametrize("answer_of", [wrong_for, key_of], ids=["failed", "passed"])
def test_neither_the_policy_nor_a_pass_shows_keys_while_a_try_is_open(
    answer_of, learner, lines_of, course, everything
):
    first = sit(learner, lines_of, answer_of)
    everything()
    before = [text for text in secrets_in(course) if text and text in shown(learner, first)]

    begin(learner)

    told = shown(learner, first)
    assert before != []
    assert [text for text in secrets_in(course) if text and text in told] == []
    assert '"key"' not in json.dumps(learner.get("/account/export.json").json)


def test_the_result_says_why_and_until_when_and_leads_to_the_open_test(learner, lines_of, session):
    first = sit(learner, lines_of, key_of)
    second = begin(learner)
    open_ended = learner.get(f"{first}/result").text
    attempt = session.scalars(sa.select(Attempt).where(Attempt.submitted_at.is_(None))).one()
    attempt.deadline_at = attempt.started_at.replace(hour=attempt.started_at.hour + 1)
    session.commit()

    timed = learner.get(f"{first}/result").text

    assert "A try at this test is open" in open_ended
    assert f'href="{second}"' in open_ended
    assert ("until it is handed in." in open_ended, "at the latest on" in timed) == (True, True)
    assert "Practise" not in open_ended


def test_a_try_whose_time_is_up_is_closed_and_hides_nothing(learner, lines_of, session, clock):
    first = sit(learner, lines_of, key_of)
    begin(learner)
    attempt = session.scalars(sa.select(Attempt).where(Attempt.submitted_at.is_(None))).one()
    attempt.deadline_at = attempt.started_at
    session.commit()
    clock.pass_by(hours=1)

    page = learner.get(f"{first}/result").text

    assert 'class="rationale"' in page
    assert "A try at this test is open" not in page


def test_practice_says_what_it_waits_for(learner, lines_of):
    sit(learner, lines_of, key_of)
    begin(learner)

    page = learner.get(PRACTICE)

    assert page.status_code == 404
    assert "You have a try at this test open" in page.text


def test_a_try_out_hides_nothing(instructor, lines_of):
    first = sit(instructor, lines_of, key_of)
    begin(instructor)

    assert 'class="rationale"' in instructor.get(f"{first}/result").text


def test_handed_in_it_hides_nothing_any_more(learner, lines_of):
    first = sit(learner, lines_of, key_of)
    sit(learner, lines_of, wrong_for)

    assert 'class="rationale"' in learner.get(f"{first}/result").text
