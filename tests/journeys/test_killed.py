"""A server that is killed in the middle of a test loses no answer that it acknowledged."""

import html
import http.cookiejar
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    """`python app.py` as a process of its own, on the small course."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.process = None

    def start(self):
        environment = os.environ | {
            "INSTANCE_DIR": str(self.folder),
            "COURSE_DIR": str(ROOT / "tests" / "course"),
            "PORT": str(self.port),
        }
        self.process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health") as answer:
                    return answer.read()
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not come up")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Visitor:
    """A browser without a screen."""

    def __init__(self, server):
        self.base = f"http://127.0.0.1:{server.port}"
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        self.token = ""

    def ask(self, method, path, data=None, kind="application/x-www-form-urlencoded"):
        headers = {"Content-Type": kind, "X-CSRFToken": self.token}
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        with self.opener.open(request, timeout=5) as answer:
            return answer.url, answer.read().decode()

    def post(self, path, **fields):
        form = path.replace("/attempts", "/test")
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", form)[1]).group(1)
        return self.ask("POST", path, urlencode(fields | {"csrf_token": self.token}).encode())

    def begin(self, **fields):
        """Register, and press the button that a test installation shows instead of sending a mail."""
        page = self.post("/register", **fields)[1]
        sent = urlencode({"csrf_token": self.token}).encode()
        return self.ask("POST", html.unescape(re.search(r'action="(/confirm/[^"]+)"', page).group(1)), sent)


@pytest.fixture
def server(new_instance, tmp_path):
    server = Server(tmp_path / "instance")
    server.start()
    yield server
    server.kill()


def save_until_it_fails(visitor, paper, acknowledged):
    """Save answer after answer, and note each that the server acknowledged."""
    number = 0
    while True:
        number += 1
        position = number % 6 + 1
        try:
            body = json.dumps({"answer": number % 2}).encode()
            _, receipt = visitor.ask("PUT", f"{paper}/responses/{position}", body, "application/json")
        except urllib.error.HTTPError:
            continue  # not the kind of question that takes a place for an answer
        except OSError:
            return
        acknowledged[position] = json.loads(receipt)["revision"]


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(server):
    visitor = Visitor(server)
    visitor.begin(name="Ada", email="ada@example.org", password="a few words in a row")
    url, page = visitor.post("/lectures/01-first/attempts")
    visitor.token = re.search(r'data-csrf="([^"]+)"', page).group(1)
    paper, acknowledged = "/" + url.split("/", 3)[3], {}
    writer = threading.Thread(target=save_until_it_fails, args=(visitor, paper, acknowledged))

    writer.start()
    time.sleep(1.5)
    server.kill()
    writer.join()
    server.start()

    with sqlite3.connect(server.folder / "coursework.sqlite") as database:
        kept = dict(database.execute("SELECT position, revision FROM response"))
    assert acknowledged
    assert {
        position for position, revision in acknowledged.items() if kept.get(position, 0) < revision
    } == set()
    assert max(acknowledged.values()) > 3
    assert 'data-attempt="1"' in visitor.ask("GET", paper)[1]
