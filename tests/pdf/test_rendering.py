"""The PDF itself, read back."""

import io
import re
import time

import pikepdf
import pytest
from pikepdf import Name

from coursework.pdf.failures import FetchRefusedError
from coursework.pdf.rendering import FONTS, render

PAGE = '<html lang="en"><head><title>A page</title></head><body><h1>A page</h1>{}</body></html>'


def elements(pdf, kind):
    return [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary)
        and one.get("/Type") == Name.StructElem
        and one.get("/S") == kind
    ]


def fonts(pdf):
    kinds = (Name.FontDescriptor,)
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") in kinds]


def text_of(pdf_bytes, run):
    return run(["pdftotext", "-", "-"], input=pdf_bytes, capture_output=True, check=True).stdout.decode()


def test_the_document_says_that_it_is_tagged_and_in_which_language(opened):
    root = opened.Root

    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en-GB"
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(opened.docinfo["/Title"]).startswith("The first lecture")
    assert b'pdfuaid:part="1"' in root.Metadata.read_bytes()


def test_its_headings_are_bookmarks(opened, document):
    with opened.open_outline() as outline:
        top = [item.title for item in outline.root]
        below = [item.title for item in outline.root[0].children]

    assert top == ["The first lecture, on one page" if document.kind == "handout" else "The first lecture"]
    assert below[0] == "Take-home messages"
    assert below[-1] == "Sources"


def test_the_pages_are_as_many_as_they_should_be(opened, document):
    assert len(opened.pages) == {"handout": 1, "lecture": 3}[document.kind]


def test_every_figure_has_words_for_who_cannot_see_it(opened, document):
    alternatives = [str(figure.get("/Alt", "")) for figure in elements(opened, Name.Figure)]

    assert "QR code of https://course.example.org/lectures/01-first" in alternatives
    assert all(alternatives)
    assert len(alternatives) == {"handout": 1, "lecture": 2}[document.kind]


def test_tables_know_their_headers(opened):
    assert elements(opened, Name.TH)
    for cell in elements(opened, Name.TD):
        attributes = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
        assert any("/Headers" in one for one in attributes)


def test_every_face_is_our_own_and_inside(opened):
    descriptors = fonts(opened)

    assert {re.sub(r"^/[A-Z]{6}\+", "", str(one.FontName))[:8] for one in descriptors} == {"Source-S"}
    assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)


def test_every_link_says_what_it_is_and_is_tagged(opened):
    links = [one for page in opened.pages for one in page.get("/Annots", []) if one.Subtype == Name.Link]

    assert links
    assert all(str(link.get("/Contents", "")) for link in links)
    assert all("/StructParent" in link for link in links)


def test_the_address_of_the_lecture_is_printed(pdf, run):
    words = text_of(pdf, run)

    assert "https://course.example.org/lectures/01-first" in re.sub(r"\s", "", words)
    assert "Version 1, 22 November 2026" in words


def test_two_renderings_are_the_same_to_the_byte(document, pdf):
    time.sleep(1.1)  # a face that knows the second it was cut would differ

    assert render(document.html) == pdf


def test_a_letter_from_beyond_latin_keeps_its_own_shape(run):
    """WeasyPrint takes two files of one family for one font; then these names are garbled."""
    pdf = render(PAGE.format("<p>Balčiūnas and Šúr, β and µ</p>"))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = {str(one.FontName)[8:] for one in fonts(opened)}
    assert "Source-Serif-4-Ext" in names
    assert "Source-Serif-4-Greek" in names
    assert "Balčiūnas and Šúr, β and µ" in text_of(pdf, run)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        f"{FONTS.as_uri()}/../css/tokens.css",
        f"{FONTS.as_uri()}/%2e%2e/css/tokens.css",
        "http://127.0.0.1:9/picture.png",
        "https://elsewhere.example/picture.png",
        "ftp://elsewhere.example/picture.png",
        "data:image/svg+xml,<svg/>",
    ],
)
def test_a_document_may_read_nothing_but_the_faces(address):
    with pytest.raises(FetchRefusedError, match="outside its own folder"):
        render(PAGE.format(f'<img alt="x" src="{address}">'))


def test_a_drawing_inside_a_document_may_read_nothing_either():
    image = '<image href="file:///etc/hostname" width="9" height="9"/>'
    drawing = f'<svg viewBox="0 0 9 9"><title>x</title>{image}</svg>'

    with pytest.raises(FetchRefusedError):
        render(PAGE.format(drawing))


def test_a_style_in_a_document_may_read_nothing_either():
    with pytest.raises(FetchRefusedError):
        render(PAGE.format('<p style="background: url(file:///etc/hostname)">x</p>'))
