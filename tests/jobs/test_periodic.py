"""What is done unasked, and the sign that a worker is there."""

import threading
from datetime import datetime

import pytest

from coursework.jobs.names import JobName
from coursework.jobs.work import last_seen, start_worker
from tests.conftest import NOON

NAME = JobName.MAKE_DOCUMENTS


def asked_at(queue, moment):
    return {task.name for task in queue.extensions["jobs"].queue.read_periodic(moment)} - {"note-seen"}


@pytest.mark.parametrize(
    ("every", "moments"),
    [
        (1, ["00:00", "00:01", "00:05", "13:00"]),
        (5, ["00:00", "00:05", "13:00"]),
        (60, ["00:00", "13:00"]),
        (1440, ["00:00"]),
    ],
)
def test_a_job_is_asked_for_at_its_minutes_since_midnight(queue, every, moments):
    queue.extensions["jobs"].bind(NAME, lambda: None, every_minutes=every)

    asked = [
        text
        for text in ["00:00", "00:01", "00:05", "13:00"]
        if asked_at(queue, datetime.fromisoformat(f"2026-11-22 {text}"))
    ]

    assert asked == moments


def test_a_day_is_divided_evenly_or_not_at_all(queue):
    with pytest.raises(ValueError, match="cannot be divided by 7 minutes"):
        queue.extensions["jobs"].bind(NAME, lambda: None, every_minutes=7)


def test_a_worker_does_unasked_what_is_due(queue):
    done = threading.Event()
    queue.extensions["jobs"].bind(NAME, done.set, every_minutes=1)

    start_worker(queue)

    assert done.wait(5)


def test_a_turn_that_nobody_took_in_time_is_dropped(queue):
    done = []
    jobs = queue.extensions["jobs"]
    jobs.bind(NAME, lambda: done.append("late"), every_minutes=1)
    jobs.queue.enqueue(
        next(task for task in jobs.queue.read_periodic(NOON.replace(tzinfo=None)) if task.name == NAME)
    )

    late = jobs.queue.dequeue()
    jobs.queue.execute(late, NOON.replace(tzinfo=None, year=2099))

    assert done == []


def test_a_worker_is_seen_from_its_start_and_with_each_job(queue, clock):
    beaten = threading.Event()
    jobs = queue.extensions["jobs"]
    jobs.bind(NAME, beaten.set)
    with queue.app_context():
        before = last_seen()

        jobs.enqueue(NAME)
        jobs.work_off()
        with_job = last_seen()
        clock.pass_by(minutes=5)
        start_worker(queue)
        while (seen := last_seen()) == with_job:
            beaten.wait(0.05)

    assert (before, with_job) == (None, NOON)
    assert seen == clock()
