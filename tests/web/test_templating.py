"""Dates, durations and shares as pages say them."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from coursework.clock import said_day, said_duration, said_moment, utc_now
from coursework.web.templating import day_filter, moment_filter, percent_filter, reader_zone

EVENING = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [
        (None, "UTC"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("Europe/Atlantis", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("/etc/localtime", "UTC"),
        ("", "UTC"),
        ("<script>", "UTC"),
    ],
)
def test_the_readers_zone_is_the_one_in_the_cookie_or_utc(app, cookie, zone):
    headers = {"Cookie": f"zone={cookie}"} if cookie is not None else {}

    with app.test_request_context(headers=headers):
        assert reader_zone().key == zone


def test_a_moment_is_said_in_the_readers_zone_with_utc_on_hover(app):
    with app.test_request_context(headers={"Cookie": "zone=Europe/Berlin"}):
        assert moment_filter(EVENING) == (
            '<time datetime="2026-11-22T23:30:00+00:00" title="Sun 22 Nov 2026, 23:30 UTC">'
            "Mon\u00a023\u00a0Nov\u00a02026,\u00a000:30</time>"
        )


def test_a_day_is_the_one_in_the_readers_zone(app):
    with app.test_request_context(headers={"Cookie": "zone=Asia/Tokyo"}):
        assert day_filter(EVENING) == (
            '<time datetime="2026-11-22T23:30:00+00:00" title="Sun 22 Nov 2026, 23:30 UTC">'
            "Mon\u00a023\u00a0Nov\u00a02026</time>"
        )


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "Sun 22 Nov 2026, 23:30"),
        ("America/New_York", "Sun 22 Nov 2026, 18:30"),
        ("Asia/Kathmandu", "Mon 23 Nov 2026, 05:15"),
    ],
)
def test_a_moment_is_said_in_words(zone, said):
    assert said_moment(EVENING, ZoneInfo(zone)) == said


def test_a_moment_of_any_offset_is_the_same_moment():
    elsewhere = EVENING.astimezone(timezone(timedelta(hours=-9)))

    assert said_day(elsewhere, ZoneInfo("UTC")) == "Sun 22 Nov 2026"


def test_the_first_of_a_month_has_no_nought_before_it():
    assert said_day(datetime(2026, 3, 1, tzinfo=UTC), ZoneInfo("UTC")) == "Sun 1 Mar 2026"


def test_the_clock_is_aware_and_in_utc():
    assert utc_now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 min"),
        (1, "under 1 min"),
        (59.9, "under 1 min"),
        (60, "1 min"),
        (2819, "46 min"),
        (3599, "59 min"),
        (3600, "1 h 00 min"),
        (3840, "1 h 04 min"),
        (360000, "100 h 00 min"),
    ],
)
def test_a_duration_is_said_in_hours_and_minutes(seconds, said):
    assert said_duration(seconds) == said.replace(" h", "\u00a0h").replace(" min", "\u00a0min")


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0"), (0.29, "29"), (0.7999, "79"), (0.8, "80"), (0.9999, "99"), (1, "100"), (1 / 3, "33")],
)
def test_a_share_is_rounded_down_so_that_nothing_looks_passed_that_is_not(share, said):
    assert percent_filter(share) == f"{said}\u00a0%"


@pytest.mark.parametrize(("cookie", "attribute"), [("dark", ' data-theme="dark"'), ('"><b>', ""), ("", "")])
def test_only_a_known_choice_of_colours_reaches_the_page(client, cookie, attribute):
    client.set_cookie("theme", cookie)

    assert f'<html lang="en-GB"{attribute}>' in client.get("/about").text
