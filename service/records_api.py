"""The API's call for the record of a search."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, Response
from pydantic import Field

from service import records
from service.api import Index
from service.parameters import SearchParameters
from service.problems import documented

router = APIRouter(prefix="/api", responses=documented(422, 503))


class RecordParameters(SearchParameters):
    """What was searched for, and how the record is to be written."""

    of: records.Of = Field(default="search", description="Record the passages found, or the answer with its quotes.")
    format: Literal["json", "markdown"] = Field(default="json", description="JSON, or Markdown with the JSON in it.")


@router.get(
    "/record",
    tags=["search"],
    summary="Record a search",
    response_model=records.Record,
    responses={200: {"content": {"text/markdown": {"schema": {"type": "string"}}}}},
)
def record(index: Index, asked: Annotated[RecordParameters, Query()]) -> records.Record | Response:
    """What was asked of which build with which model and settings, and what was found, so that it can be described and
    repeated. For an answer the settings `k`, `offset`, `mode` and `sort` have no meaning."""
    if asked.of == "answer":
        found = index.answerer.answer(asked.q, filters=asked.filters)
        made = records.record_answer(index.searcher, found, None)
    else:
        settings = records.Settings(k=asked.k, offset=asked.offset, mode=asked.mode, sort=asked.sort)
        made = records.record_search(index.searcher, index.citer, asked.q, settings, asked.filters)
    if asked.format == "markdown":
        return PlainTextResponse(records.to_markdown(made), media_type="text/markdown; charset=utf-8")
    return made
