"""Is the service alive, and is an index open."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import Field

from index.errors import IndexMissingError
from service.citations.quotes import counted
from service.http.api_model import ApiModel
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
