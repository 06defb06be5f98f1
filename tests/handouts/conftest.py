"""An application whose printing office is closed afterwards, and a press that needs no time."""

from collections.abc import Iterator

import pytest
from flask import Flask

from coursework.handouts.printing import Printing


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The application; no process of its stays behind."""
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
