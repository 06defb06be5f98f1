"""The printing office: which file a lecture's document is, and the process that makes it."""

from pathlib import Path

from flask import Flask, current_app

from coursework.content.course import Course, Lecture
from coursework.pdf.child import Child
from coursework.pdf.documents import Document, Kind, document_of
from coursework.pdf.shelf import Shelf, digest_of
from coursework.settings import Settings


class Printing:
    """Documents of the course, their digests, the shelf and the press."""

    def __init__(self, settings: Settings, shelf: Shelf, press: Child) -> None:
        """Print the address and the stamp of `settings`, keep files on `shelf`, make them with `press`."""
        self.settings, self.shelf, self.press = settings, shelf, press
        self._digests: dict[tuple[Kind, str, str], str] = {}

    def document(self, kind: Kind, course: Course, lecture: Lecture) -> Document:
        """Return a document of a lecture."""
        told = self.settings
        return document_of(kind, course, lecture, told.public_url, is_test=told.is_test)

    def digest(self, kind: Kind, course: Course, lecture: Lecture) -> str:
        """Return what names its file; worked out once for each state of the course."""
        key = (kind, lecture.slug, course.digest)
        if key not in self._digests:
            self._digests[key] = digest_of(self.document(kind, course, lecture))
        return self._digests[key]

    def find(self, kind: Kind, course: Course, lecture: Lecture) -> Path | None:
        """Return the finished file, or None."""
        return self.shelf.find(self.digest(kind, course, lecture))

    def make(self, kind: Kind, course: Course, lecture: Lecture) -> Path:
        """Make a document and put it on the shelf. Raises `RenderingError`."""
        document = self.document(kind, course, lecture)
        return self.shelf.keep(digest_of(document), self.press.render(document.html))


def init_printing(app: Flask, settings: Settings) -> None:
    """Give the application its printing office; its process starts with the first document."""
    shelf = Shelf(settings.instance_dir / "documents")
    app.extensions["printing"] = Printing(settings, shelf, Child())


def printing() -> Printing:
    """Return the printing office of the application."""
    found: Printing = current_app.extensions["printing"]
    return found
