"""The one place that asks what time it is, and how moments and durations are said."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def said_day(moment: datetime, zone: ZoneInfo) -> str:
    """Say the day of a moment: `Sun 22 Nov 2026`."""
    return f"{moment.astimezone(zone):%a} {moment.astimezone(zone).day} {moment.astimezone(zone):%b %Y}"


def said_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Say a moment: `Sun 22 Nov 2026, 18:20`."""
    return f"{said_day(moment, zone)}, {moment.astimezone(zone):%H:%M}"


def said_duration(seconds: float) -> str:
    """Say a duration in hours and minutes: `1 h 04 min`, `46 min`, `under 1 min`, `0 min`."""
    minutes = int(seconds // 60)
    if not minutes:
        return "under 1\u00a0min" if seconds > 0 else "0\u00a0min"
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h {rest:02}\u00a0min" if hours else f"{rest}\u00a0min"
