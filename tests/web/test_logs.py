"""One line of JSON for each request, with nothing in it about a person."""

import io
import json
import logging
import re

import pytest

from coursework.application import create_app
from coursework.jobs.work import enqueue
from coursework.web.logs import REQUESTS, JsonLines
from tests.conftest import settings_in, signed_in
from tests.factories.people import ADA, PASSWORD, begin, registration, sign_in


@pytest.fixture
def log():
    """What is written to the log, in the form of a server."""
    written = io.StringIO()
    out = logging.StreamHandler(written)
    out.setFormatter(JsonLines())
    root, requests = logging.getLogger(), logging.getLogger(REQUESTS)
    root.addHandler(out)
    requests.setLevel(logging.INFO)
    yield written
    requests.setLevel(logging.NOTSET)
    root.removeHandler(out)


def lines_of(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line(client, log):
    answer = client.get("/lectures/01-first?next=secret")

    (line,) = lines_of(log)
    assert list(line) == ["time", "id", "method", "route", "status", "ms", "sql", "bytes"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/lectures/<slug>", 200)
    assert line["bytes"] == len(answer.data)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert line["id"] == answer.headers["X-Request-ID"]
    assert 0 < line["ms"] < 10_000


def test_the_statements_of_a_request_are_counted(app, log):
    learner = signed_in(app, "Ada")
    learner.get("/health")
    learner.get("/course")
    learner.get("/health")

    sent = [line["sql"] for line in lines_of(log)]
    assert (sent[0], sent[2]) == (0, 0)
    assert sent[1] > 1


def test_a_journey_leaves_nothing_of_a_person_in_the_log(app, client, log):
    begin(client, name="Ada Lovelace")
    client.post("/lectures/02-second/attempts")
    client.put("/attempts/1/responses/1", json={"answer": "myocarditis", "revision": 0})
    client.post("/sign-out")
    sign_in(client, ADA, "wrong, wrong, wrong")
    client.get("/first-administrator/a-token-of-a-link?email=ada@example.org")
    client.get("/nowhere/ada@example.org")
    client.get("/sign-in", headers={"Authorization": "Bearer a-token-of-a-link", "User-Agent": "Ada's"})
    with app.app_context():
        enqueue("make-documents")

    said = log.getvalue()
    assert {"/sign-out", "/sign-in", "none"} <= {line["route"] for line in lines_of(log)}
    for word in ("Ada", "Lovelace", ADA, PASSWORD, "wrong", "myocarditis", "a-token", "127.0.0.1", "?", "@"):
        assert word not in said


@pytest.mark.parametrize("path", ["/nowhere/at/all", "/lectures/ada@example.org/x", "/static/1/ada/b"])
def test_an_address_that_is_no_route_is_not_repeated(client, log, path):
    client.get(path)

    assert "ada" not in log.getvalue()
    assert lines_of(log)[0]["route"] in {"none", "/static/<digest>/<path:name>"}


def test_an_unknown_method_is_not_repeated(client, log):
    client.open("/about", method="SECRET")

    assert lines_of(log)[0]["method"] == "other"


def test_what_broke_has_the_number_that_the_page_names(client, broken, log):
    page = client.get(broken)

    fault, line = lines_of(log)
    number = re.search(r'<span class="num">([0-9a-f]{8})</span>', page.text).group(1)
    assert fault["said"] == f"error {number}"
    assert fault["id"] == line["id"] == page.headers["X-Request-ID"] == number
    assert "RuntimeError" in fault["trace"]
    assert (line["status"], line["route"]) == (500, "/broken")


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, "4f2a9c0e1b7d4f2a9c0e1b7d4f2a9c0e", True),
        (0, "4f2a9c0e1b7d4f2a9c0e1b7d4f2a9c0e", False),
        (1, "short", False),
        (1, "a" * 65, False),
        (1, 'abcdefgh","said":"forged', False),
        (1, "ada@example.org", False),
    ],
)
def test_a_number_is_taken_from_a_trusted_proxy_alone(tmp_path, proxies, given, taken):
    app = create_app(settings_in(tmp_path, trusted_proxies=proxies))

    answer = app.test_client().get("/health", headers={"X-Request-ID": given})

    app.extensions["database"].close()
    assert (answer.headers["X-Request-ID"] == given) is taken


def test_a_name_that_is_not_ours_is_in_the_log_without_the_name(client, log):
    client.get("/", headers={"Host": "evil.example"})

    assert [line["status"] for line in lines_of(log)] == [400]
    assert "evil" not in log.getvalue()


@pytest.mark.sqlite("a server is never locked as a whole")
def test_a_locked_database_is_noted_without_what_was_sent(client, log, locked):
    client.post("/register", data=registration())

    assert lines_of(log)[-1]["status"] == 503
    assert ADA not in log.getvalue()
