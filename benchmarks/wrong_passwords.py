"""`python -m benchmarks.wrong_passwords`: ten thousand wrong passwords, and what others notice of them."""

import http.client
import json
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from benchmarks.world import serve_course
from coursework.application import create_app
from coursework.clock import utc_now
from coursework.identity.actions import register
from coursework.identity.passwords import hash_of
from coursework.identity.rules import Role
from coursework.settings import settings_from

TRIES, CONNECTIONS, MOST_SECONDS = 10_000, 4, 120.0
ROUNDS = 60
PASSWORD = "four words in a row"
say = sys.stdout.write


class Browser:
    """One connection that keeps its cookies; `address` is what the proxy says of it."""

    def __init__(self, port: int, address: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers, self.cookies = {"X-Forwarded-For": address}, dict[str, str]()

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status and the text of an answer."""
        told = self.headers | {"Cookie": "; ".join(f"{name}={kept}" for name, kept in self.cookies.items())}
        if form:
            told["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form or {}), told)
        answer = self.connection.getresponse()
        for sent in answer.headers.get_all("Set-Cookie") or []:
            name, _, kept = sent.partition(";")[0].partition("=")
            self.cookies[name] = kept
        return answer.status, answer.read().decode()

    def form_token(self) -> str:
        """Return the token of the sign-in form."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", "/sign-in")[1])
        return found[1] if found else ""

    def sign_in(self, email: str, password: str, token: str) -> int:
        """Send the form and return the status of the answer."""
        return self.ask("POST", "/sign-in", {"csrf_token": token, "email": email, "password": password})[0]


def attack(port: int, email_of: Callable[[int], str]) -> Counter[int]:
    """Send wrong passwords as fast as they are answered; return how often each answer came."""
    numbers, answers, lock = iter(range(TRIES)), Counter[int](), threading.Lock()
    until = time.monotonic() + MOST_SECONDS

    def run() -> None:
        browser = Browser(port, "203.0.113.9")
        token = browser.form_token()
        while time.monotonic() < until:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            status = browser.sign_in(email_of(number), "another four words", token)
            with lock:
                answers[status] += 1

    threads = [threading.Thread(target=run) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def others_notice(port: int, stop: Callable[[int], bool]) -> tuple[list[float], list[float]]:
    """Read and sign in, as another person elsewhere, until `stop`; return the milliseconds of each."""
    reads, sign_ins, rounds = [], [], 0
    while not stop(rounds):
        rounds += 1
        browser = Browser(port, "198.51.100.4")
        token = browser.form_token()
        began = time.perf_counter()
        if browser.sign_in("reader@example.org", PASSWORD, token) != 303:
            raise SystemExit("the other person was not let in")
        sign_ins.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        if browser.ask("GET", "/lectures/01-connected-world")[0] != 200:
            raise SystemExit("the other person could not read")
        reads.append((time.perf_counter() - began) * 1000)
        time.sleep(0.05)
    return reads, sign_ins


def figure(name: str, times: tuple[list[float], list[float]]) -> None:
    reads, sign_ins = (quantiles(found, n=20) for found in times)
    say(
        f"{name:<34} reads: median {reads[9]:6.1f} ms, p95 {reads[18]:6.1f} ms   "
        f"signs in: median {sign_ins[9]:6.1f} ms, p95 {sign_ins[18]:6.1f} ms   ({len(times[0])} rounds)\n"
    )


def under_attack(name: str, port: int, email_of: Callable[[int], str]) -> None:
    found: list[Counter[int]] = []
    began = time.monotonic()
    attacker = threading.Thread(target=lambda: found.append(attack(port, email_of)))
    attacker.start()
    times = others_notice(port, lambda _: not attacker.is_alive())
    attacker.join()
    figure(name, times)
    say(f"  answers to the attacker: {json.dumps(found[0])} in {time.monotonic() - began:.0f} s\n")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="coursework-attack-"))
    app = create_app(settings_from(os.environ | {"INSTANCE_DIR": str(folder)}))
    with app.extensions["database"].session(writes=True) as session:
        for name in ("owner", "reader"):
            register(session, name, f"{name}@example.org", hash_of(PASSWORD), Role.LEARNER, utc_now())
        session.commit()
    app.extensions["database"].close()
    os.environ["TRUSTED_PROXIES"] = "1"
    course = serve_course(folder)
    try:
        figure("nobody else", others_notice(course.port, lambda rounds: rounds >= ROUNDS))
        under_attack("10,000 tries at one account", course.port, lambda _: "owner@example.org")
        under_attack("10,000 tries at as many", course.port, lambda number: f"{number}@example.net")
        figure("nobody else, afterwards", others_notice(course.port, lambda rounds: rounds >= ROUNDS))
    finally:
        course.stop()


if __name__ == "__main__":
    main()
