"""Two workers on one outbox, and one that is killed in the middle: no mail is sent twice."""

import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.laws.houses import ROOT
from tests.mail.conftest import deliver, rows, states, write


def test_two_workers_share_an_outbox(course_with, serve, postbox):
    smtp = serve()
    apps = [course_with(smtp), course_with(smtp)]
    everybody = sorted(f"{number}@example.org" for number in range(100))
    write(apps[0], *everybody)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(deliver, apps))

    assert sorted(postbox.recipients) == everybody
    assert (set(states(apps[0])), postbox.connections) == ({"sent"}, 2)


@pytest.fixture
def worker(settings):
    """Start `flask worker` as a process of its own."""
    with ExitStack() as stack:

        def start(smtp):
            environment = os.environ | {
                "INSTANCE_DIR": str(settings.instance_dir),
                "COURSE_DIR": str(settings.course_dir),
                "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
                "SECRET_KEY": settings.secret_key,
                "PUBLIC_URL": "https://course.example",
                "MAIL_FROM": "course@course.example",
                "SMTP_HOST": smtp.host,
                "SMTP_PORT": str(smtp.port),
                "SMTP_SECURITY": "none",
            }
            command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
            quiet = subprocess.DEVNULL
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield start


def wait_until(true, seconds=60):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_of_500_mails_none_is_sent_twice_when_workers_are_killed(course_with, serve, postbox, worker):
    smtp = serve()
    app = course_with(smtp)
    everybody = {f"{number}@example.org" for number in range(500)}
    write(app, *everybody)

    first, second = worker(smtp), worker(smtp)
    wait_until(lambda: len(postbox.taken) > 60)
    first.kill()
    wait_until(lambda: len(postbox.taken) > 130)
    second.kill()
    worker(smtp)
    wait_until(lambda: len(postbox.taken) > 490 and "waiting" not in states(app))

    taken, left = Counter(postbox.recipients), {m.recipient for m in rows(app) if m.state == "sending"}
    assert set(taken.values()) == {1}
    assert everybody - taken.keys() <= left
    assert Counter(states(app))["sent"] == 500 - len(left)
