"""The API's call for the record of a search."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, Field, ValidationInfo, field_validator

from service.api.routes import Index
from service.http.parameter_errors import refuse_repeated
from service.http.problems import documented
from service.reading_list.record_text import to_markdown
from service.reading_list.record_types import Of, Record, Settings
from service.reading_list.recording import record_answer, record_search
from service.schemas.ask import MOST_QUOTES
from service.schemas.parameters import MOST_HITS, Reranking

router = APIRouter(prefix="/api", responses=documented(422, 503), dependencies=[Depends(refuse_repeated)])
LONGEST_NAME = 50  # of the question's words, in the name of the file


class WhatToRecord(BaseModel):
    """A search or an answer."""

    of: Of = Field(default="search", description="Record the passages found, or the answer with its quotes.")


class RecordParameters(Reranking, WhatToRecord):
    """What was searched for, and how the record is to be written."""

    k: int | None = Field(  # type: ignore[assignment]  # here it need not be given
        default=None,
        ge=1,
        le=MOST_HITS,
        description=f"How many hits at most (when left out, 10); of an answer how many quotes, {MOST_QUOTES} at most "
        "(when left out, as many as the kind of question takes).",
    )
    format: Literal["json", "markdown"] = Field(default="json", description="JSON, or Markdown with the JSON in it.")

    @field_validator("k")
    @classmethod
    def few_enough(cls, k: int | None, others: ValidationInfo) -> int | None:
        """Refuse more quotes than an answer has."""
        if k is not None and k > MOST_QUOTES and others.data.get("of") == "answer":
            raise ValueError(f"an answer has {MOST_QUOTES} quotes at most")
        return k


@router.get(
    "/record",
    tags=["search"],
    summary="Record a search",
    response_model=Record,
    responses={200: {"content": {"text/markdown": {"schema": {"type": "string"}}}}},
)
def record(index: Index, response: Response, asked: Annotated[RecordParameters, Query()]) -> Record | Response:
    """What was asked of which build with which model and settings, and what was found, so that it can be described and
    repeated. For an answer the settings `offset`, `mode`, `sort` and `rerank` have no meaning. It comes with a name to
    be saved under."""
    if asked.of == "answer":
        found = index.answerer.answer(asked.q, k=asked.k, filters=asked.filters)
        made = record_answer(index.searcher, found, asked.k)
    else:
        rerank = True if asked.rerank and asked.has_answer else None
        settings = Settings(k=asked.k or 10, offset=asked.offset, mode=asked.mode, sort=asked.sort, rerank=rerank)
        made = record_search(index.searcher, index.citer, asked.q, settings, asked.filters)
    suffix = ".md" if asked.format == "markdown" else ".json"
    headers = {"Content-Disposition": f'attachment; filename="{_name(made)}{suffix}"'}
    if asked.format == "markdown":
        return PlainTextResponse(to_markdown(made), media_type="text/markdown; charset=utf-8", headers=headers)
    response.headers.update(headers)
    return made


def _name(made: Record) -> str:
    """For example "answer-who-chaired-the-first-dialogue-2026-11-24"."""
    return file_name(made.of, made.question, made.made[:10])


def file_name(of: str, question: str, day: str) -> str:
    """The name of a file of a search, without its ending, in plain letters."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:LONGEST_NAME].strip("-")
    return "-".join(filter(None, (of, words, day)))
