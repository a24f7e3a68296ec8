"""The API's call for suggestions while somebody types."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from service.api.routes import Index
from service.http.api_model import ApiModel
from service.http.parameter_errors import refuse_repeated
from service.http.problems import documented
from service.suggestions import Kind

router = APIRouter(prefix="/api", responses=documented(422, 503), dependencies=[Depends(refuse_repeated)])


class SuggestParameters(BaseModel):
    """What was typed so far."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(max_length=200, description="What was typed so far.", examples=["traff"])
    limit: int = Field(default=8, ge=1, le=50, description="How many suggestions at most.")


class Suggestion(ApiModel):
    """Something that the collection has."""

    kind: Kind = Field(description="What it is: a term that reports use, or a report's own.", examples=["term"])
    text: str = Field(description="As the collection has it.", examples=["trafficking in persons"])
    about: str = Field(
        description="The short form of a term, the symbol of a report, the title behind a symbol; or empty.",
        examples=["TIP"],
    )
    reports: int = Field(description="How many reports have it.", examples=[26])
    url: str = Field(
        description="The page to open: a search for a term, a series or a body to search in, a report.",
        examples=["/?q=trafficking+in+persons"],
    )


class SuggestResponse(ApiModel):
    """Suggestions, the best first."""

    suggestions: list[Suggestion]


@router.get("/suggest", tags=["search"], summary="Suggest while somebody types")
def suggest(index: Index, asked: Annotated[SuggestParameters, Query()]) -> SuggestResponse:
    """Titles, symbols, series, bodies and terms of the collection that have a word beginning with each word typed."""
    found = index.suggestions.starting(asked.q, asked.limit)
    return SuggestResponse(suggestions=[Suggestion.model_validate(one) for one in found])
