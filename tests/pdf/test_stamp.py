"""What is not for real says so on every page, and is never served as if it were."""

from dataclasses import replace

import pytest

from coursework.handouts.printing import Printing
from coursework.pdf.child import Child
from coursework.pdf.documents import STAMP, Kind, document_of
from coursework.pdf.rendering import render
from coursework.pdf.shelf import Shelf
from tests.conftest import settings_in


def pages_of(pdf, run):
    said = run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return said.decode().strip("\f\n").split("\f")


@pytest.mark.parametrize("kind", Kind)
def test_a_test_copy_says_so_on_every_page(course, run, kind):
    document = document_of(kind, course, course.lectures[0], "http://localhost", is_test=True)

    pages = pages_of(render(document.html), run)

    assert len(pages) >= (1 if kind is Kind.HANDOUT else 2)
    assert [page.count(STAMP) for page in pages] == [1] * len(pages)


def test_what_is_for_real_says_nothing_of_a_test(pdf, run):
    assert not [page for page in pages_of(pdf, run) if "TEST" in page]


def test_a_test_copy_lies_elsewhere_on_the_shelf(tmp_path, course):
    real = settings_in(tmp_path, public_url="https://course.example")
    demo = replace(real, demo=True)
    lecture = course.lectures[0]

    places = [
        Printing(told, Shelf(tmp_path), Child()).digest(Kind.HANDOUT, course, lecture)
        for told in (real, demo)
    ]

    assert places[0] != places[1]
