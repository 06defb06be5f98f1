"""What every template can name."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from flask import Flask, g, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from coursework.clock import said_day, said_duration, said_moment
from coursework.web.addresses import absolute
from coursework.web.cookies import cookie
from coursework.web.current import site, the_course
from coursework.web.static_files import StaticFiles

_ZONES = frozenset(available_timezones())
_UTC = ZoneInfo("UTC")


def reader_zone() -> ZoneInfo:
    """Return the reader's time zone: the one they chose, or the browser's; UTC when it named none."""
    name = g.get("zone") or cookie("zone")
    return ZoneInfo(name) if name in _ZONES else _UTC


def _time(moment: datetime, words: str) -> Markup:
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(
        moment.isoformat(timespec="seconds"), said_moment(moment, _UTC), words.replace(" ", "\u00a0")
    )


def moment_filter(moment: datetime) -> Markup:
    """Say a moment in the reader's zone, with UTC on hover."""
    return _time(moment, said_moment(moment, reader_zone()))


def day_filter(moment: datetime) -> Markup:
    """Say the day of a moment in the reader's zone."""
    return _time(moment, said_day(moment, reader_zone()))


def percent_filter(share: float) -> str:
    """Say a share from 0 to 1 in per cent, rounded down so that nothing looks passed that is not."""
    return f"{int(share * 100 + 1e-9)}\u00a0%"


def init_templating(app: Flask) -> None:
    """Give the templates their names; an unknown one is an error, not an empty place."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        moment=moment_filter, day=day_filter, duration=said_duration, percent=percent_filter
    )

    def static(name: str) -> str:
        files: StaticFiles = app.extensions["static_files"]
        return files.address(name)

    app.jinja_env.globals.update(static=static, absolute=absolute)

    @app.context_processor
    def names() -> dict[str, object]:
        theme = cookie("theme")
        return {
            "course": the_course(),
            "here": request.path,
            "is_demo": site().settings.demo,
            "theme": theme if theme in {"light", "dark"} else "",
        }
