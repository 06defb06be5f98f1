"""The process that makes documents: one child, recycled, never a thread of the server."""

import atexit
import logging
import signal
import subprocess
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import coursework
from coursework.pdf.failures import (
    FAILURES,
    PressClosedError,
    RendererDiedError,
    RenderingError,
    TooSlowError,
)
from coursework.pdf.rendering import render
from coursework.processors import on_all

SECONDS_A_DOCUMENT = 60.0
DOCUMENTS_A_CHILD = 100
_SECONDS_TO_END = 2.0
_MADE = b"made\n"


class Child:
    """A process that renders one document after another; starts when first asked."""

    def __init__(self, seconds: float = SECONDS_A_DOCUMENT, documents: int = DOCUMENTS_A_CHILD) -> None:
        """Give up a document after `seconds`; take a new process after so many `documents`."""
        self.seconds, self.documents = seconds, documents
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._made = 0
        self._closed = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Return the number of the process, or None while there is none."""
        return self._process.pid if self._process else None

    def render(self, html: str) -> bytes:
        """Return the document as PDF; a child that died is replaced once.

        Raises `RenderingError`, and `PressClosedError` when somebody closed it meanwhile.
        """
        with self._lock:
            try:
                return self._ask(html)
            except (EOFError, OSError):
                self._end()
            if self._closed:
                raise PressClosedError
            try:
                return self._ask(html)
            except (EOFError, OSError) as error:
                self._end()
                raise RendererDiedError from error

    def close(self) -> None:
        """End the process for good, even while it is busy."""
        self._closed = True
        process = self._process
        if process is not None:
            process.terminate()
        with self._lock:
            self._end()

    def _ask(self, html: str) -> bytes:
        line = self._line or self._start()
        line.send_bytes(html.encode())
        if not line.poll(self.seconds):
            self._end()
            raise TooSlowError
        answer = line.recv_bytes()
        self._made += 1
        if self._made >= self.documents:
            self._end()
        return _pdf_in(answer)

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        with on_all():
            self._process = subprocess.Popen(  # noqa: S603 (ourselves)
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                cwd=Path(coursework.__file__).parent.parent,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        theirs.close()
        atexit.register(self.close)
        self._line, self._made = ours, 0
        return ours

    def _end(self) -> None:
        """Hang up, which ends an idle child by itself, and do not wait for a busy one."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._line = self._process = None
        atexit.unregister(self.close)


def _pdf_in(answer: bytes) -> bytes:
    if answer.startswith(_MADE):
        return answer.removeprefix(_MADE)
    name, _, sentence = answer.decode().partition("\n")
    failure = FAILURES.get(name, RenderingError)()
    failure.args = (sentence,)
    raise failure


def _answer(html: str) -> bytes:
    try:
        return _MADE + render(html)
    except RenderingError as error:
        return f"{type(error).__name__}\n{error}".encode()
    except Exception as error:
        logging.getLogger(__name__).exception("a document failed")
        return f"RenderingError\n{RenderingError(f'{type(error).__name__}: {error}')}".encode()


def serve(line: Connection) -> None:
    """Render what comes over the line until the other side hangs up, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then hangs up
    while True:
        try:
            html = line.recv_bytes()
            line.send_bytes(_answer(html.decode()))
        except (EOFError, OSError):
            return


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
