"""Every state of the test on screen: accessible, light and dark, narrow."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from coursework.identity.models import SignIn
from tests.browser.answering import choose, go_to, say, singles, start
from tests.browser.conftest import faults_of
from tests.browser.test_queue import OUTSIDE

LOOK = "dispatchEvent(new Event('focus'))"


def every_state(page, served, register):
    """Bring the test into each of its states, and yield after each."""
    register(page, "Ada")
    paper = start(page)
    lines = served.lines(paper)
    first, second, third, *_ = singles(lines)
    choose(page, first, 0)
    page.get_by_role("button", name="Flag for later").click()
    expect(say(page)).to_contain_text("safe at")
    yield "safe"
    page.locator(".map").get_by_role("button", name="Hand in the test").click()
    yield "before handing in"
    page.context.set_offline(True)
    choose(page, second, 1)
    choose(page, third, 1)
    expect(say(page)).to_contain_text("You are offline")
    yield "offline"
    page.locator(".map").get_by_role("button", name="Hand in the test").click()
    page.locator("form").get_by_role("button", name="Hand in the test").click()
    expect(say(page)).to_contain_text("Not handed in. Not safe yet")
    yield "not handed in"
    other = page.context.browser.new_context(base_url=served.address)
    other.add_cookies(page.context.cookies())
    device = other.new_page()
    device.goto(paper)
    with device.expect_response(OUTSIDE):  # the line that says "safe at" is there from the first answer
        choose(device, second, 0)
    other.close()
    page.context.set_offline(False)
    go_to(page, second)
    expect(page.get_by_role("button", name="Use mine")).to_be_visible()
    yield "changed elsewhere"
    number = next((line.position for line in lines if line.question.kind == "numeric"), None)
    if number:
        go_to(page, number)
        page.locator(f"#question-{number} .number input").fill("about seven")
        expect(page.locator(f"#question-{number} .error")).to_contain_text("Write one number")
        yield "refused"
    served.act(lambda session: session.execute(sa.delete(SignIn)))
    page.evaluate(LOOK)
    choose(page, third, 0)
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    yield "signed out"


@pytest.mark.parametrize(
    ("colours", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)]
)
def test_every_state_satisfies_axe_and_fits(page, served, register, colours, width):
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": width, "height": 800})
    found = []

    for state in every_state(page, served, register):
        found += [f"{state}: {fault}" for fault in faults_of(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{state}: scrolls sideways")
        small = page.evaluate(
            """() =>
            [...document.querySelectorAll("main button:not(.vh), main .map a, main .opt, main select")]
            .filter(one => one.checkVisibility())
            .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44).map(([words]) => words)"""
        )
        found += [f"{state}: small target {words}" for words in small]

    assert found == []


def test_reduced_motion_forced_colours_and_paper(page, served, register):
    register(page, "Bea")
    paper = start(page)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    choose(page, singles(served.lines(paper))[0], 0)
    expect(say(page)).to_contain_text("safe at")
    assert page.evaluate("document.getAnimations().length") == 0
    assert faults_of(page) == []

    page.emulate_media(media="print")

    assert not page.locator("#paper").is_visible()
