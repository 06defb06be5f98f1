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
    ("every", "due"),
    [
        (1, ["23:58:59", "23:59:59", "00:01:00", "00:02:00", "00:05:00", "00:06:00"]),
        (5, ["23:58:59", "00:01:00", "00:05:00"]),
        (60, ["23:58:59", "00:01:00"]),
        (1440, ["23:58:59", "00:01:00"]),
    ],
)
def test_a_job_is_due_at_the_start_and_in_each_new_period_even_when_its_first_minute_is_missed(
    queue, every, due
):
    queue.extensions["jobs"].bind(NAME, lambda: None, every_minutes=every)
    evening, morning = ["23:58:59", "23:59:59"], ["00:01:00", "00:02:00", "00:05:00", "00:06:00"]

    asked = [
        time
        for day, times in (("2026-11-22", evening), ("2026-11-23", morning))
        for time in times
        if asked_at(queue, datetime.fromisoformat(f"{day} {time}"))
    ]

    assert asked == due


def test_a_clock_that_steps_back_makes_a_job_due_once_more_and_stops_nothing(queue):
    queue.extensions["jobs"].bind(NAME, lambda: None, every_minutes=60)
    times = ["12:00", "12:59", "11:30", "11:31", "12:01"]

    asked = [time for time in times if asked_at(queue, datetime.fromisoformat(f"2026-11-22 {time}"))]

    assert asked == ["12:00", "11:30", "12:01"]


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
