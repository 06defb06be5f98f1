"""Two screens with one test: which choice counts, and that both are told."""

import json
import random

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from coursework.assessment.models import Response
from tests.browser.answering import choose, chosen, go_to, say, singles, start, wait_until_nothing_waits
from tests.browser.test_queue import OUTSIDE, shown

LOOK = "dispatchEvent(new Event('focus'))"


@pytest.fixture
def paper(page, register):
    """The address of a paper just begun by somebody new."""
    register(page, "Ada")
    return start(page)


@pytest.fixture
def device(browser, served, page, paper):
    """The same person's other device, with the same paper."""
    context = browser.new_context(base_url=served.address, storage_state=page.context.storage_state())
    context.set_default_timeout(8000)
    other = context.new_page()
    other.goto(paper)
    expect(other.locator("#said")).to_be_attached()
    yield other
    context.close()


def in_conflict(page, device, served, paper):
    """Choose on a screen without a network, then on the other device; return the question."""
    position = singles(served.lines(paper))[0]
    page.context.set_offline(True)
    choose(page, position, 0)
    choose(device, position, 1)
    expect(say(device)).to_contain_text("safe at")
    page.context.set_offline(False)
    expect(page.get_by_text(f"Question {position} was changed on another screen at")).to_be_visible()
    return position


def test_a_choice_older_than_another_screens_is_kept_and_does_not_count(page, device, served, paper):
    position = in_conflict(page, device, served, paper)

    notice = page.locator(f"#question-{position} .changed")
    mine = page.locator(f"#question-{position} .opt").nth(0).locator("span").text_content().strip()
    expect(notice).to_contain_text("that choice counts.")
    expect(notice).to_contain_text(f"Your choice here was kept, not counted: {mine}")
    assert (shown(served, paper, position), chosen(page, position)) == (1, [1])
    device.evaluate(LOOK)
    expect(device.locator(f"#question-{position} .changed")).to_contain_text("An older choice")

    notice.get_by_role("button", name="Keep the other").click()

    expect(notice).to_have_count(0)
    expect(page.locator(":focus")).to_contain_text(f"Question {position} of")
    assert shown(served, paper, position) == 1


def test_the_older_choice_can_be_made_to_count_and_the_other_screen_learns_of_it(page, device, served, paper):
    position = in_conflict(page, device, served, paper)

    with page.expect_response(OUTSIDE):
        page.get_by_role("button", name="Use mine").click()
    expect(say(page)).to_contain_text("Your answer is safe at")
    device.evaluate(LOOK)

    expect(device.locator("#said")).to_contain_text(f"Question {position} was changed on another screen at")
    go_to(device, position)
    assert (shown(served, paper, position), chosen(page, position), chosen(device, position)) == (0, [0], [0])


def test_who_takes_the_answer_back_has_nothing_left_to_choose_between(page, device, served, paper):
    position = in_conflict(page, device, served, paper)

    with page.expect_response(OUTSIDE):
        page.get_by_role("button", name="Take my answer back").click()

    expect(page.locator(f"#question-{position} .changed")).to_have_count(0)
    assert (shown(served, paper, position), chosen(page, position)) == (None, [])


@pytest.mark.parametrize("secure", [True, False])
def test_two_tabs_of_one_browser_show_one_answer_and_count_the_newest(page, context, served, paper, secure):
    if not secure:  # without https a browser has no locks
        context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
        page.reload()
    position = singles(served.lines(paper))[0]
    tab = context.new_page()
    tab.goto(paper)
    context.set_offline(True)

    choose(page, position, 0)
    choose(tab, position, 2)
    expect(page.locator(f"#question-{position} .opt input").nth(2)).to_be_checked()
    context.set_offline(False)

    expect(say(page)).to_contain_text("Your answer is safe at")
    expect(say(tab)).to_contain_text("Your answer is safe at")
    assert shown(served, paper, position) == 2
    assert tab.locator(".changed").count() + page.locator(".changed").count() == 0
    choose(page, position, 1)
    expect(tab.locator(f"#question-{position} .opt input").nth(1)).to_be_checked()


def misfortune(chance, done):
    """Return what happens to a save: it arrives, is lost, its receipt is lost, it comes twice, or a 503."""

    def happen(route):
        fate = chance.choice(["arrives", "lost", "receipt lost", "twice", "busy"])
        done.append(fate)
        if fate == "lost":
            return route.abort()
        if fate == "busy":
            return route.fulfill(status=503, body=json.dumps({}), content_type="application/json")
        answer = route.fetch()
        if fate == "twice":
            answer = route.fetch()
        return route.abort() if fate == "receipt lost" else route.fulfill(response=answer)

    return happen


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_on_the_way_what_the_screens_call_safe_is_what_the_server_holds(
    page, device, served, paper, seed
):
    chance, done = random.Random(seed), []  # noqa: S311 (repeatable, not secret)
    positions = singles(served.lines(paper))[:3]
    for screen in (page, device):
        screen.route(OUTSIDE, misfortune(chance, done))
    for _ in range(14):
        screen = chance.choice([page, device])
        choose(screen, chance.choice(positions), chance.randrange(3))
        screen.wait_for_timeout(chance.choice([0, 30, 300]))
    for screen in (page, device):
        screen.unroute(OUTSIDE)
        screen.evaluate("dispatchEvent(new Event('online'))")
        expect(say(screen)).to_contain_text("safe at", timeout=15_000)
        wait_until_nothing_waits(screen)  # the line may be from before
    page.evaluate(LOOK)
    device.evaluate(LOOK)
    page.wait_for_timeout(800)

    held = [[shown(served, paper, position)] for position in positions]
    assert [chosen(page, position) for position in positions] == [
        [] if one == [None] else one for one in held
    ]
    assert [chosen(device, position) for position in positions] == [chosen(page, one) for one in positions]
    rows = served.act(
        lambda session: session.scalars(
            sa.select(Response.revision)
            .where(
                Response.attempt_id == int(paper.rsplit("/", 1)[1]),
                Response.position == positions[0],
                Response.revision.is_not(None),
            )
            .order_by(Response.revision)
        ).all()
    )
    assert rows == list(range(1, len(rows) + 1))
    assert len(done) >= 5
