"""`make bench`: lecture pages, saved answers and pulses, beside a floor; start, memory and size."""

import gzip
import shutil
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.load import Load, put_load, request
from benchmarks.sitting import bench_sitting
from benchmarks.world import Learner, Served, as_json, make_learners, serve_course, serve_floor

CONNECTIONS = 16
SECONDS = 6.0
LECTURE = "/lectures/01-connected-world"
say = sys.stdout.write


def page_request(learner: Learner, _: int) -> bytes:
    return request("GET", LECTURE, {"Cookie": learner.cookie})


def pulse_request(learner: Learner, number: int) -> bytes:
    headers = {"Cookie": learner.cookie, "X-CSRFToken": learner.csrf}
    span = {"part": "how-things-spread", "from": number, "to": number + 1}
    place = {"section": "how-things-spread", "share": (number % 100) / 100}
    return request(
        "POST", "/pulse", headers, as_json({"page": learner.page, "spans": [span], "place": place})
    )


def floor_page(_: int) -> bytes:
    return request("GET", "/page", {})


def floor_write(name: str, key: int, number: int) -> bytes:
    return request("POST", f"/write/{name}/{key}", {}, as_json({"answer": number}))


def savable(course: Served, learner: Learner) -> Callable[[int], bytes]:
    """Return requests that save the first question of the paper whose answer is a place."""
    for position in range(1, 26):
        path = f"/attempts/{learner.attempt}/responses/{position}"
        headers = {"Cookie": learner.cookie, "X-CSRFToken": learner.csrf, "Content-Type": "application/json"}
        body = as_json({"answer": 0})
        asked = urllib.request.Request(f"http://127.0.0.1:{course.port}{path}", body, headers, method="PUT")
        try:
            with urllib.request.urlopen(asked):
                return lambda number, path=path: request(  # type: ignore[misc]
                    "PUT",
                    path,
                    {"Cookie": learner.cookie, "X-CSRFToken": learner.csrf},
                    as_json({"answer": number % 2}),
                )
        except urllib.error.HTTPError:
            continue
    raise SystemExit("no question of the paper takes a place")


def line(name: str, ours: Load, floor: Load) -> None:
    say(
        f"{name:<14} {ours.rate:8.0f}/s  median {ours.median_ms:6.1f} ms  p95 {ours.p95_ms:6.1f} ms   "
        f"floor {floor.rate:8.0f}/s   {ours.rate / floor.rate:5.0%} of the floor"
        f"{f'   {ours.faults} FAULTS' if ours.faults else ''}\n"
    )


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="coursework-bench-"))
    learners = make_learners(folder, CONNECTIONS)
    shutil.copytree(folder, folder.with_name(folder.name + "-floor"))
    course = serve_course(folder)
    headers = {"Cookie": learners[0].cookie}
    with urllib.request.urlopen(
        urllib.request.Request(f"http://127.0.0.1:{course.port}{LECTURE}", headers=headers)
    ) as answer:
        page = answer.read().decode()
    floor = serve_floor(folder.with_name(folder.name + "-floor"), page)
    say(f"{CONNECTIONS} connections, {SECONDS:.0f} s each, waitress, client on the same machine\n")
    try:
        ours = put_load(course.port, SECONDS, [partial(page_request, one) for one in learners])
        line("lecture page", ours, put_load(floor.port, SECONDS, [floor_page] * CONNECTIONS))
        ours = put_load(course.port, SECONDS, [savable(course, one) for one in learners])
        writes = [partial(floor_write, "FULL", key) for key in range(CONNECTIONS)]
        line("saved answer", ours, put_load(floor.port, SECONDS, writes))
        ours = put_load(course.port, SECONDS, [partial(pulse_request, one) for one in learners])
        writes = [partial(floor_write, "NORMAL", key) for key in range(CONNECTIONS)]
        line("pulse", ours, put_load(floor.port, SECONDS, writes))
        packed = len(gzip.compress(page.encode(), 4))
        say(f"lecture page: {len(page.encode()) / 1000:.0f} KB, {packed / 1000:.0f} KB packed\n")
        say(f"memory of the serving process after the load: {course.memory_mb():.0f} MB\n")
        course.stop()
        bench_sitting(folder, floor.port)
    finally:
        course.stop()
        floor.stop()
    again = serve_course(folder)
    say(f"second start to the first answer of /health: {again.seconds:.1f} s\n")
    again.stop()
    shutil.rmtree(folder)
    shutil.rmtree(folder.with_name(folder.name + "-floor"))


if __name__ == "__main__":
    main()
