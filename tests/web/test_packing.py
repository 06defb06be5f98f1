"""A page whose greater part was compressed beforehand is the same page."""

import gzip

import pytest

from coursework.web.packing import MARKER, pack, page_with

TEXTS = ["", "plain", "é" * 70_000, "<p>" + "words " * 5000 + "</p>"]


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_a_packed_page_unpacks_to_what_was_written(app, text):
    with app.test_request_context(headers={"Accept-Encoding": "gzip, br"}):
        answer = page_with(f"<head>ö{MARKER}<foot>", pack(text))

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode() == f"<head>ö{text}<foot>"


def test_who_takes_no_gzip_gets_the_plain_page(app):
    with app.test_request_context(headers={"Accept-Encoding": "identity"}):
        answer = page_with(f"a{MARKER}c", pack("b"))

    assert (answer.get_data(as_text=True), answer.headers.get("Content-Encoding")) == ("abc", None)
    assert answer.headers["Vary"] == "Accept-Encoding, Cookie"


def test_the_lecture_is_packed_and_whole(learner):
    page = learner.get("/lectures/01-first", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(page.data).decode().rstrip().endswith("</html>")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
