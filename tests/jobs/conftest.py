"""Queues of both kinds."""

import pytest
from flask import Flask

from coursework.jobs.work import init_jobs
from tests.factories.services import running_redis


@pytest.fixture(params=["in a file", "in Redis"])
def redis_url(request, tmp_path):
    """The address of a Redis, or None: then the queue is a file."""
    if request.param == "in a file":
        yield None
        return
    with running_redis(tmp_path) as url:
        yield url


@pytest.fixture
def queue(tmp_path, redis_url, clock):
    """An application that has nothing but a queue."""
    app = Flask("with a queue")
    jobs = init_jobs(app, tmp_path, redis_url, clock)
    yield app
    jobs.stop()
    jobs.queue.storage.close()
