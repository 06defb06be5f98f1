"""Every page of the journey: accessible, light, narrow, quick to load."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import faults_of

LECTURE = "/lectures/01-connected-world"
OPEN = ["/", "/register", "/sign-in", "/about", "/glossary", "/style-guide", "/nothing-here", LECTURE]
TRUST = ["/privacy", "/terms", "/contact", "/accessibility", "/corrections", "/sources"]
LEAVING = ["/account/export", "/account/close", "/account/close/confirm"]
CLOSED = ["/course", "/progress", "/account", LECTURE, f"{LECTURE}/handout", f"{LECTURE}/test"]


def every_page(page, register):
    """Visit each page of the journey, and yield its address."""
    for address in (*OPEN, *TRUST):
        page.goto(address)
        yield address
    register(page, "Fay")
    for address in (*LEAVING, *CLOSED):
        page.goto(address)
        yield address
    page.get_by_role("button", name="Start the test").click()
    page.wait_for_url("**/attempts/*")
    yield "the paper"
    page.locator(".map").get_by_role("button", name="Hand in the test").click()
    expect(page.get_by_text("25 questions open")).to_be_visible()
    yield "the open questions"
    page.locator("form").get_by_role("button", name="Hand in the test").click()
    page.wait_for_url("**/result")
    yield "the result"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(page, served, register, colours):
    page.emulate_media(color_scheme=colours)

    found = [fault for _ in every_page(page, register) for fault in faults_of(page)]

    assert found == []


def test_nothing_scrolls_sideways_at_320_pixels(page, served, register):
    page.set_viewport_size({"width": 320, "height": 640})

    wide = [
        address
        for address in every_page(page, register)
        if page.evaluate("document.documentElement.scrollWidth") > 320
    ]

    assert wide == []


def test_every_lecture_and_handout_fits_a_phone_and_satisfies_axe(page, served, register):
    page.set_viewport_size({"width": 320, "height": 640})
    register(page, "Gil")
    faults = []

    for lecture in served.app.extensions["site"].course().lectures:
        for address in (f"/lectures/{lecture.slug}", f"/lectures/{lecture.slug}/handout"):
            page.goto(address)
            faults += faults_of(page)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                faults.append(f"{address} scrolls sideways")

    assert faults == []


def weigh(context, page, address):
    """Load a page, and return its bytes on the wire, and those of its scripts."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds, bytes_ = {}, {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: bytes_.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    session.detach()
    return sum(bytes_.values()), sum(size for id_, size in bytes_.items() if kinds.get(id_) == "Script")


def test_a_first_visit_to_a_lecture_is_light_and_a_second_page_lighter(context, page, served):
    first, script = weigh(context, page, LECTURE)
    second, _ = weigh(context, page, "/about")

    assert first <= 250_000
    assert script <= 25_000
    assert second <= 40_000
