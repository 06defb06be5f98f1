"""Styles, scripts, fonts and drawings."""

import gzip

import pytest

from coursework.web.static_files import StaticFiles
from tests.factories.databases import lose_database


@pytest.fixture
def address(app):
    """Return the address of a static file."""
    return app.extensions["static_files"].address


def test_the_address_of_a_file_changes_with_any_file(tmp_path):
    (tmp_path / "a.css").write_text("a {}", encoding="utf-8")
    (tmp_path / "b.js").write_text("b", encoding="utf-8")
    before = StaticFiles(tmp_path).address("a.css")
    (tmp_path / "b.js").write_text("c", encoding="utf-8")

    after = StaticFiles(tmp_path).address("a.css")

    assert after != before


def test_a_template_cannot_name_a_file_that_is_not_there(address):
    with pytest.raises(LookupError, match=r"there is no static file 'css/none.css'"):
        address("css/none.css")


def test_a_file_is_kept_for_a_year_under_the_address_of_its_content(client, address):
    answer = client.get(address("css/site.css"))

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/static/0123456789ab/css/site.css", "/favicon.ico"])
def test_a_file_under_another_address_is_kept_for_a_minute(client, path):
    assert client.get(path).headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("css/site.css", "text/css; charset=utf-8"),
        ("js/page.js", "text/javascript; charset=utf-8"),
        ("images/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("fonts/source-sans-3-latin-wght-normal.woff2", "font/woff2"),
    ],
)
def test_a_file_says_what_it_is(client, address, name, kind):
    assert client.get(address(name)).content_type == kind


def test_a_file_is_sent_packed_to_who_can_unpack_it(client, address):
    packed = client.get(address("css/site.css"), headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(address("css/site.css"))

    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("header", ["gzip;q=0", "gzip;q=0, *", "identity, *;q=0", "x-gzipped"])
def test_who_will_not_have_a_file_packed_gets_it_plain(client, address, header):
    answer = client.get(address("css/site.css"), headers={"Accept-Encoding": header})

    assert answer.headers.get("Content-Encoding") is None
    assert answer.data == client.get(address("css/site.css")).data


def test_a_font_is_packed_already(client, address):
    name = address("fonts/source-sans-3-latin-wght-normal.woff2")

    answer = client.get(name, headers={"Accept-Encoding": "gzip"})

    assert answer.headers.get("Content-Encoding") is None


@pytest.mark.parametrize("name", ["css/site.css", "fonts/source-sans-3-latin-wght-normal.woff2"])
def test_a_file_has_nothing_to_do_with_cookies(ada, address, name):
    answer = ada.get(address(name))

    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers.get("Set-Cookie") is None


@pytest.mark.parametrize(
    "name", ["none.css", "../settings.py", "%2e%2e/settings.py", "css/../../settings.py", "css"]
)
def test_nothing_outside_the_folder_is_sent(client, name):
    assert client.get(f"/static/0/{name}").status_code == 404


def test_a_file_is_sent_while_the_database_is_gone(ada, app, address):
    lose_database(app)

    assert ada.get(address("css/site.css")).status_code == 200
