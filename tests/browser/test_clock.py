"""A timed test: the clock is the server's, and at its end the page sends what it has and shows the result."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from coursework.assessment.models import Attempt, Result
from coursework.clock import utc_now
from tests.browser.answering import choose, say, singles, start
from tests.browser.test_queue import OUTSIDE, cut

LOOK = "dispatchEvent(new Event('focus'))"


@pytest.fixture
def timed(page, served, register):
    """Begin a test, and give it a deadline in some seconds; `timed(page, seconds)` moves it again."""
    page.clock.set_fixed_time("2031-01-01T00:00:00Z")  # the device's clock is years ahead
    register(page, "Ada")
    paper = start(page)

    def move(seconds):
        moment = utc_now() + timedelta(seconds=seconds)
        number = int(paper.rsplit("/", 1)[1])
        served.act(
            lambda session: session.execute(
                sa.update(Attempt).where(Attempt.id == number).values(deadline_at=moment)
            )
        )
        return paper

    return move


def test_the_clock_is_said_in_words_by_the_servers_time(page, timed):
    page.goto(timed(38 * 60))
    left = page.locator(".bar .left")
    expect(left).to_contain_text("About 38 minutes left, until ")

    timed(100 * 60)
    page.evaluate(LOOK)

    expect(left).to_contain_text("About 1 h 40 min left, until ")


@pytest.mark.parametrize(
    ("seconds", "words"), [(301, "About 5 minutes left"), (61, "Less than a minute left")]
)
def test_the_last_five_minutes_and_the_last_one_are_announced(page, timed, seconds, words):
    page.goto(timed(seconds + 2))
    said = page.locator("#said")
    expect(page.locator(".bar .left")).to_contain_text("left, until")

    expect(said).to_contain_text(words)


def test_at_the_deadline_what_waits_is_sent_and_then_the_result_is_shown(page, served, timed):
    paper = timed(4)
    page.goto(paper)
    position = singles(served.lines(paper))[0]
    cut(page)
    choose(page, position, 1)
    expect(page.locator(".bar .left")).to_have_text("Time is over. What was saved is being marked.")
    expect(page.locator(f"#question-{position} .opt input").first).to_be_disabled()
    assert page.url.startswith(paper)
    page.unroute(OUTSIDE)
    expect(say(page)).to_contain_text("Your answer is safe at")

    timed(-31)

    page.wait_for_url("**/result")
    number = int(paper.rsplit("/", 1)[1])
    answers = served.act(
        lambda session: session.scalar(sa.select(Result.answers).where(Result.attempt_id == number))
    )
    assert [place for place, one in enumerate(answers, start=1) if one is not None] == [position]


def test_an_answer_that_comes_after_the_end_is_kept_as_late_and_the_page_goes_to_the_result(
    page, served, timed
):
    paper = timed(600)
    page.goto(paper)
    position = singles(served.lines(paper))[0]
    cut(page)
    choose(page, position, 1)
    expect(say(page)).to_contain_text("Not safe yet")
    timed(-31)

    page.unroute(OUTSIDE)
    page.evaluate("dispatchEvent(new Event('online'))")

    page.wait_for_url("**/result")
    assert served.lines(paper)[position - 1].answer is None


def test_leaving_the_page_hands_nothing_in(page, served, timed):
    paper = timed(600)
    page.goto(paper)
    choose(page, singles(served.lines(paper))[0], 1)
    expect(say(page)).to_contain_text("safe at")

    page.goto("/course")
    page.goto("about:blank")

    number = int(paper.rsplit("/", 1)[1])
    assert served.act(lambda session: session.get_one(Attempt, number).submitted_at) is None
