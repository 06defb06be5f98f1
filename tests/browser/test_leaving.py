"""Signing out with answers that are not safe: they are sent first, or the reader decides."""

import pytest
from playwright.sync_api import expect

from tests.browser.answering import choose, say, singles, start, wait_until_nothing_waits, waiting
from tests.browser.test_queue import OUTSIDE, cut, shown


@pytest.fixture
def left(page, served, register):
    """A paper with two answers that could not be sent; its reader has gone to the account page."""
    register(page, "Ada")
    paper = start(page)
    cut(page)
    for position in singles(served.lines(paper))[:2]:
        choose(page, position, 1)
    expect(say(page)).to_contain_text("Not safe yet")
    page.goto("/account")
    return paper


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()


def test_signing_out_sends_first(page, served, left):
    page.unroute(OUTSIDE)

    sign_out(page)

    page.wait_for_url("**/")
    assert [shown(served, left, one) for one in singles(served.lines(left))[:2]] == [1, 1]
    assert waiting(page) == []


def test_signing_out_asks_when_they_cannot_be_sent_and_staying_keeps_them(page, served, left):
    sign_out(page)
    dialog = page.get_by_role("dialog", name="2 answers are not safe yet")
    expect(dialog).to_be_visible()

    dialog.get_by_role("button", name="Stay and keep trying").click()
    page.unroute(OUTSIDE)
    page.evaluate("dispatchEvent(new Event('online'))")

    wait_until_nothing_waits(page)
    assert page.url.endswith("/account")
    assert [shown(served, left, one) for one in singles(served.lines(left))[:2]] == [1, 1]


def test_signing_out_all_the_same_leaves_nothing_on_the_device(page, served, left):
    sign_out(page)

    page.get_by_role("button", name="Sign out and discard them on this device").click()

    page.wait_for_url("**/")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert waiting(page) == []
    assert [shown(served, left, one) for one in singles(served.lines(left))[:2]] == [None, None]


TROUBLES = {
    "503": lambda route: route.fulfill(status=503, json={}),
    "no network": lambda route: route.abort(),
    "a page from in between": lambda route: route.fulfill(body="<p>Pay first</p>", content_type="text/html"),
}


@pytest.mark.parametrize(
    ("broken", "trouble"),
    [
        *(("**/state", trouble) for trouble in TROUBLES),
        ("**/leaving*.js*", "503"),
        ("**/leaving*.js*", "no network"),
    ],
)
def test_signing_out_asks_also_when_the_server_cannot_say_whose_they_are(page, left, trouble, broken):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.route(broken, TROUBLES[trouble])
    page.reload()

    sign_out(page)

    if "state" in broken:
        expect(page.get_by_role("dialog", name="2 answers are not safe yet")).to_be_visible()
        assert len(waiting(page)) == 2
        page.get_by_role("button", name="Sign out and discard them on this device").click()
    page.wait_for_url("**/")
    assert waiting(page) == []
    assert len(asked) == (0 if "state" in broken else 1)


def test_answers_of_somebody_else_hold_nobody_back(page, left, register):
    page.context.clear_cookies()
    register(page, "Cara")
    page.goto("/account")

    sign_out(page)

    page.wait_for_url("**/")
    assert len(waiting(page)) == 2


def test_pulses_that_earlier_pages_could_not_send_are_sent_by_the_next(page, served, register):
    register(page, "Bea")
    kept = []
    for lecture in ("01-connected-world", "02-searching-well"):
        page.goto(f"/lectures/{lecture}")
        token = page.locator("[data-page]").first.get_attribute("data-page")
        kept.append(
            {"page": token, "spans": [{"part": "how-things-spread", "from": 0, "to": 1}], "place": None}
        )
    page.evaluate("kept => localStorage.setItem('coursework-kept-pulses', JSON.stringify(kept))", kept)
    sent = []
    page.on("request", lambda one: sent.append(one.url) if one.url.endswith("/pulse") else None)

    page.goto("/lectures/01-connected-world")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for _ in range(50):
        if page.evaluate("localStorage.getItem('coursework-kept-pulses')") is None:
            break
        page.wait_for_timeout(100)
    assert page.evaluate("localStorage.getItem('coursework-kept-pulses')") is None
    assert len(sent) == 2
