"""A served course with learners who are signed in and have a test open."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask

from coursework.application import create_app
from coursework.assessment.beginning import Terms, begin_attempt
from coursework.clock import utc_now
from coursework.identity.actions import begin_sign_in, register
from coursework.identity.rules import Role
from coursework.settings import settings_from
from coursework.web.page_tokens import LECTURE, make_page_token

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Learner:
    """What one connection sends: cookie, CSRF token, paper, and a page that was sent 20 hours ago."""

    cookie: str
    csrf: str
    attempt: int
    page: str


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def make_learners(folder: Path, count: int) -> list[Learner]:
    """Fill the database in `folder` with learners."""
    app = create_app(settings_from(os.environ | {"INSTANCE_DIR": str(folder)}))
    learners = [_learner(app, number) for number in range(count)]
    app.extensions["database"].close()
    return learners


def _learner(app: Flask, number: int) -> Learner:
    site, now = app.extensions["site"], utc_now()
    course = site.course()
    with app.extensions["database"].session(writes=True) as session:
        person = register(session, f"Learner {number}", f"{number}@example.org", "none", Role.LEARNER, now)
        token = begin_sign_in(session, person.id, now, keep=True)
        terms = Terms(policy=course.policy)
        attempt = begin_attempt(session, person.id, course.lectures[0], terms, number, now)
        session.commit()
        person_id = person.id
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    text = client.get(f"/attempts/{attempt}").text
    csrf = text.split('data-csrf="')[1].split('"')[0]
    site.clock = lambda: utc_now() - timedelta(hours=20)
    with app.test_request_context():
        page = make_page_token(person_id, course.lectures[0].slug, LECTURE)
    site.clock = utc_now
    kept = client.get_cookie("coursework")
    return Learner(f"coursework={kept.value if kept else ''}", csrf, attempt, page)


class Served:
    """A server in a process of its own; `seconds` is how long it took to answer /health."""

    def __init__(self, command: list[str], port: int, ready: str, environment: dict[str, str]) -> None:
        """Start it, and wait until `ready` is answered."""
        begun = time.perf_counter()
        self.port = port
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # a line for each request, written as for a real one
        )
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}") as answer:
                    answer.read()
                break
            except OSError:
                time.sleep(0.02)
                if time.perf_counter() - begun > 60 or self.process.poll() is not None:
                    raise
        self.seconds = time.perf_counter() - begun

    def memory_mb(self) -> float:
        """Return the resident memory of the process in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1000

    def stop(self) -> None:
        """End it by its own number."""
        self.process.terminate()
        self.process.wait()


def serve_course(folder: Path) -> Served:
    """Serve the course from `folder` as `python app.py` does."""
    port = free_port()
    environment = {"INSTANCE_DIR": str(folder), "PORT": str(port)}
    return Served([sys.executable, "app.py"], port, "/health", environment)


def serve_by_gunicorn(environment: dict[str, str]) -> Served:
    """Serve the course by gunicorn, as it is deployed, without the proxy."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "app:app"]
    return Served(command, port, "/health", environment | {"PORT": str(port)})


def serve_floor(folder: Path, page: str) -> Served:
    """Serve the floor on a copy of the same database, with a page of the same text."""
    port = free_port()
    database = folder / "coursework.sqlite"
    Path(f"{database}.page").write_text(page, encoding="utf-8")
    size = str(len(page))
    return Served(
        [sys.executable, "-m", "benchmarks.floor", str(database), str(port), size], port, "/page", {}
    )


def as_json(value: object) -> bytes:
    """Return the body of a JSON request."""
    return json.dumps(value).encode()
