"""Where what is asked for waits: in a file, or in Redis when several machines or processes share it."""

import sqlite3
from pathlib import Path

from huey import Huey, RedisHuey, SqliteHuey
from redis import ConnectionPool, RedisError

QUEUE_FAULTS = (sqlite3.Error, RedisError)
_NAME = "coursework"
_SECONDS_TO_CONNECT = 2
_SECONDS_TO_ANSWER = 5  # longer than a worker waits for the next job


def queue_in(folder: Path, redis_url: str | None) -> Huey:
    """Return the queue in Redis when there is an address, or else the one in a file of `folder`."""
    if redis_url is None:
        return SqliteHuey(_NAME, filename=str(folder / "jobs.sqlite"), results=False, utc=True)
    pool = ConnectionPool.from_url(
        redis_url, socket_connect_timeout=_SECONDS_TO_CONNECT, socket_timeout=_SECONDS_TO_ANSWER
    )
    return RedisHuey(_NAME, connection_pool=pool, results=False, utc=True)
