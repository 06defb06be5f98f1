"""A real server, a real browser."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from sqlalchemy.orm import Session
from waitress.server import create_server

from coursework.application import create_app
from coursework.assessment.queries import Line, paper_of
from coursework.clock import utc_now
from coursework.identity import passwords
from coursework.identity.actions import register as register_person
from coursework.identity.rules import Role
from coursework.jobs.work import start_worker, stop_worker
from tests.conftest import settings_in

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
PASSWORD = "a few words in a row"
AXE = Path(__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong leaves the page: all that is right is long, and takes longer than finding it.
RUN = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(found => found.violations)"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    if not CHROMIUM:
        words = "no Chromium: apt-get install -y --no-install-recommends chromium libatomic1"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Served:
    """The shipped course, served: where, and by which application."""

    address: str
    app: Flask

    def lines(self, address: str) -> list[Line]:
        """Return the paper of the attempt whose page has this address."""
        number = int(address.split("/attempts/")[1].split("/", maxsplit=1)[0].split("#", maxsplit=1)[0])
        with self.app.extensions["database"].session(writes=False) as session:
            return paper_of(session, number)

    def act(self, deed: Callable[[Session], Any]) -> Any:
        """Do something to the database behind the browser's back."""
        with self.app.extensions["database"].session(writes=True) as session:
            done = deed(session)
            session.commit()
            return done


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The shipped course on a server of its own, with its worker."""
    folder = tmp_path_factory.mktemp("served")
    app = create_app(settings_in(folder, course_dir=ROOT, quiz_dir=ROOT / "quizzes"))
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    start_worker(app)
    yield Served(f"http://127.0.0.1:{server.effective_port}", app)
    stop_worker(app)
    app.extensions["printing"].press.close()
    server.close()
    app.extensions["database"].close()


@pytest.fixture
def context(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    """A fresh device."""
    context = browser.new_context(base_url=served.address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; what it complains of, and what it asks of other hosts, fails the test."""
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if _bad(message) else None)
    page.on(
        "request", lambda request: trouble.append(request.url) if "127.0.0.1" not in request.url else None
    )
    yield page
    assert trouble == []


def _bad(message: Any) -> bool:
    expected = (
        "ERR_INTERNET_DISCONNECTED",
        "ERR_FAILED",
        "ERR_CONNECTION",
        "503 (",
        "401 (",
        "422 (",
        "404 (",
        "400 (",
        "409 (",
    )
    return message.type == "error" and not any(words in message.text for words in expected)


@pytest.fixture
def register(served: Served) -> Callable[[Page, str], str]:
    """Give somebody an account and sign them in through the page; returns their address."""

    def do(page: Page, name: str) -> str:
        address = f"{name.lower()}-{os.urandom(4).hex()}@example.org"
        hashed = passwords.hash_of(PASSWORD)
        served.act(lambda session: register_person(session, name, address, hashed, Role.LEARNER, utc_now()))
        page.goto("/sign-in")
        sign_in(page, address)
        page.wait_for_url("**/course")
        return address

    return do


def sign_in(page: Page, address: str) -> None:
    """Fill in the form that is shown."""
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def faults_of(page: Page) -> list[str]:
    """Return what axe finds on a page, a line for each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{page.url}: {one['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"
        for one in page.evaluate(RUN, RULES)
        for node in one["nodes"]
    ]
