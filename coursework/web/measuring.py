"""What a request cost: measured once, for the log and for the figures."""

import logging
import threading
import time

from flask import Flask, Response, g, request
from sqlalchemy import event

from coursework.database import Database
from coursework.settings import Settings
from coursework.web.logs import REQUESTS, begin_request_id, request_id
from coursework.web.metrics import Figures

log = logging.getLogger(REQUESTS)
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}


class _Counter(threading.local):
    """The statements that this thread has sent: a request is answered by one thread."""

    sent = 0


def init_measuring(app: Flask, settings: Settings, figures: Figures) -> None:
    """Number and measure every request; the first to see it and the last to see its answer."""

    @app.before_request
    def begin() -> None:
        begin_request_id(trusts_proxies=settings.trusted_proxies > 0)
        g.began = time.perf_counter(), _counter.sent

    @app.after_request
    def end(response: Response) -> Response:
        if "began" not in g:
            return response
        began, sent_before = g.began
        seconds, sent = time.perf_counter() - began, _counter.sent - sent_before
        route = request.url_rule.rule if request.url_rule else "none"
        figures.note(route, response.status_code, seconds, sent)
        response.headers["X-Request-ID"] = request_id()
        if log.isEnabledFor(logging.INFO):
            method = request.method if request.method in _METHODS else "other"
            log.info(
                {
                    "id": request_id(),
                    "method": method,
                    "route": route,
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                    "sql": sent,
                    "bytes": response.content_length,
                }
            )
        return response


def count_statements(database: Database) -> None:
    """Count what is sent to a database."""
    for engine in (database.engine, database.quick_engine):
        event.listen(engine, "do_execute", _count)
        event.listen(engine, "do_executemany", _count)


_counter = _Counter()


def _count(*_: object) -> None:
    _counter.sent += 1
