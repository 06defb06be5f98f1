"""The note of whom a page was sent to cannot be made or changed by anybody else."""

import pytest
from itsdangerous import URLSafeSerializer

from coursework.web.page_tokens import LECTURE, TEST, PageToken, make_page_token, read_page_token
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def inside(app):
    """Everything happens inside the application."""
    with app.app_context():
        yield


def test_a_page_token_says_whom_it_was_made_for_and_when():
    token = make_page_token(7, "01-first", LECTURE)

    assert read_page_token(token) == PageToken(7, "01-first", LECTURE, NOON)


def test_a_page_token_keeps_the_moment_of_its_page(clock):
    token = make_page_token(7, "01-first", TEST)
    clock.pass_by(hours=30)

    found = read_page_token(token)

    assert found.loaded_at == NOON


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:],
        lambda token: "A" + token[1:],
        lambda token: token.partition(".")[0],
        lambda token: token + "x",
        lambda _: URLSafeSerializer("another key", salt="page").dumps([7, "01-first", "lecture", 0]),
        lambda _: "",
        lambda _: "....",
        lambda _: "\ud800",
        lambda _: None,
        lambda _: 7,
        lambda _: ["a"],
    ],
)
def test_a_forged_page_token_is_none(forge):
    token = make_page_token(7, "01-first", LECTURE)

    assert read_page_token(forge(token)) is None


@pytest.mark.parametrize("salt", ["session", "csrf", "pages"])
def test_what_was_signed_for_something_else_is_no_page_token(app, salt):
    token = URLSafeSerializer(app.secret_key, salt=salt).dumps([7, "01-first", "lecture", 0])

    assert read_page_token(token) is None
