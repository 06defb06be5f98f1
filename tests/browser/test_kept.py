"""What the page says is kept on this device is on its disk: the browser may be killed the next moment."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests.browser.answering import choose, chosen, say, singles, start, wait_until_nothing_waits, waiting
from tests.browser.conftest import CHROMIUM, FLAGS, sign_in
from tests.browser.test_queue import shown


@pytest.fixture
def browser_at(playwright, served):
    """Open a browser that keeps what it has in a folder, and return its page."""
    opened = []

    def open_it(folder):
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=CHROMIUM, args=FLAGS, base_url=served.address
        )
        opened.append(context)
        return context.pages[0]

    yield open_it
    for context in opened:
        with suppress(Error):
            context.close()


def kill(folder):
    """End the browser of this folder as a crash does: at once, without a word."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            if f"--user-data-dir={folder}".encode() in words:
                os.kill(int(process.name), signal.SIGKILL)


@pytest.mark.parametrize("count", [1, 3])
def test_a_browser_killed_at_the_word_kept_finds_every_answer_again(
    browser_at, tmp_path, served, register, count
):
    page = browser_at(tmp_path)
    address = register(page, "Ada")
    paper = start(page)
    positions = singles(served.lines(paper))[:count]
    page.context.set_offline(True)
    for place, position in enumerate(positions):
        choose(page, position, place)
    word = "they are kept on this device" if count > 1 else "it is kept on this device"
    expect(say(page)).to_contain_text(word)

    kill(tmp_path)

    page = browser_at(tmp_path)
    page.goto("/sign-in")
    assert len(waiting(page)) == count
    sign_in(page, address)
    page.wait_for_url("**/course")
    wait_until_nothing_waits(page)
    page.goto(paper)
    assert [chosen(page, position) for position in positions] == [[place] for place in range(count)]
    assert [shown(served, paper, position) for position in positions] == list(range(count))
