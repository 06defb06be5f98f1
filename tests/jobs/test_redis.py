"""Redis goes away and comes back."""

import threading
import time

import pytest
from flask import Flask
from redis import RedisError

from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue, init_jobs, last_seen, start_worker
from tests.factories.services import free_port, running_redis

NAME = JobName.MAKE_DOCUMENTS


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def app(tmp_path, port):
    app = Flask("without Redis")
    jobs = init_jobs(app, tmp_path, f"redis://127.0.0.1:{port}/0")
    yield app
    jobs.stop()
    jobs.queue.storage.close()


def test_who_asks_while_redis_is_away_goes_on_and_the_log_says_so(app, caplog):
    app.extensions["jobs"].bind(NAME, lambda: None)

    with app.app_context():
        enqueue(NAME)

    assert "make-documents could not be asked for" in caplog.text


def test_nobody_can_say_whether_a_worker_is_there_while_redis_is_away(app):
    with app.app_context(), pytest.raises(RedisError):
        last_seen()


def test_a_worker_without_redis_says_so_in_one_line_and_not_again_at_once(app, caplog):
    app.extensions["jobs"].bind(NAME, lambda: None)

    start_worker(app)
    time.sleep(1.5)

    lines = [one for one in caplog.records if one.name.startswith("huey")]
    assert [one.exc_info for one in lines] == [None]
    assert lines[0].getMessage().startswith("the queue cannot be reached, jobs wait: Error 111")


def test_a_worker_waits_for_redis_and_does_what_is_due_when_it_comes_back(app, port, tmp_path):
    done = threading.Event()
    app.extensions["jobs"].bind(NAME, done.set, at_start=True, every_minutes=1)

    start_worker(app)
    time.sleep(0.5)
    with running_redis(tmp_path, port), app.app_context():
        enqueue(NAME)
        came = done.wait(12)

    assert came
