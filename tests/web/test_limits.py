"""Too many wrong tries make the next one wait, longer each time; nobody is locked out."""

import logging
import time

import pytest
from flask import Flask

from coursework.errors import TooManyError
from coursework.web.limits import ALLOWED, Limit, Limits, asking_address
from tests.factories.services import free_port, running_redis


@pytest.fixture(params=["in memory", "in Redis"])
def limits(request, tmp_path):
    """Limits of both kinds."""
    if request.param == "in memory":
        yield Limits()
        return
    with running_redis(tmp_path) as url:
        yield Limits(url)


@pytest.fixture
def passing(monkeypatch):
    """The time, which a test may let pass."""
    moment = [time.time()]
    monkeypatch.setattr("time.time", lambda: moment[0])

    def by(seconds: float) -> None:
        moment[0] += seconds

    return by


def wait_for(limits, limit=Limit.ACCOUNT, *parts):
    """Return the seconds that the next try has to wait."""
    try:
        limits.check(limit, *(parts or ("ada",)))
    except TooManyError as error:
        return error.seconds
    return 0


@pytest.mark.parametrize("limit", Limit)
def test_up_to_the_limit_nobody_waits(limits, limit):
    for _ in range(ALLOWED[limit] - 1):
        limits.count(limit, "ada")
    before = wait_for(limits, limit)

    limits.count(limit, "ada")

    assert (before, wait_for(limits, limit)) == (0, 1)


def test_what_is_counted_for_one_is_not_counted_for_another(limits):
    for _ in range(20):
        limits.count(Limit.ACCOUNT, "ada")

    assert wait_for(limits) > 1
    assert wait_for(limits, Limit.ACCOUNT, "bea") == 0
    assert wait_for(limits, Limit.ACCOUNT, "ada", "reset") == 0
    assert wait_for(limits, Limit.ADDRESS) == 0


def test_after_the_pause_one_may_try_again(limits):
    for _ in range(10):
        limits.count(Limit.ACCOUNT, "ada")
    waited = wait_for(limits)

    time.sleep(1.1)

    assert (waited, wait_for(limits)) == (1, 0)


def test_each_pause_is_longer_up_to_a_minute(passing):
    limits, waits = Limits(), []
    for _ in range(9):
        limits.count(Limit.ACCOUNT, "ada")

    for _ in range(9):
        limits.count(Limit.ACCOUNT, "ada")
        waits.append(wait_for(limits))
        passing(waits[-1])

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_for(limits) == 0


def test_after_a_quarter_of_an_hour_all_is_forgotten(passing):
    limits = Limits()
    for _ in range(20):
        limits.count(Limit.ACCOUNT, "ada")

    passing(15 * 60 + 1)
    limits.count(Limit.ACCOUNT, "ada")

    assert wait_for(limits) == 0


def test_two_processes_share_what_redis_keeps(tmp_path):
    with running_redis(tmp_path) as url:
        one, other = Limits(url), Limits(url)
        for _ in range(10):
            one.count(Limit.ACCOUNT, "ada")

        assert wait_for(other) == 1


def test_without_redis_each_process_goes_on_alone_and_says_so_once(caplog):
    limits = Limits(f"redis://127.0.0.1:{free_port()}")
    began = time.monotonic()

    with caplog.at_level(logging.WARNING):
        for _ in range(12):
            limits.count(Limit.ACCOUNT, "ada")

    assert time.monotonic() - began < 2
    assert wait_for(limits) == 4
    assert len(caplog.records) == 1
    assert caplog.records[0].getMessage().startswith("Redis is away, limits are each process's own")


def test_when_redis_is_back_it_is_asked_again(tmp_path, monkeypatch):
    port, moment = free_port(), time.monotonic()
    limits = Limits(f"redis://127.0.0.1:{port}")
    limits.count(Limit.ACCOUNT, "ada")
    monkeypatch.setattr("coursework.web.limits._SECONDS_WITHOUT_REDIS", 0)
    monkeypatch.setattr(limits, "_away_until", moment)

    with running_redis(tmp_path, port) as url:
        for _ in range(10):
            limits.count(Limit.ACCOUNT, "ada")

        assert wait_for(Limits(url)) == 1


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002/64"),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002/64"),
        ("", "here"),
    ],
)
def test_an_address_is_counted_as_that_of_a_house(address, counted):
    with Flask("here").test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert asking_address() == counted
