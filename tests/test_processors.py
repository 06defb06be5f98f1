"""A thread that serves stays on one processor; long work that it asks for may use all."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coursework.pdf.child import Child
from coursework.processors import on_all, stay_on_one, use_all

ROOT = Path(__file__).resolve().parents[1]
ALL = os.sched_getaffinity(0)
pytestmark = pytest.mark.skipif(len(ALL) < 2, reason="needs two processors")


def here():
    return os.sched_getaffinity(0)


def in_a_thread(do):
    """Do a thing in a thread of its own, so that no other test stays anywhere."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(do).result()


def test_a_thread_stays_with_whatever_it_starts_and_neighbouring_numbers_stay_apart():
    def stay(number):
        stay_on_one(number)
        found = []
        started = threading.Thread(target=lambda: found.append(here()))
        started.start()
        started.join()
        return here(), found[0]

    first, second = in_a_thread(lambda: stay(6)), in_a_thread(lambda: stay(7))

    assert (len(first[0]), first[0], second[0]) == (1, first[1], second[1])
    assert first[0] != second[0]
    assert here() == ALL


def test_what_is_started_meanwhile_may_use_all_and_the_thread_stays_where_it_was():
    def start():
        stay_on_one(1)
        before = here()
        with on_all():
            meanwhile = here()
        after = here()
        use_all()
        return before == after, len(after), meanwhile, here()

    assert in_a_thread(start) == (True, 1, ALL, ALL)


def test_a_document_is_made_on_any_processor_for_a_thread_that_stays():
    child = Child()

    def make():
        stay_on_one(0)
        child.render('<html lang="en"><head><title>A page</title></head><body></body></html>')
        return os.sched_getaffinity(child.pid)

    allowed = in_a_thread(make)
    child.close()

    assert allowed == ALL


def test_a_password_is_hashed_on_any_processor_for_a_thread_that_stays():
    asks = (
        "import os\n"
        "from coursework.processors import stay_on_one\n"
        "stay_on_one(0)\n"
        "from coursework.identity.passwords import _one\n"
        "print(len(os.sched_getaffinity(0)), len(_one.submit(os.sched_getaffinity, 0).result()))"
    )
    done = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == f"1 {len(ALL)}\n"
