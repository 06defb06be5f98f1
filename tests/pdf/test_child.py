"""The process that makes documents."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from coursework.pdf.child import Child
from coursework.pdf.failures import FetchRefusedError, PressClosedError, RendererDiedError, TooSlowError

PAGE = '<html lang="en"><head><title>A page</title></head><body><p>{}</p></body></html>'
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def child():
    child = Child()
    yield child
    child.close()


def gone(pid, seconds=5.0):
    """Say whether a process ends in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not Path(f"/proc/{pid}").exists() or " Z " in Path(f"/proc/{pid}/stat").read_text(
            encoding="ascii"
        ):
            return True
        time.sleep(0.02)
    return False


def test_a_document_is_made_in_another_process_that_serves_the_next_one_too(child):
    first = child.render(PAGE.format("One"))
    pid = child.pid
    second = child.render(PAGE.format("Two"))

    assert first[:5] == second[:5] == b"%PDF-"
    assert pid not in {None, os.getpid()}
    assert child.pid == pid


def test_a_child_that_was_killed_is_replaced(child):
    child.render(PAGE.format("One"))
    os.kill(child.pid, signal.SIGKILL)

    assert child.render(PAGE.format("Two")).startswith(b"%PDF-")


def test_a_child_that_dies_again_is_a_failure_with_a_name(child, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(RendererDiedError, match="ended without an answer"):
        child.render(PAGE.format("One"))


def test_a_document_that_takes_too_long_is_given_up_and_its_process_ends():
    hasty = Child(seconds=0.01)

    with pytest.raises(TooSlowError, match="took too long"):
        hasty.render(PAGE.format("One"))

    assert hasty.pid is None


def test_a_failure_keeps_its_name_on_the_way_out(child):
    with pytest.raises(FetchRefusedError, match="file:///etc/hostname"):
        child.render(PAGE.format('<img alt="x" src="file:///etc/hostname">'))

    assert child.render(PAGE.format("and the next one is made")).startswith(b"%PDF-")


def test_a_process_is_not_kept_for_ever():
    short = Child(documents=1)

    short.render(PAGE.format("One"))

    assert short.pid is None


def test_closing_ends_the_process(child):
    child.render(PAGE.format("One"))
    pid = child.pid

    child.close()

    assert gone(pid)


def test_closing_ends_even_a_process_that_is_busy(child):
    child.render(PAGE.format("One"))
    busy = PAGE.format("<p>A long paragraph of many words.</p>" * 4000)
    seen = []

    def ask() -> None:
        with pytest.raises(PressClosedError):
            child.render(busy)
        seen.append("closed")

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.3)
    began = time.monotonic()
    child.close()
    asking.join()

    assert seen == ["closed"]
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_orphan_stays_when_the_server_ends(how):
    program = (
        "import time\nfrom coursework.pdf.child import Child\nchild = Child()\n"
        f"child.render({PAGE.format('x')!r})\nprint(child.pid, flush=True)\ntime.sleep(60)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout
    pid = int(server.stdout.readline())

    server.send_signal(how)

    assert server.wait(15) != 0
    assert gone(pid)
    server.stdout.close()
