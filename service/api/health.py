"""Is the service alive, and is an index open."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import Field

from index.errors import IndexMissingError
from service.citations.quotes import counted
from service.http.api_model import ApiModel
from service.http.figures import Figures
from service.http.problems import documented
from service.live import LiveIndex

router = APIRouter(tags=["health"])


class QuoteCounts(ApiModel):
    """How many quotes were held against the stored text since the service started."""

    shown: int = Field(description="They are exactly what their report says.", examples=[120])
    dropped: int = Field(description="They were not, and were left out; the log names them.", examples=[0])


class Health(ApiModel):
    """The service is alive."""

    status: Literal["ok"] = "ok"
    quotes: QuoteCounts


class Readiness(ApiModel):
    """An index is open."""

    status: Literal["ready"] = "ready"
    build: str = Field(description="The build that answers.", examples=["20261124T120000123-1a2b3c"])
    created: str = Field(description="When it was built.", examples=["2026-11-24T12:00:00+00:00"])
    model: str = Field(description="The embedding model it was built with.", examples=["all-MiniLM-L6-v2"])
    reports: int = Field(description="How many reports it holds.", examples=[65])
    passages: int = Field(description="How many passages it holds.", examples=[272])
    warning: str | None = Field(description="Why an older build than the live one answers, if so.", examples=[None])


@router.get("/healthz", summary="Is the service alive?")
async def healthz() -> Health:
    """Answers as soon as the service runs, with or without an index."""
    return Health(quotes=QuoteCounts.model_validate(counted()))


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """The service's figures, for Prometheus. Where there are keys, they need one with the scope `operate`."""
    figures: Figures = request.app.state.figures
    return Response(figures.written(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def measure(figures: Figures, live: Callable[[], LiveIndex]) -> None:
    """Have figures of the live build told."""

    def age() -> float:
        index = live().state.index
        return time.time() - datetime.fromisoformat(index.searcher.manifest.created).timestamp() if index else 0.0

    figures.gauge("build_age_seconds", "How long ago the build that answers was made; 0 without one.", age)
    figures.gauge("ready", "1 while an index is open.", lambda: live().state.index is not None, "livemin")
    figures.gauge("build_problem", "1 while the newest build cannot be served.", lambda: bool(live().state.problem))
    figures.gauge(
        "quotes_dropped", "Quotes that were not what their report says.", lambda: counted().dropped, "livesum"
    )


@router.get("/readyz", summary="Is an index open?", responses=documented(503))
async def readyz(request: Request) -> Readiness:
    """What is being served. While the live build is damaged, an older one that is whole answers, with a warning."""
    live: LiveIndex = request.app.state.live
    state = live.state
    if state.index is None:
        raise state.problem or IndexMissingError("The index is closed.", "Start the service again.")
    manifest = state.index.searcher.manifest
    return Readiness(
        build=manifest.build,
        created=manifest.created,
        model=manifest.model,
        reports=manifest.reports,
        passages=manifest.passages,
        warning=state.warning,
    )
