"""The API's call for a question over the years."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from service.api import Index
from service.http.parameter_errors import refuse_repeated
from service.http.problems import documented
from service.over_time import over_time
from service.schemas.parameters import ThemeParameters
from service.schemas_over_time import OverTimeResponse

router = APIRouter(prefix="/api", responses=documented(422, 503), dependencies=[Depends(refuse_repeated)])


@router.get("/over-time", tags=["over time"], summary="A question over the years")
def theme_over_time(index: Index, asked: Annotated[ThemeParameters, Query()]) -> OverTimeResponse:
    """Which share of each year's reports speaks to a question, which reports these are, and how the first and the last
    of them word it."""
    return OverTimeResponse.of(over_time(index.searcher, index.citer, asked.q, asked.filters), index.citer)
