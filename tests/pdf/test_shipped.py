"""The documents of the course that is shipped."""

import io
from pathlib import Path

import pikepdf

from coursework.content.loading import load_course
from coursework.pdf.documents import Kind, document_of
from coursework.pdf.rendering import render

ROOT = Path(__file__).resolve().parents[2]


def test_every_handout_is_two_to_four_pages():
    course = load_course(ROOT, ROOT / "quizzes")
    pages = {}

    for lecture in course.lectures:
        document = document_of(Kind.HANDOUT, course, lecture, "https://course.example.org")
        with pikepdf.open(io.BytesIO(render(document.html))) as opened:
            pages[lecture.slug] = len(opened.pages)

    assert {slug: count for slug, count in pages.items() if not 2 <= count <= 4} == {}
