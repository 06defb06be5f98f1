"""Documents of the small course, rendered once for all tests here."""

import io
import logging
import shutil
import subprocess
from collections.abc import Callable, Iterator

import pikepdf
import pytest

from coursework.content.course import Course
from coursework.pdf.documents import Document, Kind, document_of
from coursework.pdf.rendering import render

PUBLIC = "https://course.example.org"


class Errors(logging.Handler):
    """Keep every error that WeasyPrint logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture(scope="session")
def errors() -> Iterator[Errors]:
    """What WeasyPrint has logged as an error since the tests began."""
    handler = Errors()
    logging.getLogger("weasyprint").addHandler(handler)
    yield handler
    logging.getLogger("weasyprint").removeHandler(handler)


@pytest.fixture(scope="session", params=[Kind.HANDOUT, Kind.LECTURE])
def document(request: pytest.FixtureRequest, course: Course) -> Document:
    """A document of the first lecture: its handout, and then the whole lecture."""
    return document_of(request.param, course, course.lectures[0], PUBLIC)


@pytest.fixture(scope="session")
def pdf(document: Document, errors: Errors) -> bytes:
    """The same as a PDF; WeasyPrint must have had nothing to complain of."""
    made = render(document.html)
    assert errors.said == []
    return made


@pytest.fixture
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF, read back."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield opened


@pytest.fixture
def run() -> Callable[..., "subprocess.CompletedProcess[bytes]"]:
    """Run a program of the system, which must be there."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (apt-get install poppler-utils)")
    return subprocess.run
