"""Where a person may be sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework.web.paths import own_path


@pytest.mark.parametrize(
    "wanted", ["/", "/course", "/lectures/01-first#case", "/course?a=1&b=//x", "/a/../b", "/ü"]
)
def test_a_path_of_ours_is_followed(wanted):
    assert own_path(wanted, "/home") == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "course",
        "https://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\\..\\evil",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/course\r\nSet-Cookie: a=b",
        "/\x00",
        "javascript:alert(1)",
        "data:text/html,x",
        "@evil.example",
        "/" + "a" * 2000,
    ],
)
def test_anything_else_is_not(wanted):
    assert own_path(wanted, "/home") == "/home"


@given(wanted=st.text(alphabet="/\\:.@?#\t\n\r evilhtps", max_size=16))
def test_nothing_leads_to_another_host(wanted):
    path = own_path(wanted, "/home")

    assert path[0] == "/"
    assert path[1:2] not in {"/", "\\"}
    assert path.isprintable()
