"""A learner's way: register, read, take the handout, pass the test, see it."""

from contextlib import suppress

from playwright.sync_api import Error, expect

from tests.browser.answering import answer, say

LECTURE = "/lectures/01-connected-world"


def downloaded(page, address):
    """Open a document and stay on the page that looks again until the file comes; return the file."""
    files = []

    def keep(route):
        answer = route.fetch()
        if answer.status == 200:
            files.append(answer.body())
            route.fulfill(status=204)  # Chromium's reader of PDFs stays shut
        else:
            route.fulfill(response=answer)

    page.route("**/*.pdf", keep)
    with suppress(Error):  # a file that is there already ends the going to
        page.goto(address)
    if not files:
        expect(page.get_by_role("status")).to_contain_text("looks again")
    for _ in range(240):
        if files:
            break
        page.wait_for_timeout(250)
    page.unroute("**/*.pdf")
    return files[0]


def test_a_learner_reads_takes_the_handout_passes_the_test_and_sees_it(page, served, register):
    register(page, "Ada")
    page.get_by_role("link", name="Begin lecture 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Medicine in a connected world")
    page.locator(".rail").get_by_role("link", name="Handout", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert downloaded(page, f"{LECTURE}/handout.pdf").startswith(b"%PDF-")

    page.goto(f"{LECTURE}/test")
    page.get_by_role("button", name="Start the test").click()
    paper = page.url
    for line in served.lines(paper):
        answer(page, line)
        page.get_by_role("button", name="Save and ").click()
    expect(page.get_by_text("All 25 questions are answered.")).to_be_visible()
    expect(say(page)).to_contain_text("All 25 answers safe")
    page.locator("form").get_by_role("button", name="Hand in the test").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Passed, with 25 of 25")
    page.goto("/progress")
    expect(page.get_by_text("1 of 16 lectures passed")).to_be_visible()
    expect(page.get_by_role("link", name="100\u00a0%")).to_be_visible()


def test_the_handout_arrives_after_its_waiting_page(page, served, register):
    register(page, "Bea")
    for _ in range(40):
        answer = page.request.get(f"{LECTURE}/handout.pdf")
        if answer.status == 200:
            break
        assert answer.status == 202
        assert "looks again" in answer.text()
        page.wait_for_timeout(1000)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body()[:5] == b"%PDF-"


def test_reading_is_counted_and_the_place_is_kept_on_another_device(page, served, browser, register):
    register(page, "Cleo")
    page.goto(LECTURE)
    page.evaluate("document.querySelector('#how-things-spread').scrollIntoView()")
    page.mouse.move(400, 400)
    page.mouse.wheel(0, 300)
    with page.expect_response("**/pulse", timeout=25_000) as pulse:
        pass

    assert pulse.value.json()["credited"] >= 10
    phone = browser.new_context(
        base_url=served.address,
        storage_state=page.context.storage_state(),
        viewport={"width": 360, "height": 700},
    )
    other = phone.new_page()
    other.goto("/course")
    other.get_by_role("link", name="Continue lecture 1").click()
    there = "document.querySelector('#how-things-spread').getBoundingClientRect().top < -50"
    for _ in range(50):
        if other.evaluate(there):
            break
        other.wait_for_timeout(100)
    assert other.evaluate(there)
    phone.close()


def test_a_source_and_a_term_open_in_place_and_close_with_escape(page, served):
    page.goto(LECTURE)

    cite = page.locator("a.cite").first
    cite.click()
    expect(page.get_by_role("dialog", name="Source 1")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog", name="Source 1")).to_have_count(0)
    expect(cite).to_be_focused()
    page.locator("a.term").first.click()
    expect(page.locator(".pop")).to_be_visible()


def test_a_figure_can_be_enlarged(page, served):
    page.goto(LECTURE)

    page.get_by_role("button", name="Enlarge").first.click()
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("dialog")).to_have_count(0)
