"""One request is computed after another, and nobody waits for a slow one."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from coursework.serving import InLine


def test_requests_are_answered_one_after_another():
    inside, together = [], []

    def answer(number, _):
        inside.append(number)
        time.sleep(0.001)
        together.append(len(inside))
        inside.remove(number)
        return []

    line = InLine(answer, seconds=30)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: line(number, None), range(40)))

    assert together == [1] * 40


def test_who_stands_behind_a_slow_one_goes_on_and_neither_bars_the_way_for_the_next():
    begun, told = threading.Event(), threading.Event()

    def answer(request, _):
        if request == "slow":
            begun.set()
            told.wait(30)
        if request == "broken":
            raise ValueError(request)
        return [request]

    line = InLine(answer)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(line, "slow", None)
        begun.wait(30)
        behind = line("quick", None)
        told.set()
        first = slow.result()
    with pytest.raises(ValueError, match="broken"):
        line("broken", None)
    alone = InLine(answer, seconds=30)
    with pytest.raises(ValueError, match="broken"):
        alone("broken", None)

    assert (behind, first, alone("next", None)) == (["quick"], ["slow"], ["next"])
