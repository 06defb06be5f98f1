"""What cannot be sent waits in the browser, for its owner alone, and is sent once."""

import re
import threading

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from waitress.server import create_server

from coursework.assessment.actions import submit
from coursework.assessment.models import Response
from coursework.clock import utc_now
from coursework.identity.models import SignIn
from tests.browser.answering import (
    choose,
    chosen,
    go_to,
    say,
    singles,
    start,
    wait_until_nothing_waits,
    waiting,
)
from tests.browser.conftest import CHROMIUM, FLAGS, sign_in

OUTSIDE = re.compile(r"/responses/")
DAY = 86400e3


@pytest.fixture
def paper(page, register):
    """The address of a paper just begun by somebody new."""
    register(page, "Ada")
    return start(page)


def shown(served, paper, position):
    return served.lines(paper)[position - 1].shown_answer


def stop(server):
    """Close the server and every line to it."""
    server.close()
    for channel in list(server.active_channels.values()):
        channel.handle_close()


def cut(page):
    """Let the page be there and no answer arrive."""
    page.route(OUTSIDE, lambda route: route.abort())


def test_answers_given_without_a_network_survive_a_reload_and_are_sent(page, context, served, paper):
    first, second, *_ = singles(served.lines(paper))
    cut(page)
    choose(page, first, 1)
    choose(page, second, 2)
    expect(say(page)).to_contain_text(f"Not safe yet: questions {first} and {second}")
    page.reload()
    assert (chosen(page, first), chosen(page, second)) == ([1], [2])
    assert (shown(served, paper, first), shown(served, paper, second)) == (None, None)

    page.unroute(OUTSIDE)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(say(page)).to_contain_text("All 2 answers safe at")
    assert (shown(served, paper, first), shown(served, paper, second)) == (1, 2)
    assert waiting(page) == []


def test_a_server_that_stops_and_comes_back_has_every_answer(page, served, register):
    server = create_server(served.app, host="127.0.0.1", port=0, threads=2)
    port = server.effective_port
    threading.Thread(target=server.run, daemon=True).start()
    register(page, "Bea")
    paper = start(page).replace(served.address, f"http://127.0.0.1:{port}")
    page.goto(paper)
    position = singles(served.lines(paper))[0]
    stop(server)
    choose(page, position, 1)
    expect(say(page)).to_contain_text("The server does not answer; trying again.", timeout=15_000)

    again = create_server(served.app, host="127.0.0.1", port=port, threads=2)
    threading.Thread(target=again.run, daemon=True).start()

    expect(say(page)).to_contain_text("Your answer is safe at", timeout=15_000)
    assert shown(served, paper, position) == 1
    stop(again)


def test_a_browser_that_is_closed_at_once_finds_its_answers_again(playwright, tmp_path, served, register):
    def open_browser():
        return playwright.chromium.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=FLAGS, base_url=served.address
        )

    context = open_browser()
    page = context.pages[0]
    register(page, "Cleo")
    paper = start(page)
    position = singles(served.lines(paper))[0]
    cookies = context.cookies()
    context.set_offline(True)
    choose(page, position, 2)
    expect(say(page)).to_contain_text("You are offline; it is kept on this device")
    context.close()

    context = open_browser()
    context.add_cookies(cookies)
    page = context.pages[0]
    page.goto(paper)

    expect(say(page)).to_contain_text("Your answer is safe at")
    assert (chosen(page, position), shown(served, paper, position)) == ([2], 2)
    context.close()


def test_when_the_session_ends_signing_in_again_leads_back_and_every_answer_is_there(page, served, register):
    address = register(page, "Dora")
    paper = start(page)
    first, second, *_ = singles(served.lines(paper))
    choose(page, first, 0)
    expect(say(page)).to_contain_text("Your answer is safe at")
    served.act(lambda session: session.execute(sa.delete(SignIn)))
    choose(page, second, 1)
    expect(say(page)).to_contain_text(f"Not safe yet: question {second}. You are signed out")

    page.get_by_role("link", name="Sign in again").click()
    sign_in(page, address)

    page.wait_for_url("**/attempts/*")
    expect(say(page)).to_contain_text("All 2 answers safe at")
    expect(page.locator(".question:visible .qno")).to_contain_text(f"Question {second} of")
    assert (shown(served, paper, first), shown(served, paper, second)) == (0, 1)


def test_another_person_on_that_browser_finds_nothing_and_sends_nothing(page, served, register):
    register(page, "Edith")
    paper = start(page)
    position = singles(served.lines(paper))[0]
    served.act(lambda session: session.execute(sa.delete(SignIn)))
    choose(page, position, 1)
    expect(say(page)).to_contain_text("You are signed out")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)

    register(page, "Fay")
    theirs = start(page)

    expect(say(page)).to_contain_text("Nothing answered yet")
    page.wait_for_timeout(1500)
    assert [line.answer for line in served.lines(theirs)] == [None] * 25
    assert [line.answer for line in served.lines(paper)] == [None] * 25
    assert page.locator(".question input:checked").count() == 0
    assert sent == []
    assert len(waiting(page)) == 1


def test_what_waits_is_sent_from_any_page_once_its_owner_is_back(page, served, register):
    address = register(page, "Gil")
    paper = start(page)
    position = singles(served.lines(paper))[0]
    served.act(lambda session: session.execute(sa.delete(SignIn)))
    choose(page, position, 1)
    expect(say(page)).to_contain_text("You are signed out")
    page.goto("/sign-in")

    with page.expect_response(OUTSIDE):
        sign_in(page, address)

    page.wait_for_url("**/course")
    wait_until_nothing_waits(page)
    assert shown(served, paper, position) == 1


def test_an_answer_whose_receipt_was_lost_is_kept_once(page, served, paper):
    position = singles(served.lines(paper))[0]
    lost = []

    def lose_the_receipt(route):
        route.fetch()
        lost.append(route.request.post_data_json["key"])
        route.abort()

    page.route(OUTSIDE, lose_the_receipt, times=2)
    choose(page, position, 0)
    page.locator(f"#question-{position} .opt").nth(1).click()

    expect(say(page)).to_contain_text("Your answer is safe at", timeout=15_000)
    number = int(paper.rsplit("/", 1)[1])
    kept = served.act(
        lambda session: session.execute(
            sa.select(Response.revision, Response.answer, Response.standing)
            .where(Response.attempt_id == number)
            .order_by(Response.id)
        ).all()
    )
    assert len(set(lost)) == 1
    assert [(row.revision, row.standing) for row in kept] == [(1, "kept"), (2, "kept")]
    assert shown(served, paper, position) == 1


def test_after_seven_days_of_the_servers_time_nothing_is_left(page, context, served, paper):
    position = singles(served.lines(paper))[0]
    cut(page)
    choose(page, position, 1)
    expect(say(page)).to_contain_text("Not safe yet")
    waiting(page, 6.9 * DAY)
    page.reload()
    assert len(waiting(page)) == 1

    waiting(page, 0.2 * DAY)
    page.goto("/about")
    wait_until_nothing_waits(page)

    page.goto(paper)
    go_to(page, position)
    assert chosen(page, position) == []


@pytest.mark.parametrize("broken", ["indexedDB.open", "IDBObjectStore.prototype.put"])
def test_a_browser_that_keeps_nothing_says_so_and_still_sends(page, context, served, register, broken):
    context.add_init_script(f"{broken} = () => {{ throw new DOMException('full'); }}")
    register(page, "Ida")
    paper = start(page)
    position = singles(served.lines(paper))[0]
    cut(page)
    choose(page, position, 1)
    expect(say(page)).to_contain_text("This browser keeps nothing: do not close this page")

    page.unroute(OUTSIDE)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(say(page)).to_contain_text("Your answer is safe at")
    assert shown(served, paper, position) == 1


def test_a_disk_that_never_answers_holds_no_answer_back(page, context, served, register):
    context.add_init_script("indexedDB.open = () => ({})")
    register(page, "Jo")
    paper = start(page)
    position = singles(served.lines(paper))[0]

    choose(page, position, 1)

    expect(say(page)).to_contain_text("Your answer is safe at", timeout=15_000)
    assert shown(served, paper, position) == 1


def test_an_answer_that_comes_after_the_test_was_closed_is_said_to_be_late(page, served, paper):
    position = singles(served.lines(paper))[0]
    cut(page)
    choose(page, position, 1)
    expect(say(page)).to_contain_text("Not safe yet")
    number = int(paper.rsplit("/", 1)[1])
    served.act(lambda session: submit(session, number, utc_now()))
    page.unroute(OUTSIDE)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#said")).to_contain_text(f"closed before the answer to question {position} came")

    page.wait_for_url("**/result")
    assert waiting(page) == []
