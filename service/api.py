"""The API's calls. Each takes the open build once, so that it finishes on the build it began with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import PlainTextResponse

from service.citations.citer import STYLES
from service.collection import collection, ordered, passes
from service.http.parameter_errors import refuse_repeated
from service.http.problems import documented
from service.live import LiveIndex, OpenIndex
from service.parameters_reports import CollectionParameters
from service.reading_list.places import cite_place
from service.schemas.base import base as schemas
from service.schemas.parameters import (
    CitationParameters,
    ExplainedSearch,
    NoParameters,
    SimilarParameters,
    SpanParameters,
)
from service.schemas_places import Citation, PassageInContext, PassageList, SimilarPassages, SpanCitation
from service.schemas_reports import ListedReport, ReportList

router = APIRouter(prefix="/api", responses=documented(422, 503), dependencies=[Depends(refuse_repeated)])
UNKNOWN = documented(404)


async def open_index(request: Request) -> AsyncIterator[OpenIndex]:
    """The live build, held open until the answer has been made. Asynchronous because it never waits: a synchronous one
    would go through the thread pool twice for each request."""
    live: LiveIndex = request.app.state.live
    with live.lease() as index:
        yield index


Index = Annotated[OpenIndex, Depends(open_index)]
Nothing = Annotated[NoParameters, Query()]
ReportId = Annotated[str, Path(description="The report's id.", examples=["cd-tip-2023"])]
PassageId = Annotated[str, Path(description="The passage's id.", examples=["3f6c2a9d01b7e845"])]


@router.get("/search", tags=["search"], summary="Find passages")
def search(index: Index, asked: Annotated[ExplainedSearch, Query()]) -> schemas.SearchResponse:
    """The passages that answer a question, each with its report and a ready citation: the best first or by date, one by
    one or put together by report."""
    found = asked.found_in(index.searcher, asked.each)
    return schemas.SearchResponse.of(found, index.citer.cite, asked.explain)


@router.get("/reports", tags=["reports"], summary="List the reports")
def reports(index: Index, asked: Annotated[CollectionParameters, Query()]) -> ReportList:
    """The reports that pass the filters, newest first unless another order is asked for."""
    listed = [one for one in collection(index.searcher) if passes(one, asked.wanted)]
    part = ordered(listed, asked.sort, asked.applied_order)[asked.offset : asked.offset + asked.limit]
    return ReportList(total=len(listed), reports=[ListedReport.listed(one) for one in part])


@router.get("/reports/{id}", tags=["reports"], summary="One report", responses=UNKNOWN)
def report(index: Index, id: ReportId, _: Nothing) -> schemas.Report:
    """One report with its structure."""
    return schemas.Report.whole(index.searcher.report(id), index.searcher.later_versions(id))


@router.get(
    "/reports/{id}/text",
    tags=["reports"],
    summary="The text of a report",
    response_class=PlainTextResponse,
    responses=UNKNOWN,
)
def text(index: Index, id: ReportId, _: Nothing) -> PlainTextResponse:
    """The canonical text, exactly: all offsets of the report count its code points."""
    return PlainTextResponse(index.searcher.report(id).text)


@router.get("/reports/{id}/passages", tags=["reports"], summary="The passages of a report", responses=UNKNOWN)
def passages(index: Index, id: ReportId, _: Nothing) -> PassageList:
    """All passages of one report, in order."""
    found = [schemas.Passage.model_validate(passage) for passage in index.searcher.passages(id)]
    return PassageList(total=len(found), passages=found)


@router.get("/reports/{id}/citation", tags=["reports"], summary="Cite any words of a report", responses=UNKNOWN)
def span_citation(index: Index, id: ReportId, wanted: Annotated[SpanParameters, Query()]) -> SpanCitation:
    """The words from `start` to `end` of a report's text, cut from it, with a ready citation of exactly those, and the
    key of the place on a reading list."""
    cited = cite_place(index.searcher, index.citer, id, (wanted.start, wanted.end), wanted.style)
    return SpanCitation(
        style=wanted.style,
        text=cited.citation,
        media_type=STYLES[wanted.style].media_type,
        quote=cited.quote,
        key=cited.key,
    )


@router.get("/passages/{id}", tags=["passages"], summary="One passage", responses=UNKNOWN)
def passage(index: Index, id: PassageId, _: Nothing) -> PassageInContext:
    """One passage with the ones before and after it."""
    around = index.searcher.neighbours(id)
    found = index.searcher.report(around.passage.report_id)
    return PassageInContext.model_validate(
        {
            "passage": around.passage,
            "report": schemas.ReportSummary.of(found),
            "previous": around.previous,
            "next": around.following,
            "citation": index.citer.cite(around.passage),
        }
    )


@router.get("/passages/{id}/similar", tags=["passages"], summary="More like one passage", responses=UNKNOWN)
def similar(index: Index, id: PassageId, wanted: Annotated[SimilarParameters, Query()]) -> SimilarPassages:
    """The passages of the collection that are nearest in meaning to one passage, nearest first."""
    found = index.searcher.similar(id, k=wanted.k)
    return SimilarPassages(
        passage=id, total=found.total, hits=[schemas.Hit.of(hit, index.citer.cite(hit.passage)) for hit in found.hits]
    )


@router.get("/passages/{id}/citation", tags=["passages"], summary="Cite a passage", responses=UNKNOWN)
def citation(index: Index, id: PassageId, wanted: Annotated[CitationParameters, Query()]) -> Citation:
    """A ready citation with its pinpoint: a footnote (`un`, `chicago`) or an entry for a reference manager (`bibtex`,
    `ris`, `csl`)."""
    cited = index.citer.cite(index.searcher.passage(id), wanted.style)
    return Citation(style=wanted.style, text=cited, media_type=STYLES[wanted.style].media_type)
