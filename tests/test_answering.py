"""One request is computed after another, nobody waits for a slow one, and the first is no slower."""

import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from coursework.serving import InLine, warm_up


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


def test_every_template_is_compiled_before_the_first_request(app):
    names = app.jinja_env.list_templates()

    warm_up(app)
    gc.unfreeze()  # the tests go on without this application

    assert {name for _, name in app.jinja_env.cache} == set(names)
