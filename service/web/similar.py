"""The page of what is like one passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from corpus.types import Passage, ReportSummary
from service.api.routes import Index, PassageId
from service.citations import dates
from service.http.addresses import Address, report_address
from service.live import OpenIndex
from service.reading_list.entries import shown_lines
from service.web.hits import HitView, hit_views
from service.web.list_links import ITEM
from service.web.page_route import PageRoute
from service.web.pages import READ, HomeParameters, templates
from service.web.text import TextPiece, pieces

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class LikeParameters(HomeParameters):
    """What the page takes: the search that led to it, and how many passages to show."""

    k: int = Field(default=20, ge=1, le=100)


@dataclass(frozen=True, slots=True)
class SimilarView:
    """A passage and those that are like it, nearest first. `back` is the search that led here, if one did."""

    passage: Passage
    report: ReportSummary
    date: str
    url: str
    citation: str
    lines: tuple[tuple[TextPiece, ...], ...]
    hits: tuple[HitView, ...]
    query: str
    back: str


@router.api_route("/passages/{id}/similar", methods=READ)
def similar(request: Request, index: Index, id: PassageId, asked: Annotated[LikeParameters, Query()]) -> Response:
    """One passage, and what is like it."""
    here = Address(request.url.path, tuple(request.query_params.multi_items()))
    view = similar_view(index, id, asked, here)
    return templates.TemplateResponse(request, "similar.html", {"view": view, "here": ""})


def similar_view(index: OpenIndex, passage_id: str, asked: LikeParameters, here: Address) -> SimilarView:
    """The page for one passage. Raises UnknownPassageError."""
    passage = index.searcher.passage(passage_id)
    report = index.searcher.summary(passage.report_id)
    found = index.searcher.similar(passage_id, k=asked.k)
    kept = here.only({ITEM}).pairs
    return SimilarView(
        passage=passage,
        report=report,
        date=dates.event_date(report.metadata),
        url=report_address(report.id, passage.id, kept),
        citation=index.citer.cite(passage),
        lines=tuple(pieces(passage.text, span) for span in shown_lines(passage.text)),
        hits=hit_views(kept, found.hits, index.citer),
        query=asked.q,
        back=str(Address("/", tuple(pair for pair in here.pairs if pair[0] != "k"))),
    )
