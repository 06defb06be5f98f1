"""What authors write never becomes markup, script or style that they did not mean."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework.content.figures import drawing_in
from coursework.content.links import is_safe_address
from tests.factories.prose import Page

SCRIPT = "<script>alert(1)</script>"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;"
OURS = {"p", "a", "b", "em", "strong", "span", "code", "pre", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5"}
OURS |= {"h6", "hr", "br", "blockquote", "section", "div", "details", "summary", "table", "thead", "tbody"}
OURS |= {"tr", "th", "td", "dl", "dt", "dd"}


class Elements(HTMLParser):
    """Collect the tags of a page and the names of all their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (SCRIPT, f"<p>{SHOWN}</p>"),
        (f"A {SCRIPT} word", f"<p>A {SHOWN} word</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("<!-- unseen -->", "<p>&lt;!-- unseen --&gt;</p>"),
        ("&lt;b&gt; &#60;b&#62;", "<p>&lt;b&gt; &#60;b&#62;</p>"),
    ],
)
def test_a_tag_in_markdown_is_shown_as_text(text, html):
    assert Page().html(text) == html


def test_a_tag_in_a_line_of_a_question_is_shown_as_text():
    assert Page().line(f"What is {SCRIPT}?") == f"What is {SHOWN}?"


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_quotation_mark_does_not_end_an_attribute(quote):
    page = Page()
    mean = f"{quote} onmouseover={quote}alert(1)"

    html = page.html(f"[x](/about '{mean}') [y](</a{mean}>)\n\n!!! evidence {quote}{mean}{quote}\n    Words.")

    assert Elements(html).attributes <= {"href", "title", "class", "role", "aria-label"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#115;cript:alert(1)",
        "java&Tab;script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "ftp://example.org/x",
        "//evil.example",
        "/\\\\evil.example",
        "about",
        "../about",
    ],
)
def test_a_link_that_leads_neither_to_a_site_nor_to_us_is_a_fault_and_no_link(address):
    page = Page()

    html = page.html(f"[x]({address})\n\n[y][z]\n\n[z]: {address}")

    assert len(page.faults) == 2
    assert html == "<p><a>x</a></p><p><a>y</a></p>"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("[x](https://example.org/a)", '<a href="https://example.org/a">x</a>'),
        ("[x](http://example.org)", '<a href="http://example.org">x</a>'),
        ("[x](mailto:a@example.org)", '<a href="mailto:a@example.org">x</a>'),
        ("[x](/about#privacy)", '<a href="/about#privacy">x</a>'),
        ("[x](#case)", '<a href="#case">x</a>'),
        ("<https://example.org/a>", '<a href="https://example.org/a">https://example.org/a</a>'),
    ],
)
def test_a_link_to_a_site_a_mailbox_or_a_path_of_ours_is_a_link(text, link):
    page = Page()

    assert page.html(text) == f"<p>{link}</p>"
    assert page.faults == []


def test_an_address_between_angle_brackets_is_a_link_to_a_mailbox():
    page = Page()

    html = page.html("<a@example.org>")

    assert (page.faults, html.count("href=")) == ([], 1)


@pytest.mark.parametrize("name", ["onclick", "style", "data-x", "target", "srcdoc"])
def test_an_attribute_of_the_authors_own_is_a_fault_and_left_out(name):
    page = Page()

    html = page.html(f"[x](/a){{{name}=b}}")

    assert html == '<p><a href="/a">x</a></p>'
    assert page.faults == [f"the attribute '{name}' may not be set; only an id, a class and a title may"]


def test_a_picture_is_a_fault_and_nothing_is_fetched():
    page = Page()

    html = page.html("![x](https://evil.example/x.png)")

    assert html == "<p><span></span></p>"
    assert page.faults == [
        "the picture 'https://evil.example/x.png' must be a figure, `!!! figure \"name.svg\"`"
    ]


@given(text=st.text(alphabet="<>\"'&;=:/()[]{}#!`*_-\\ \nabjsonclick@", max_size=60))
def test_no_text_makes_a_tag_or_an_attribute_that_is_not_ours(text):
    html = Page().html(text)

    found = Elements(html)
    assert found.tags <= OURS
    assert found.attributes <= {
        "id",
        "class",
        "href",
        "title",
        "start",
        "role",
        "aria-label",
        "data-label",
        "scope",
    }


@given(text=st.text(alphabet="javscript:/\\&#115;\t\n .@?h", max_size=20))
def test_an_address_that_is_let_through_begins_harmlessly(text):
    assert not is_safe_address(text) or text.strip().lower().startswith(("http", "mailto:", "/", "#", "&"))


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script>alert(1)</script>", "may not hold <script>"),
        ("<style>p {color: red}</style>", "may not hold <style>"),
        ('<path onload="alert(1)"/>', "may not hold onload="),
        ('<path style="fill: red"/>', "may not hold style="),
        ('<a href="#x"><path/></a>', "may not hold <a>"),
        ("<foreignObject/>", "may not hold <foreignObject>"),
        ('<use href="https://evil.example/x.svg#a"/>', "may not hold href="),
        ("<path", "cannot be read: not well-formed (invalid token): line 1, column 45"),
    ],
)
def test_a_drawing_that_runs_or_fetches_anything_is_a_fault(tmp_path, inside, fault):
    faults: list[str] = []
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    (tmp_path / "a.svg").write_text(svg, encoding="utf-8")

    assert drawing_in(tmp_path, "a.svg", faults.append) is None
    assert faults == [f"the figure 'a.svg' {fault}"]


def test_a_drawing_that_is_not_utf_8_is_a_fault(tmp_path):
    faults: list[str] = []
    (tmp_path / "a.svg").write_bytes(b"<svg>\xe9</svg>")

    assert drawing_in(tmp_path, "a.svg", faults.append) is None
    assert len(faults) == 1
