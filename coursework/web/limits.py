"""How often something may go wrong: above a limit each further try waits, and nobody is locked out.

`check` before the work, `count` after a try that was wrong. Ten wrong tries in a quarter of an hour
are free; each further one has to wait, 1 second at first, then twice as long, up to a minute.
"""

import logging
import math
import time
from collections.abc import Callable
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from typing import TypeVar

from flask import Flask, current_app, request
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from coursework.errors import TooManyError

log = logging.getLogger("coursework.limits")
Answer = TypeVar("Answer")

_MINUTES = 15
_LONGEST_WAIT = 60
_STEPS = 6  # 1, 2, 4, 8, 16, 32 seconds; then a minute
_SECONDS_FOR_REDIS = 0.25
_SECONDS_WITHOUT_REDIS = 10
_PREFIX_OF_ONE_HOUSE = 64


class Limit(StrEnum):
    """What wrong tries are counted by."""

    ACCOUNT = "account"
    DEVICE = "device"
    ADDRESS = "address"


ALLOWED = {Limit.ACCOUNT: 10, Limit.DEVICE: 10, Limit.ADDRESS: 300}  # in a quarter of an hour


class Tries:
    """The wrong tries of a quarter of an hour, in memory or in Redis."""

    def __init__(self, storage: MemoryStorage | RedisStorage) -> None:
        """Keep them in `storage`."""
        self._storage, self._windows = storage, MovingWindowRateLimiter(storage)

    def seconds_to_wait(self, limit: Limit, key: str) -> int:
        """Return how long the next try has to wait, 0 for not at all."""
        pause = _pause(limit, key)
        if not self._storage.get(pause):
            return 0
        return max(1, math.ceil(self._storage.get_expiry(pause) - time.time()))

    def count(self, limit: Limit, key: str) -> None:
        """Count a wrong try; above the limit a pause begins, longer than the one before."""
        most = ALLOWED[limit] + _STEPS
        item = RateLimitItemPerMinute(most, _MINUTES, namespace="wrong")
        self._windows.hit(item, limit, key)
        above = _STEPS - self._windows.get_window_stats(item, limit, key).remaining
        if above >= 0:
            self._storage.clear(_pause(limit, key))
            self._storage.incr(_pause(limit, key), min(_LONGEST_WAIT, 2**above))


class Limits:
    """The limits of one site: shared through Redis, or each process its own while Redis is away."""

    def __init__(self, redis_url: str | None = None) -> None:
        """Share them where there is a Redis; it is asked for the first time with the first try."""
        self._own = Tries(MemoryStorage())
        self._shared = Tries(_redis(redis_url)) if redis_url else None
        self._away_until, self._said = 0.0, False

    def check(self, limit: Limit, *parts: str) -> None:
        """Raise `TooManyError` when the next try has to wait."""
        key = "/".join(parts)
        seconds = self._ask(lambda tries: tries.seconds_to_wait(limit, key))
        if seconds:
            raise TooManyError(seconds)

    def count(self, limit: Limit, *parts: str) -> None:
        """Count a wrong try."""
        key = "/".join(parts)
        self._ask(lambda tries: tries.count(limit, key))

    def _ask(self, question: Callable[[Tries], Answer]) -> Answer:
        if self._shared and time.monotonic() >= self._away_until:
            try:
                answer = question(self._shared)
            except StorageError as error:
                self._away_until = time.monotonic() + _SECONDS_WITHOUT_REDIS
                if not self._said:
                    log.warning("Redis is away, limits are each process's own until it is back: %s", error)
                self._said = True
            else:
                self._said = False
                return answer
        return question(self._own)


def _pause(limit: Limit, key: str) -> str:
    return f"pause/{limit}/{key}"


def _redis(url: str) -> RedisStorage:
    return RedisStorage(
        url,
        key_prefix="coursework-limits",
        wrap_exceptions=True,
        socket_connect_timeout=_SECONDS_FOR_REDIS,
        socket_timeout=_SECONDS_FOR_REDIS,
        retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type]
    )


def init_limits(app: Flask, redis_url: str | None) -> None:
    """Give the application its limits."""
    app.extensions["limits"] = Limits(redis_url)


def check(limit: Limit, *parts: str) -> None:
    """Raise `TooManyError` when the next try has to wait; ask before any work is done for it."""
    _limits().check(limit, *parts)


def count(limit: Limit, *parts: str) -> None:
    """Count a wrong try."""
    _limits().count(limit, *parts)


def asking_address() -> str:
    """Return the address that asks; of the newer kind the half that belongs to one house or campus."""
    try:
        found = ip_address(request.remote_addr or "")
    except ValueError:  # a socket of this machine has none
        return "here"
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return str(found.ipv4_mapped)
    if isinstance(found, IPv6Address):
        return f"{found.exploded[:19]}/{_PREFIX_OF_ONE_HOUSE}"
    return str(found)


def _limits() -> Limits:
    found: Limits = current_app.extensions["limits"]
    return found
