"""An application with its queue and its printing office."""

from collections.abc import Iterator

import pytest
from flask import Flask

from coursework.cli.documents import documents
from coursework.handouts import views
from coursework.handouts.making import make_documents
from coursework.handouts.models import DocumentRequest
from coursework.handouts.printing import Printing, init_printing
from coursework.jobs.names import JobName
from coursework.jobs.work import init_jobs


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The application, with the rooms of this folder where it lacks them."""
    if "printing" not in app.extensions:
        settings = app.extensions["site"].settings
        init_jobs(app, settings.instance_dir).bind(JobName.MAKE_DOCUMENTS, make_documents, at_start=True)
        init_printing(app, settings)
        app.register_blueprint(views.bp)
        app.cli.add_command(documents)
        engine = app.extensions["database"].engine.execution_options(writes=True)
        DocumentRequest.__table__.create(engine, checkfirst=True)  # type: ignore[attr-defined]
    yield app
    app.extensions["printing"].press.close()


class Press:
    """A press that needs no time; it fails with `failure` when there is one."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.failure: Exception | None = None

    def render(self, html: str) -> bytes:
        if self.failure:
            raise self.failure
        self.made.append(html)
        return b"%PDF-1.7 made by the press of the tests"

    def close(self) -> None:
        pass


@pytest.fixture
def press(app: Flask) -> Press:
    """Put a quick press into the printing office."""
    office: Printing = app.extensions["printing"]
    office.press.close()
    quick = Press()
    office.press = quick  # type: ignore[assignment]
    return quick
