"""The queue and its worker."""

import signal
import threading
import time

import pytest
from flask import Flask, current_app

from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue, init_jobs, start_worker, stop_worker

NAME = JobName.MAKE_DOCUMENTS


def waiting_for(event, seconds=5):
    return event.wait(seconds)


def test_what_was_asked_for_is_done_within_the_application_and_told_where_to_look(queue):
    seen = []
    queue.extensions["jobs"].bind(NAME, lambda **ids: seen.append((current_app.name, ids)))

    with queue.app_context():
        enqueue(NAME, person_id=7)

    assert queue.extensions["jobs"].work_off() == 1
    assert seen == [("with a queue", {"person_id": 7})]


def test_a_thread_of_the_server_does_it_within_a_second(queue):
    done = threading.Event()
    queue.extensions["jobs"].bind(NAME, done.set)
    start_worker(queue)

    began = time.monotonic()
    with queue.app_context():
        enqueue(NAME)

    assert waiting_for(done)
    assert time.monotonic() - began < 1.5


def test_a_job_that_breaks_does_not_stop_the_next_one(queue, caplog):
    done = threading.Event()

    def break_once_then_work(*, number) -> None:
        if number == 1:
            raise RuntimeError("broken")
        done.set()

    queue.extensions["jobs"].bind(NAME, break_once_then_work)
    start_worker(queue)
    with queue.app_context():
        enqueue(NAME, number=1)
        enqueue(NAME, number=2)

    assert waiting_for(done)
    assert "Unhandled exception in task" in caplog.text


def test_a_worker_begins_with_a_look_at_what_was_left(queue):
    done = threading.Event()
    queue.extensions["jobs"].bind(NAME, done.set, at_start=True)

    start_worker(queue)

    assert waiting_for(done)


def test_the_worker_leaves_the_signals_alone_and_stops_when_told(queue):
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    threads = threading.active_count()

    start_worker(queue)
    during = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    stop_worker(queue)

    assert during == before
    assert threading.active_count() == threads


def test_what_was_asked_for_outlives_the_process(queue, tmp_path, redis_url):
    queue.extensions["jobs"].bind(NAME, lambda: None)
    with queue.app_context():
        enqueue(NAME)

    later = Flask("the next process")
    seen = []
    jobs = init_jobs(later, tmp_path, redis_url)
    jobs.bind(NAME, lambda: seen.append("done"))

    assert jobs.work_off() == 1
    assert seen == ["done"]
    jobs.queue.storage.close()


def test_nothing_is_asked_for_that_nobody_does(queue):
    with queue.app_context(), pytest.raises(KeyError):
        enqueue(NAME)
