"""Keys and odd choices on the paper: what the screen shows is what the server holds."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from coursework.assessment.beginning import Terms, begin_attempt
from coursework.content.policies import Policy
from coursework.identity.models import Person
from tests.browser.answering import answer, chosen, go_to, hand_in, say
from tests.conftest import NOON


@pytest.fixture
def whole_paper(page, served, register):
    """A paper with every question of the bank, shown to somebody new."""
    register(page, "Ida")
    lecture = served.app.extensions["site"].course().lectures[0]
    terms = Terms(policy=Policy(pass_mark=80, questions=len(lecture.bank)))
    with served.app.extensions["database"].session(writes=True) as session:
        newest = session.scalar(sa.select(sa.func.max(Person.id)))
        attempt = begin_attempt(session, newest, lecture, terms, 7, NOON)
        session.commit()
    page.goto(f"/attempts/{attempt}")
    return page.url


def first(served, address, kind):
    return next(line.position for line in served.lines(address) if line.question.kind == kind)


def test_a_number_and_then_an_arrow_turns_the_page_and_leaves_the_answer(page, served, whole_paper):
    position = first(served, whole_paper, "single_best")
    page.locator(f".map a[aria-label^='Question {position},']").click()

    page.keyboard.press("2")
    page.keyboard.press("ArrowRight")

    expect(say(page)).to_contain_text("safe at")
    expect(page.locator(".question:visible .qno")).to_contain_text(f"Question {position + 1} of")
    assert served.lines(whole_paper)[position - 1].shown_answer == 1


def test_a_number_struck_outside_the_question_chooses_nothing(page, served, whole_paper):
    position = first(served, whole_paper, "single_best")
    go_to(page, position)
    badge = page.locator(f"#question-{position} .opt kbd").first
    expect(badge).to_be_visible()

    page.locator(f".map a[aria-label^='Question {position},']").focus()
    page.keyboard.press("2")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("2")

    expect(badge).not_to_be_visible()
    assert chosen(page, position) == []


@pytest.mark.parametrize(
    "kind", ["single_best", "true_false", "multiple_response", "matching", "ordering", "numeric"]
)
def test_an_answer_can_be_taken_back(page, served, whole_paper, kind):
    position = first(served, whole_paper, kind)
    go_to(page, position)
    button = page.get_by_role("button", name="Take my answer back")
    expect(button).to_be_hidden()
    answer(page, served.lines(whole_paper)[position - 1])
    expect(say(page)).to_contain_text("Your answer is safe at")

    button.press("Enter")

    expect(button).to_be_hidden()
    expect(page.locator(f"#question-{position} .qno")).to_be_focused()
    expect(page.locator("#said")).to_have_text("Your answer is taken back.")
    expect(page.locator(f".map a[aria-label='Question {position}, not answered']")).to_be_visible()
    expect(say(page)).to_contain_text("Nothing answered yet")
    page.reload()
    expect(page.locator(f".map a[aria-label='Question {position}, not answered']")).to_be_visible()
    assert served.lines(whole_paper)[position - 1].answer is None


def test_an_item_that_takes_the_place_of_another_gives_it_its_own(page, served, whole_paper):
    position = first(served, whole_paper, "ordering")
    go_to(page, position)
    selects = page.locator(f"#question-{position} select")
    places = list(range(selects.count()))
    for item in places:
        selects.nth(item).select_option(str(item))
    expect(say(page)).to_contain_text("safe at")

    selects.nth(0).select_option("2")

    expect(page.locator("#said")).to_contain_text("is 1st now.")
    expect(page.locator(f"#question-{position} .error")).to_have_count(0)
    expect(say(page)).to_contain_text("Your answer is safe at")
    places[0], places[2] = 2, 0
    assert [int(one.input_value()) for one in selects.all()] == places
    page.wait_for_timeout(500)
    assert served.lines(whole_paper)[position - 1].shown_answer[:3] == [2, 1, 0]


def test_an_item_without_a_place_takes_one_and_the_other_is_left_without(page, served, whole_paper):
    position = first(served, whole_paper, "ordering")
    go_to(page, position)
    selects = page.locator(f"#question-{position} select")
    selects.nth(0).select_option("1")

    selects.nth(1).select_option("1")

    expect(page.locator("#said")).to_contain_text("has no place now.")
    assert [selects.nth(item).input_value() for item in (0, 1)] == ["", "1"]


def test_a_question_that_is_begun_is_called_so_and_counts_among_what_is_safe(page, served, whole_paper):
    position = first(served, whole_paper, "matching")
    go_to(page, position)

    page.locator(f"#question-{position} select").first.select_option("0")

    expect(say(page)).to_contain_text("Your answer is safe at")
    expect(page.locator(f".map a[aria-label='Question {position}, begun']")).to_be_visible()
    page.locator(".map").get_by_role("button", name="Hand in the test").click()
    part = page.locator("[data-part=begun]")
    expect(part).to_contain_text("1 question begun; it earns only what is filled.")
    expect(part.get_by_role("link")).to_have_text(f"Question {position}")
    page.reload()
    expect(say(page)).to_contain_text("Your answer is safe at")


def test_an_answer_given_after_the_test_was_handed_in_elsewhere_leads_to_the_result(
    page, context, served, whole_paper
):
    other = context.new_page()
    other.goto(whole_paper)
    hand_in(other)

    position = first(served, whole_paper, "single_best")
    page.locator(f".map a[aria-label^='Question {position},']").click()
    page.keyboard.press("1")

    page.wait_for_url("**/result")


def test_a_form_sent_before_the_script_came_shows_what_could_not_be_saved(page, served, whole_paper):
    position = first(served, whole_paper, "numeric")
    page.route("**/test.js*", lambda route: route.abort())
    page.goto(whole_paper)
    number = page.locator(f"#question-{position} .number input")
    number.fill("about seven")
    page.unroute("**/test.js*")

    page.locator("form").get_by_role("button", name="Save", exact=True).click()

    expect(say(page)).to_contain_text(f"Not saved, question {position}: Write one number")
    expect(page.locator(".question:visible .qno")).to_contain_text(f"Question {position} of")
    expect(number).to_have_value("about seven")
    number.fill("7")
    expect(say(page)).to_contain_text("Your answer is safe at")
