"""The test on screen: safe, resumed, by keyboard, without script."""

from playwright.sync_api import expect

from tests.browser.answering import answer, say

TEST = "/lectures/01-connected-world/test"


def start(page, register, name="Ada"):
    register(page, name)
    page.goto(TEST)
    page.get_by_role("button", name="Start the test").click()
    page.wait_for_url("**/attempts/*")


def test_answers_are_found_again_after_a_reload_and_on_another_device(page, served, browser, register):
    start(page, register)
    for line in served.lines(page.url)[:3]:
        answer(page, line)
        page.get_by_role("button", name="Save and go to question").click()
    expect(page.locator(".map .done")).to_have_count(3)
    expect(say(page)).to_contain_text("All 3 answers safe at")

    page.reload()
    expect(say(page)).to_contain_text("All 3 answers safe")
    other = browser.new_context(base_url=served.address, storage_state=page.context.storage_state())
    second = other.new_page()
    second.goto(page.url)
    expect(second.locator(".map .done")).to_have_count(3)
    expect(second.locator(".question:visible .qno")).to_have_text("Question 4 of 25")
    other.close()


def test_a_cut_network_loses_nothing_and_says_so(page, context, served, register):
    start(page, register)
    line = served.lines(page.url)[0]
    context.set_offline(True)
    answer(page, line)
    expect(say(page)).to_contain_text("Not safe yet: question 1")

    context.set_offline(False)

    expect(say(page)).to_contain_text("safe at", timeout=10_000)
    assert served.lines(page.url)[0].answered


def tab_to(page, name):
    """Press Tab until the focus is on what has this name."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.locator(":focus").evaluate("one => one.ariaLabel ?? one.textContent"):
            return
    raise AssertionError(name)


def test_the_keyboard_alone_answers_flags_and_hands_in(page, served, register):
    start(page, register)
    lines = served.lines(page.url)
    tab_to(page, "Question 1,")
    page.keyboard.press("Enter")
    for line in lines:
        if line.question.kind in {"single_best", "multiple_response", "true_false"}:
            page.keyboard.press("1")
        if line.position == 3:
            tab_to(page, "Flag for later")
            page.keyboard.press("Enter")
        page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_text("Before you hand in")
    expect(page.get_by_text("1 question flagged for another look.")).to_be_visible()
    tab_to(page, "Question 3")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("Question 3 of 25")
    for _ in range(23):
        page.keyboard.press("ArrowRight")
    tab_to(page, "Hand in the test")
    page.keyboard.press("Enter")

    page.wait_for_url("**/result")


def test_without_script_the_test_is_a_form(browser, served, register):
    context = browser.new_context(base_url=served.address, java_script_enabled=False)
    page = context.new_page()
    start(page, register, "Eva")
    lines = served.lines(page.url)
    for line in lines:
        answer(page, line)
    page.locator("form").get_by_role("button", name="Save", exact=True).click()
    assert [line.answered for line in served.lines(page.url)] == [True] * 25

    page.locator("form").get_by_role("button", name="Hand in the test").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Passed, with 25 of 25")
    context.close()


def test_signing_out_in_another_tab_is_said_and_signing_in_again_saves(page, context, served, register):
    start(page, register)
    cookies = context.cookies()
    line = served.lines(page.url)[0]
    context.clear_cookies()
    answer(page, line)
    expect(say(page)).to_contain_text("You are signed out")

    context.add_cookies(cookies)

    expect(say(page)).to_contain_text("safe at", timeout=10_000)
