"""Answer a paper in the browser, as a person does."""

from playwright.sync_api import Locator, Page

from coursework.assessment.queries import Line
from tests.assessment.conftest import key_of


def answer(page: Page, line: Line) -> None:
    """Answer the question that is shown, rightly."""
    question = page.locator(f"#question-{line.position}")
    key = key_of(line)
    match line.question.kind:
        case "single_best":
            question.locator(".opt").nth(key).click()
        case "multiple_response":
            for place in key:
                question.locator(".opt").nth(place).click()
        case "true_false":
            question.locator(".opt").nth(0 if key else 1).click()
        case "matching":
            for row, place in enumerate(key):
                question.locator("select").nth(row).select_option(str(place))
        case "ordering":
            for place, item in enumerate(key):
                question.locator("select").nth(item).select_option(str(place))
        case "numeric":
            question.locator("input[inputmode=decimal]").fill(str(key))


def hand_in(page: Page) -> None:
    """Look over the test, and hand it in."""
    page.locator(".map").get_by_role("button", name="Hand in the test").click()
    page.locator("form").get_by_role("button", name="Hand in the test").click()
    page.wait_for_url("**/result")


def say(page: Page) -> Locator:
    """Return the line that says what is safe."""
    return page.locator(".safe")
