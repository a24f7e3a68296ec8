"""The API's calls for searches, reports and passages, with what they take and answer. Each takes the open build once,
so that it finishes on the build it began with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import PlainTextResponse
from pydantic import Field

from corpus.dates import first_day
from service.citations.citer import STYLES, Style
from service.collection import (
    Listed,
    Numbering,
    Order,
    SortKey,
    State,
    Wanted,
    collection,
    natural_order,
    ordered,
    passes,
)
from service.http.api_model import ApiModel
from service.http.parameter_errors import refuse_repeated
from service.http.problems import documented
from service.live import LiveIndex, OpenIndex
from service.reading_list.places import cite_place
from service.schemas import base as schemas
from service.schemas.base import Hit, LaterVersion, Passage, ReportSummary
from service.schemas.parameters import (
    CitationParameters,
    ExplainedSearch,
    FilterParameters,
    NoParameters,
    PageParameters,
    PartialDate,
    SimilarParameters,
    SpanParameters,
)


class PassageList(ApiModel):
    """All passages of one report, in order."""

    total: int = Field(description="How many passages the report has.", examples=[9])
    passages: list[Passage]


class PassageInContext(ApiModel):
    """One passage and what surrounds it."""

    passage: Passage
    report: ReportSummary
    previous: Passage | None = Field(description="The passage before it in its report.")
    next: Passage | None = Field(description="The passage after it in its report.")
    citation: str = Field(description="Ready for a footnote, in style `un`.", examples=["A/79/352, para. 41"])


class Citation(ApiModel):
    """One passage, cited."""

    style: Style = Field(description="The style it is written in.")
    text: str = Field(description="The citation, or the content of a file.", examples=["A/79/352, para. 41"])
    media_type: str = Field(description="The media type of a file with this text.", examples=["text/plain"])


class SimilarPassages(ApiModel):
    """What is like one passage. The scores are cosines."""

    passage: str = Field(description="The passage that was named.", examples=["3f6c2a9d01b7e845"])
    total: int = Field(description="How many passages were compared closely.", examples=[100])
    hits: list[Hit]


class SpanCitation(Citation):
    """Words of a report, cited."""

    quote: str = Field(description="The words, cut from the report's text.", examples=["The meeting was suspended."])
    key: str = Field(description="The place on a reading list.", examples=["cd-tip-2023:812-838:1f0c2a9d"])
    url: str = Field(
        description="The page of the report, opened at these words; where they go beyond one passage, at the passage "
        "that they begin in.",
        examples=["/reports/cd-tip-2023?passage=3f6c2a9d01b7e845&words=0-26#words"],
    )


class ListedReport(ReportSummary):
    """A report in the list of the collection."""

    symbols: list[str] = Field(description="All its document symbols.", examples=[["CTOC/COP/WG.4/2010/6"]])
    start_date: str | None = Field(description="First day of the event.", examples=["2023-10-04"])
    end_date: str | None = Field(description="Last day of the event.", examples=["2023-10-04"])
    language: str | None = Field(description="ISO 639-1 code.", examples=["en"])
    words: int = Field(description="How many words its body has.", examples=[512])
    paragraphs: int = Field(description="How many paragraphs it has.", examples=[14])
    numbered: int = Field(description="How many of them have a printed number.", examples=[0])
    state: State = Field(
        description="What the last rebuild did with it; `indexed` when it had nothing to compare with.",
        examples=["unchanged"],
    )
    entered: str | None = Field(
        description="The time, UTC, of the rebuild that took it in; null where that is not known.",
        examples=["2026-12-03T06:15:21Z"],
    )
    changed: str | None = Field(
        description="The time of the last rebuild since that found its file or its sidecar changed.", examples=[None]
    )
    labels: list[str] = Field(
        description="What a reader must know of the text: draft, limited distribution, conference room paper, "
        "machine-read, poor text layer.",
        examples=[["draft"]],
    )
    twins: list[str] = Field(description="Reports of this collection that are nearly the same text.")
    later_versions: list[LaterVersion] = Field(description="Reports that revise or correct this one.")

    @classmethod
    def listed(cls, one: Listed) -> Self:
        """The answer about one report of the list."""
        report, metadata = one.report, one.report.metadata
        return cls(
            **ReportSummary.of(report).model_dump(),
            symbols=list(metadata.symbols),
            start_date=metadata.start_date,
            end_date=metadata.end_date,
            language=metadata.language,
            words=report.words,
            paragraphs=report.paragraphs,
            numbered=report.numbered,
            state=one.state,
            entered=one.arrival.entered,
            changed=one.arrival.changed,
            labels=list(metadata.labels),
            twins=list(report.twins),
            later_versions=[LaterVersion.of(version) for version in one.later],
        )


class ReportList(ApiModel):
    """A part of the list of the collection."""

    total: int = Field(description="How many reports pass the filters.", examples=[65])
    reports: list[ListedReport] = Field(description="In the order that was asked for.")


class ReportsParameters(FilterParameters):
    """Which reports, in which order."""

    title: str = Field(
        default="",
        max_length=200,
        description="Only reports with all these words in their title, symbols or path.",
        examples=["trafficking in persons"],
    )
    numbering: Numbering | None = Field(default=None, description="Only reports with, or without, printed numbers.")
    state: State | None = Field(
        default=None,
        description="Only reports that the last rebuild added, changed or left unchanged; `indexed` where it had "
        "nothing to compare with.",
    )
    new_since: PartialDate | None = Field(
        default=None, description="Only reports that entered the collection on this day or later, UTC."
    )
    sort: SortKey = Field(
        default="date",
        description="What the list is sorted by; `entered` is when a report was first in the collection, `unsure` puts "
        "first the reports whose metadata should be checked.",
    )
    order: Order | None = Field(
        default=None,
        description="Which end comes first; when left out, the newest, the most paragraphs, and the start of all "
        "else. Reports for which it is not known come last.",
    )

    @property
    def wanted(self) -> Wanted:
        """Which reports to list."""
        since = first_day(self.new_since) if self.new_since else None
        return Wanted(self.filters, self.title, self.numbering, self.state, since)

    @property
    def applied_order(self) -> Order:
        """The order that applies."""
        return self.order or natural_order(self.sort)


class CollectionParameters(PageParameters, ReportsParameters):
    """Which reports, in which order, and which part of that list."""


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
    found = asked.found_in(index.searcher, asked.each, index.answerer.order if asked.rerank else None)
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
        url=cited.url,
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
