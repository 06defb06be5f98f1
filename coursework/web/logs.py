"""The log: one line of JSON for each request, fault and event, without names, answers or addresses."""

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime

from flask import g, has_request_context, request

from coursework.settings import Settings

REQUESTS, EVENTS = "coursework.requests", "coursework.events"
_FORM_OF_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class JsonLines(logging.Formatter):
    """One object a line; a record whose message is a mapping gives its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {"time": _moment(record.created)}
        if isinstance(record.msg, dict):
            line |= record.msg
        else:
            line |= {"level": record.levelname.lower(), "from": record.name, "said": record.getMessage()}
            if has_request_context():
                line["id"] = request_id()
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def start_logging(settings: Settings) -> None:
    """Write to standard error from now on: JSON, or faults alone as text."""
    out = logging.StreamHandler(sys.stderr)
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # no line names them
    if settings.log == "json":
        out.setFormatter(JsonLines())
        for name in (REQUESTS, EVENTS):
            logging.getLogger(name).setLevel(logging.INFO)
    logging.basicConfig(handlers=[out], level=logging.WARNING, format="%(message)s", force=True)


def note(event: str, person_id: int | None) -> None:
    """Log what a watchman wants to know, such as `sign-in.wrong`: with whose number, where one is known."""
    told = {"id": request_id()} if "request_id" in g else {}  # a command has none
    logging.getLogger(EVENTS).info(told | {"event": event, "person": person_id})


def request_id() -> str:
    """Return the number of this request: in the log, in the answer, and on the page that says what broke."""
    found: str = g.request_id
    return found


def begin_request_id(*, trusts_proxies: bool) -> None:
    """Give the request its number: the one that a trusted proxy gave it, or a new one."""
    given = request.headers.get("X-Request-ID", "") if trusts_proxies else ""
    g.request_id = given if _FORM_OF_ID.fullmatch(given) else secrets.token_hex(4)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
