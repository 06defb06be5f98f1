"""Answer a paper in the browser, as a person does."""

from collections.abc import Sequence

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


def start(page: Page, lecture: str = "01-connected-world") -> str:
    """Begin a test, and return the address of its paper."""
    page.goto(f"/lectures/{lecture}/test")
    page.get_by_role("button", name="Start the test").click()
    page.wait_for_url("**/attempts/*")
    return page.url.split("#", maxsplit=1)[0]


def go_to(page: Page, position: int) -> None:
    """Turn to a question by the map."""
    page.locator(f".map a[aria-label^='Question {position},']").click()


def choose(page: Page, position: int, place: int) -> None:
    """Choose an option of a question with one best answer."""
    go_to(page, position)
    page.locator(f"#question-{position} .opt").nth(place).click()


def singles(lines: Sequence[Line]) -> list[int]:
    """Return the questions with one best answer."""
    return [line.position for line in lines if line.question.kind == "single_best"]


def chosen(page: Page, position: int) -> list[int]:
    """Return the places chosen, as the page shows them."""
    inputs = page.locator(f"#question-{position} .opt input")
    return inputs.evaluate_all("all => all.flatMap((one, place) => one.checked ? [place] : [])")


STORE = """async change => {
    const request = indexedDB.open("answers", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("waiting", { keyPath: "name" });
    const done = what => new Promise((resolve, reject) => {
        what.onsuccess = () => resolve(what.result);
        what.onerror = () => reject(what.error);
    });
    const database = await done(request);
    const store = database.transaction("waiting", "readwrite").objectStore("waiting");
    const items = await done(store.getAll());
    for (const item of items) if (change) await done(store.put({ ...item, at: item.at - change }));
    database.close();
    return items.map(item => item.name);
}"""


def waiting(page: Page, older_by: float = 0) -> list[str]:
    """Return the names of what this browser keeps until it is safe; make it older by some ms."""
    return page.evaluate(STORE, older_by)


def wait_until_nothing_waits(page: Page) -> None:
    """Wait until this browser keeps no answer any more."""
    for _ in range(100):
        if not waiting(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError(waiting(page))


def hand_in(page: Page) -> None:
    """Look over the test, and hand it in."""
    page.locator(".map").get_by_role("button", name="Hand in the test").click()
    page.locator("form").get_by_role("button", name="Hand in the test").click()
    page.wait_for_url("**/result")


def say(page: Page) -> Locator:
    """Return the line that says what is safe."""
    return page.locator(".safe")
