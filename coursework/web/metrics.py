"""Figures for who watches over the server, in the words of Prometheus."""

import hmac
import os
from collections.abc import Callable, Iterable
from contextlib import suppress

from flask import Flask, current_app, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from coursework.settings import Settings
from coursework.settings.addresses import LOOPBACK

_BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 1, 5)  # seconds
_SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # set by gunicorn's configuration, before the library is loaded


class _Gauges(Collector):
    """Figures that are asked for when somebody looks."""

    def __init__(self) -> None:
        """Begin without any."""
        self.asked: dict[str, tuple[str, Callable[[], float]]] = {}

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Ask for each of them; one that cannot be told is left out."""
        for name, (words, ask) in self.asked.items():
            with suppress(SQLAlchemyError):
                yield GaugeMetricFamily(f"coursework_{name}", words, value=ask())


class Figures:
    """What is counted for each route, and what the rooms are asked for."""

    def __init__(self) -> None:
        """Count from nothing."""
        self._registry, self._gauges = CollectorRegistry(), _Gauges()
        self._bound: dict[tuple[str, int], tuple[Counter, Histogram, Counter]] = {}
        self._requests = Counter(
            "coursework_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "coursework_request_seconds",
            "Seconds to answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._statements = Counter(
            "coursework_sql_statements", "SQL statements sent.", ("route",), registry=self._registry
        )

    def note(self, route: str, status: int, seconds: float, statements: int) -> None:
        """Count one request that was answered."""
        requests, times, sent = self._of(route, status // 100)
        requests.inc()
        times.observe(seconds)
        sent.inc(statements)

    def _of(self, route: str, kind: int) -> tuple[Counter, Histogram, Counter]:
        """Return what counts a route and a kind of answer, found in one step."""
        found = self._bound.get((route, kind))
        if found is None:
            requests = self._requests.labels(route, f"{kind}xx")
            found = requests, self._seconds.labels(route), self._statements.labels(route)
            self._bound[route, kind] = found
        return found

    def bind(self, name: str, words: str, ask: Callable[[], float]) -> None:
        """Give a figure that is asked for, within the application, when somebody looks."""
        self._gauges.asked[name] = (words, ask)

    def text(self) -> bytes:
        """Return all figures; of every process, where they share a folder."""
        if _SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry) + generate_latest(self._gauges)
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return generate_latest(shared) + generate_latest(self._gauges)


def may_see_figures(settings: Settings) -> bool:
    """Say whether who asks holds the token, or sits at this machine and came through no proxy."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.metrics_token and scheme.lower() == "bearer":
        return hmac.compare_digest(token.encode(), settings.metrics_token.encode())
    return request.remote_addr in LOOPBACK and "X-Forwarded-For" not in request.headers


def figures() -> Figures:
    """Return the figures of the application."""
    found: Figures = current_app.extensions["figures"]
    return found


def init_figures(app: Flask) -> Figures:
    """Give the application its figures."""
    made = app.extensions["figures"] = Figures()
    return made
