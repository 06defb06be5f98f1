"""Headers of every kind of answer, and what may be kept of it."""

import pytest

from coursework.application import create_app
from tests.conftest import settings_in

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/health", 200),
        ("GET", "/favicon.ico", 200),
        ("GET", "/static/old/css/site.css", 200),
        ("GET", "/static/old/css/none.css", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/course", 303),
        ("POST", "/about", 405),
        ("OPTIONS", "/about", 200),
        ("TRACE", "/about", 405),
        ("GET", "/broken", 500),
        ("POST", "/sign-out", 303),
    ],
)
def test_every_kind_of_answer_has_the_security_headers(client, broken, method, path, status):
    answer = client.open(path, method=method, headers={"Origin": "https://evil.example"})

    assert answer.status_code == status
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["/", "/nowhere", "/health", "/course", "/static/old/css/none.css"])
def test_what_may_be_meant_for_one_person_is_kept_by_nobody(client, path):
    assert client.get(path).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("proxies", [0, 1])
@pytest.mark.parametrize(
    ("url", "said"),
    [("https://localhost", "max-age=31536000; includeSubDomains"), ("http://localhost", None)],
)
def test_browsers_are_told_to_stay_with_https_where_it_is_used(tmp_path, url, said, proxies):
    app = create_app(settings_in(tmp_path, public_url=url, trusted_proxies=proxies))

    answer = app.test_client().get("/health", headers={"X-Forwarded-Proto": "http"})

    app.extensions["database"].close()
    assert answer.headers.get("Strict-Transport-Security") == said
