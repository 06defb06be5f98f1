"""Whole attempts: start, 25 saved answers, submit, result; many starts at one moment."""

import json
import os
import re
import shutil
import socket
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from flask import Flask

from benchmarks.analysing import analysis_seconds
from benchmarks.world import serve_by_gunicorn, serve_course
from coursework.application import create_app
from coursework.clock import utc_now
from coursework.identity.actions import begin_sign_in, register
from coursework.identity.rules import Role
from coursework.settings import Settings, settings_from
from tests.factories.postgres import Postgres

AT_ONCE, TAKERS, SECONDS, PAPERS = 8, 200, 10.0, 5000
say = sys.stdout.write
_QUESTION = re.compile(rb'data-kind="(\w+)"')


@dataclass(frozen=True)
class Taker:
    """Somebody who is signed in."""

    cookie: str
    csrf: str


@dataclass(frozen=True)
class Sat:
    """What a load of whole attempts achieved; times in milliseconds."""

    rate: float
    save_median: float
    save_p95: float
    faults: int


def make_takers(settings: Settings, count: int) -> list[Taker]:
    """Add people to the database of an installation, and sign them in."""
    app = create_app(settings)
    takers = [_taker(app, number) for number in range(count)]
    app.extensions["database"].close()
    return takers


def _taker(app: Flask, number: int) -> Taker:
    with app.extensions["database"].session(writes=True) as session:
        now = utc_now()
        person = register(session, f"Taker {number}", f"taker{number}@example.org", "none", Role.LEARNER, now)
        token = begin_sign_in(session, person.id, now, keep=True)
        session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    text = client.get("/lectures/01-connected-world/test").text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', text)
    kept = client.get_cookie("coursework")
    return Taker(f"coursework={kept.value if kept else ''}", csrf[1] if csrf else "")


class Browser:
    """One kept connection of one person; it costs as little as it can, for it shares the processors."""

    def __init__(self, port: int, taker: Taker) -> None:
        """Connect."""
        self.taker = taker
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.answers = self.connection.makefile("rb", buffering=65536)

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, str, bytes]:
        """Return status, place to go to, and what came."""
        sent = body.encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.taker.cookie}\r\n"
            f"X-CSRFToken: {self.taker.csrf}\r\nContent-Type: {kind}\r\nContent-Length: {len(sent)}\r\n\r\n"
        )
        self.connection.sendall(head.encode() + sent)
        status, length, place = int(self.answers.readline()[9:12]), 0, ""
        while (line := self.answers.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            elif name.lower() == b"location":
                place = value.strip().decode()
        return status, place, self.answers.read(length)

    def post(self, path: str, **fields: str) -> tuple[int, str, bytes]:
        """Send a form."""
        sent = urlencode(fields | {"csrf_token": self.taker.csrf})
        return self.ask("POST", path, sent, "application/x-www-form-urlencoded")

    def close(self) -> None:
        """Hang up."""
        self.answers.close()
        self.connection.close()


def _questions(page: bytes) -> list[tuple[str, int]]:
    """Return the kind of each question on a paper, and how many lists to choose from it has."""
    found = list(_QUESTION.finditer(page))
    ends = [one.start() for one in found[1:]] + [len(page)]
    return [
        (one[1].decode(), page.count(b"<select", one.start(), end))
        for one, end in zip(found, ends, strict=True)
    ]


def _answer(kind: str, rows: int) -> object:
    usual: dict[str, object] = {
        "single_best": 0,
        "true_false": True,
        "multiple_response": [0],
        "matching": [0] * rows,
        "ordering": list(range(rows)),
    }
    return usual.get(kind, "1")


def sit(browser: Browser, slug: str, saves: list[float]) -> int:
    """Take one test from start to result; return how many answers were not as they should be."""
    status, paper, _ = browser.post(f"/lectures/{slug}/attempts")
    faults = int(status != 303)
    _, _, page = browser.ask("GET", paper)
    questions = _questions(page)
    faults += abs(25 - len(questions))
    for position, (kind, rows) in enumerate(questions, start=1):
        body = json.dumps({"answer": _answer(kind, rows), "key": str(uuid.uuid4()), "seen": 0})
        begun = time.perf_counter()
        status, _, _ = browser.ask("PUT", f"{paper}/responses/{position}", body, "application/json")
        saves.append((time.perf_counter() - begun) * 1000)
        faults += status != 200
    status, result, _ = browser.post(paper, do="submit", sure="1")
    faults += status != 303
    status, _, page = browser.ask("GET", result)
    return faults + (status != 200)


def _at_once(jobs: list[Callable[[], None]]) -> float:
    """Do jobs in threads that begin together; return the seconds until the last is done."""
    threads = [threading.Thread(target=job) for job in jobs]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def sittings(port: int, takers: list[Taker], slugs: list[str], seconds: float) -> Sat:
    """Let eight people at a time sit tests, one after another, for so long; each test once a person."""
    waiting: Iterator[tuple[Taker, str]] = iter([(taker, slug) for slug in slugs for taker in takers])
    lock = threading.Lock()
    saves: list[float] = []
    done, faults = [0], [0]
    until = time.perf_counter() + seconds

    def work() -> None:
        while time.perf_counter() < until:
            with lock:
                taker, slug = next(waiting)
            mine: list[float] = []
            browser = Browser(port, taker)
            wrong = sit(browser, slug, mine)
            browser.close()
            with lock:
                saves.extend(mine)
                done[0] += 1
                faults[0] += wrong

    took = _at_once([work] * AT_ONCE)
    return Sat(done[0] / took, median(saves), quantiles(saves, n=20)[18], faults[0])


def starts(port: int, takers: list[Taker], slug: str) -> tuple[float, int]:
    """Let everybody start within one second; return the longest wait for a paper in seconds, and faults."""
    waits: list[float] = []
    faults = [0]

    def start(number: int, taker: Taker) -> None:
        time.sleep(number / len(takers))
        begun = time.perf_counter()
        browser = Browser(port, taker)
        status, paper, _ = browser.post(f"/lectures/{slug}/attempts")
        again, _, page = browser.ask("GET", paper) if status == 303 else (0, "", b"")
        waits.append(time.perf_counter() - begun)
        browser.close()
        if status != 303 or again != 200 or page.count(b"data-kind=") < 25:
            faults[0] += 1

    _at_once([lambda n=n, t=t: start(n, t) for n, t in enumerate(takers)])  # type: ignore[misc]
    return max(waits), faults[0]


def floor_sittings(port: int, seconds: float) -> float:
    """Return how many times a second the floor does as many requests as an attempt takes."""
    done, lock = [0], threading.Lock()
    until = time.perf_counter() + seconds

    def work(key: int) -> None:
        browser = Browser(port, Taker("", ""))
        while time.perf_counter() < until:
            for _ in range(27):
                browser.ask("POST", f"/write/FULL/{key}", '{"answer": 1}', "application/json")
            for _ in range(2):
                browser.ask("GET", "/page")
            with lock:
                done[0] += 1

    took = _at_once([lambda n=n: work(n) for n in range(AT_ONCE)])  # type: ignore[misc]
    return done[0] / took


def slugs_of(settings: Settings) -> list[str]:
    """Return the lectures that have a test."""
    app = create_app(settings)
    app.extensions["database"].close()
    return [lecture.slug for lecture in app.extensions["site"].course().lectures]


def report(name: str, port: int, takers: list[Taker], slugs: list[str], floor: float) -> None:
    """Sit tests and start many at once; print what came of it."""
    sat = sittings(port, takers, slugs[:-1], SECONDS)
    say(
        f"{name:<22} {sat.rate:5.1f} attempts/s   a save: median {sat.save_median:5.1f} ms, "
        f"p95 {sat.save_p95:5.1f} ms   floor {floor:5.1f}/s   {sat.rate / floor:5.0%} of the floor"
        f"{f'   {sat.faults} FAULTS' if sat.faults else ''}\n"
    )
    longest, faults = starts(port, takers, slugs[-1])
    say(
        f"{'':<22} {len(takers)} starts within a second: the last paper after {longest:.1f} s"
        f"{f'   {faults} FAULTS' if faults else ''}\n"
    )


def bench_sitting(folder: Path, floor_port: int) -> None:
    """Sit tests on SQLite with `python app.py` and on PostgreSQL with gunicorn; analyse 5,000 papers."""
    floor = floor_sittings(floor_port, SECONDS)
    settings = settings_from(os.environ | {"INSTANCE_DIR": str(folder)})
    takers, slugs = make_takers(settings, TAKERS), slugs_of(settings)
    course = serve_course(folder)
    try:
        report("SQLite, python app.py", course.port, takers, slugs, floor)
    finally:
        course.stop()
    say(f"figures of a test with {PAPERS} first attempts: {analysis_seconds(settings, PAPERS):.2f} s\n")
    postgres = Postgres(durable=True)
    place = Path(tempfile.mkdtemp(prefix="coursework-bench-pg-"))
    environment = {
        "INSTANCE_DIR": str(place),
        "DATABASE_URL": postgres.url_of(postgres.new_database()).replace("+psycopg", ""),
    }
    settings = settings_from(os.environ | environment)
    takers = make_takers(settings, TAKERS)
    served = serve_by_gunicorn(environment)
    try:
        report("PostgreSQL, gunicorn", served.port, takers, slugs, floor)
    finally:
        served.stop()
    say(f"figures of a test with {PAPERS} first attempts: {analysis_seconds(settings, PAPERS):.2f} s\n")
    postgres.stop()
    shutil.rmtree(place)
