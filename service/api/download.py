"""The API's calls for whole lists as files: what a search found, and the reports of the collection, as CSV or JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from index.types import Hit
from service.api.record import file_name
from service.api.routes import Index, ListedReport, ReportList, ReportsParameters
from service.collection import collection, ordered, passes
from service.http.addresses import report_address
from service.http.api_model import ApiModel
from service.http.parameter_errors import refuse_repeated
from service.http.problems import documented
from service.http.root_path import site_address
from service.live import OpenIndex
from service.schemas.base import SearchResponse
from service.schemas.parameters import RankedParameters

Cell = str | int | float | None
Row = Mapping[str, Cell]

CSV = "text/csv; charset=utf-8; header=present"
JSON = "application/json"
# What spreadsheets take for the beginning of a formula: signs, also as wide as East Asian letters, and what they skip.
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")

router = APIRouter(prefix="/api/download", responses=documented(422, 503), dependencies=[Depends(refuse_repeated)])
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, to be saved under the name it comes with.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


class FileParameters(BaseModel):
    """How to write a list."""

    format: Literal["csv", "json"] = Field(
        default="json",
        description="CSV in UTF-8 with a first row of names, in which no cell is a formula, or JSON as the list's own "
        "call answers.",
    )


class SearchFileParameters(RankedParameters, FileParameters):
    """A search."""


class ReportsFileParameters(ReportsParameters, FileParameters):
    """Which reports, in which order."""


@router.get(
    "/search", tags=["search"], summary="Download what a search found", response_model=SearchResponse, responses=FILE
)
def search(request: Request, index: Index, asked: Annotated[SearchFileParameters, Query()]) -> Response:
    """All passages that a search ranked, each with its report and a ready citation, as a file."""
    found = index.searcher.search(
        asked.q, k=index.searcher.manifest.passages, mode=asked.mode, filters=asked.filters, sort=asked.sort
    )
    site = site_address(request)
    name = file_name("search", asked.q, _today())
    if asked.format == "json":
        return _json(SearchResponse.of(found, index.citer.cite), name)
    return _csv([_passage_row(hit, index, site) for hit in found.hits], PASSAGE_COLUMNS, name)


@router.get(
    "/reports", tags=["reports"], summary="Download the list of reports", response_model=ReportList, responses=FILE
)
def reports(request: Request, index: Index, asked: Annotated[ReportsFileParameters, Query()]) -> Response:
    """All reports that pass the filters, newest first unless another order is asked for, as a file."""
    listed = [one for one in collection(index.searcher) if passes(one, asked.wanted)]
    every = [ListedReport.listed(one) for one in ordered(listed, asked.sort, asked.applied_order)]
    name = f"reports-{_today()}"
    if asked.format == "json":
        return _json(ReportList(total=len(every), reports=every), name)
    site = site_address(request)
    rows = [{name: cell(one, site) for name, cell in REPORT_COLUMNS.items()} for one in every]
    return _csv(rows, tuple(REPORT_COLUMNS), name)


PASSAGE_COLUMNS = (
    "rank", "report", "symbol", "date", "series", "body", "kind", "headings", "paragraphs", "pages", "passage",
    "citation", "link", "report_id", "passage_id",
)  # fmt: skip


def _passage_row(hit: Hit, index: OpenIndex, site: str) -> Row:
    passage, metadata = hit.passage, hit.report.metadata
    return {
        "rank": hit.rank,
        "report": metadata.title,
        "symbol": metadata.symbol,
        "date": metadata.date,
        "series": metadata.series,
        "body": metadata.body,
        "kind": metadata.kind,
        "headings": " > ".join(passage.headings),
        "paragraphs": passage.paragraphs,
        "pages": "–".join(str(page) for page in dict.fromkeys(passage.pages or ())),
        "passage": passage.text,
        "citation": index.citer.cite(passage),
        "link": f"{site}{report_address(passage.report_id, passage.id)}",
        "report_id": passage.report_id,
        "passage_id": passage.id,
    }


REPORT_COLUMNS: dict[str, Callable[[ListedReport, str], Cell]] = {
    "title": lambda one, _: one.title,
    "symbols": lambda one, _: "; ".join(one.symbols),
    "date": lambda one, _: one.date,
    "start_date": lambda one, _: one.start_date,
    "end_date": lambda one, _: one.end_date,
    "series": lambda one, _: one.series,
    "body": lambda one, _: one.body,
    "kind": lambda one, _: one.kind,
    "language": lambda one, _: one.language,
    "words": lambda one, _: one.words,
    "paragraphs": lambda one, _: one.paragraphs,
    "numbered": lambda one, _: one.numbered,
    "entered": lambda one, _: one.entered,
    "changed": lambda one, _: one.changed,
    "state": lambda one, _: one.state,
    "labels": lambda one, _: "; ".join(one.labels),
    "twins": lambda one, _: "; ".join(one.twins),
    "later_versions": lambda one, _: "; ".join(later.id for later in one.later_versions),
    "source": lambda one, _: one.url,
    "path": lambda one, _: one.path,
    "link": lambda one, site: f"{site}{report_address(one.id)}",
    "id": lambda one, _: one.id,
}


def safe_cell(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _csv(rows: Sequence[Row], columns: Sequence[str], name: str) -> Response:
    """RFC 4180, with the mark by which spreadsheets know UTF-8; every text is quoted, so that none is cut at a sign by
    which another country's spreadsheets part cells."""
    file = io.StringIO(newline="")
    written = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    written.writerow(columns)
    written.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    return Response(file.getvalue().encode("utf-8-sig"), media_type=CSV, headers=_named(f"{name}.csv"))


def _json(answer: ApiModel, name: str) -> Response:
    return Response(answer.model_dump_json(), media_type=JSON, headers=_named(f"{name}.json"))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
