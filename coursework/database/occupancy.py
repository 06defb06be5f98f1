"""Who uses an instance folder: many at once, or one alone who puts a backup back."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "in-use"


class InUseError(Exception):
    """The folder is used by others, with a sentence that says what to do."""


def use(folder: Path) -> None:
    """Hold the folder until this process ends, however it ends. Raises `InUseError`."""
    try:
        fcntl.flock(_opened(folder), fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InUseError("A backup is being put back. Start the course when that is done.") from error


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep everybody else out of the folder. Raises `InUseError` when somebody is in it."""
    handle = _opened(folder)
    try:
        _take_alone(handle)
        yield
    finally:
        os.close(handle)


def _take_alone(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InUseError("A server or a worker uses the instance folder. Stop it, then try again.") from error


def _opened(folder: Path) -> int:
    return os.open(folder / _NAME, os.O_RDWR | os.O_CREAT, 0o600)  # not passed on to children
