"""Every page that can be reached by links, as a stranger and as a learner."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from coursework.application import create_app
from tests.conftest import settings_in, signed_in

STARTS = ["/", "/about", "/style-guide", "/sign-in", "/register", "/nowhere", "/lectures/04-later"]


class Page(HTMLParser):
    """What a page holds that matters here."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.fetched: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        if tag == "a":
            self.links.add(given.get("href", "").partition("#")[0])
        elif tag in {"script", "link", "img", "use", "iframe", "source"}:
            self.fetched.add(given.get("src") or given.get("href", ""))


def pages_from(client: FlaskClient, starts: list[str]) -> dict[str, Page]:
    """Return every page of ours that links lead to."""
    found: dict[str, Page] = {}
    open_ = list(starts)
    while open_:
        answer = client.get(open_.pop(), follow_redirects=True)
        path = answer.request.path
        if path in found or answer.mimetype != "text/html" or "Content-Disposition" in answer.headers:
            continue
        found[path] = Page(answer.text)
        open_ += [link for link in found[path].links - found.keys() if link.startswith("/")]
    return found


@dataclass(frozen=True)
class Walk:
    """All that one browser saw."""

    kind: str
    client: FlaskClient
    pages: dict[str, Page]


@pytest.fixture(scope="module", params=["stranger", "learner"])
def walk(request, tmp_path_factory):
    """The pages of a stranger; and those of a learner who sits in one test and has handed in another."""
    app = create_app(settings_in(tmp_path_factory.mktemp("walk")))
    app.config["WTF_CSRF_ENABLED"] = False
    client, starts = app.test_client(), list(STARTS)
    if request.param == "learner":
        client = signed_in(app, "Ada")
        papers = [client.post(f"/lectures/{slug}/attempts").location for slug in ("01-first", "02-second")]
        client.post(papers[-1], data={"do": "submit", "sure": "1"})
        starts += papers
    yield Walk(request.param, client, pages_from(client, starts))
    app.extensions["database"].close()


def test_no_page_has_a_script_or_style_of_its_own(walk):
    assert {path: page.inline for path, page in walk.pages.items() if page.inline} == {}


def test_no_page_fetches_anything_from_elsewhere(walk):
    fetched = {address for page in walk.pages.values() for address in page.fetched}

    assert {address for address in fetched if not address.startswith("/static/")} == set()


def test_every_file_that_a_page_fetches_is_there(walk):
    fetched = {address.partition("#")[0] for page in walk.pages.values() for address in page.fetched}

    assert {address for address in fetched if walk.client.get(address).status_code != 200} == set()


def test_no_link_leads_nowhere(walk):
    links = {link for page in walk.pages.values() for link in page.links if link.startswith("/")}

    assert {link for link in links if walk.client.get(link).status_code >= 400} == set()


def test_no_page_names_two_things_alike(walk):
    twice = {path: {one for one in page.ids if page.ids.count(one) > 1} for path, page in walk.pages.items()}

    assert {path: ids for path, ids in twice.items() if ids} == {}


def test_the_walk_reaches_lectures_tests_and_the_account(walk):
    reached = {re.sub(r"\d+", "1", path) for path in walk.pages}

    wanted = {"/about", "/glossary", "/lectures/1-first"}
    if walk.kind == "learner":
        wanted |= {
            "/course",
            "/progress",
            "/account",
            "/lectures/1-first/test",
            "/attempts/1",
            "/attempts/1/result",
        }
    assert wanted <= reached
