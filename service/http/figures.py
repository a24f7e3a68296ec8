"""What the service counts and measures of itself, in the format of Prometheus."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Names the folder in which several processes keep their figures, so that each can tell those of all.
# prometheus_client reads it when it is imported.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
SECONDS_BETWEEN_LOOKS = 1.0
OfAll = Literal["livemin", "livemax", "livesum"]  # what is told of the values that several processes have
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REJECTED = {
    401: "no key",
    403: "missing scope",
    413: "too large",
    421: "unknown host",
    429: "too many requests",
    503: "unavailable",
}
# Seconds. A search takes some hundredths of a second, an answer some tenths, a check up to ten.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Figures:
    """The figures of one application. What is asked for is told by the route, never by the address."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._shared = Path(os.environ[SHARED]) if SHARED in os.environ else None
        self._gauges: list[tuple[Gauge, Callable[[], float]]] = []
        ProcessCollector(registry=registry)
        self._answered = Counter(
            "rapporteur_requests", "Requests that were answered.", ["method", "route", "status"], registry=registry
        )
        self._rejected = Counter("rapporteur_rejected", "Requests that were rejected.", ["reason"], registry=registry)
        self._seconds = Histogram(
            "rapporteur_stage_seconds",
            "Time that a request spent waiting for its turn, being worked on, and being sent its answer.",
            ["stage", "route"],
            buckets=BUCKETS,
            registry=registry,
        )
        for reason in REJECTED.values():
            self._rejected.labels(reason)

    def gauge(self, name: str, about: str, value: Callable[[], float], of_all: OfAll = "livemax") -> None:
        """Tell `value()` under this name whenever the figures are asked for; of several processes that serve, `of_all`
        of their values."""
        told = Gauge(f"rapporteur_{name}", about, registry=self.registry, multiprocess_mode=of_all)
        self._gauges.append((told, value))

    def look(self) -> None:
        """Note what the gauges are now."""
        for told, value in self._gauges:
            told.set(value())

    async def keep_looking(self) -> None:
        """Note it again and again, for the processes that are asked for the figures of all."""
        while self._shared:
            self.look()
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    def answered(self, scope: Scope, status: int) -> None:
        """Count a request."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._answered.labels(method, _route(scope), status).inc()
        if status in REJECTED:
            self._rejected.labels(REJECTED[status]).inc()

    def took(self, scope: Scope, stage: str, seconds: float) -> None:
        """Add to the times of a stage."""
        self._seconds.labels(stage, _route(scope)).observe(seconds)

    def written(self) -> bytes:
        """All of it, of all processes that serve."""
        self.look()
        if self._shared is None:
            return generate_latest(self.registry)
        for process in {int(file.stem.rpartition("_")[2]) for file in self._shared.glob("gauge_live*_*.db")}:
            if not is_running(process):
                mark_process_dead(process, str(self._shared))  # type: ignore[no-untyped-call]
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all, str(self._shared))  # type: ignore[no-untyped-call]
        return generate_latest(of_all)


class Counted:
    """ASGI middleware that counts every answer, also of requests that are let no further."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app = app
        self.figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500  # where it ends without an answer, one is made outside

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self.figures.answered(scope, status)


class StageTimes:
    """When one request passed from stage to stage."""

    def __init__(self) -> None:
        self._passed = [("", time.perf_counter())]

    def end(self, stage: str) -> None:
        """The stage ends now; only the first end counts."""
        if all(stage != name for name, _ in self._passed):
            self._passed.append((stage, time.perf_counter()))

    def tell(self, scope: Scope, figures: Figures) -> None:
        """Add what was passed to the figures."""
        for (_, since), (stage, until) in zip(self._passed, self._passed[1:], strict=False):
            figures.took(scope, stage, until - since)


def is_running(process: int) -> bool:
    """Whether there is a process of that number, of this user."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _route(scope: Scope) -> str:
    """The route as it is written in the code, which holds nothing that a client chose."""
    if scope["path"].startswith("/static/"):
        return "/static"
    return str(getattr(scope.get("route"), "path", "none"))
