"""Addresses that leave come from PUBLIC_URL; what changes something asks for a token."""

import ast

import pytest

from tests.laws.houses import PACKAGE, package_modules
from tests.laws.test_access import PARTS, routes

# Words that stand for what a request calls us; those who compare it with our own name may use them.
FROM_THE_REQUEST = {
    "_external", "host", "host_url", "url_root", "base_url", "root_url", "url", "HTTP_HOST", "SERVER_NAME",
    "Host", "X-Forwarded-Host",
}  # fmt: skip
COMPARE = {("coursework/web/hosts.py", "host"), ("coursework/web/refusals.py", "host_url")}
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.*"))
# The choice of colours only changes how one's own pages look; a mail's link to stop is a token itself.
FREE_OF_TOKENS = {"/theme", "/mail/stop/<token>"}


def taken_from_the_request(tree):
    """Yield each of those words that is asked of `request`, or given to `url_for`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "request"
        ):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield from {node.arg} & {"_external"}
        elif isinstance(node, ast.Constant) and node.value in {"HTTP_HOST", "Host", "X-Forwarded-Host"}:
            yield node.value


@pytest.mark.parametrize("module", package_modules(), ids=lambda one: one.label)
def test_no_address_is_made_of_what_a_request_calls_us(module):
    taken = {(module.label, word) for word in taken_from_the_request(module.tree) if word in FROM_THE_REQUEST}

    assert taken - COMPARE == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_makes_one_either(path):
    text = path.read_text(encoding="utf-8")

    assert [word for word in ("_external", "request.host", "request.url", "url_root") if word in text] == []


def test_whatever_changes_something_asks_for_a_token(app):
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    answers = {}
    for method, rule in routes(app):
        path = rule
        for part, value in PARTS.items():
            path = path.replace(part, value)
        if method != "GET":
            answer = client.open(path, method=method, json={})
            answers[rule] = (answer.status_code, answer.headers.get("X-Page-Stale"))

    assert {rule for rule, said in answers.items() if said != (400, "1")} == FREE_OF_TOKENS
