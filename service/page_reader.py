"""What the page of a report shows: its metadata, an outline, its text by blocks, the passage the reader came for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from corpus.types import Report
from index.searcher import Searcher
from index.types import Filters
from service import dates
from service.live import OpenIndex
from service.page_filters import shown_value
from service.page_links import Address
from service.page_relations import Relation, relations
from service.page_report import Run, ShownBlock, runs, shown_blocks
from service.page_text import Span
from service.parameters import SearchParameters

# As many hits as one report is asked for; found terms beyond them stay unmarked.
MOST_HITS = 100


@dataclass(frozen=True, slots=True)
class ReaderView:
    """The page of a report. `chosen` is the passage the reader came for, `lost` says that the report no longer has it,
    `back` is the search that led here."""

    report: Report
    date: str
    distributed: str
    language: str
    words: int
    sources: tuple[str, ...]
    plain_text: str
    outline: tuple[ShownBlock, ...]
    runs: tuple[Run, ...]
    chosen: str | None
    lost: bool
    citation: str
    relations: tuple[Relation, ...]
    query: str
    back: str


def reader_view(
    index: OpenIndex, report_id: str, passage_id: str | None, asked: SearchParameters, here: Address
) -> ReaderView:
    """The page of a report. A passage that it no longer has is no error: the report is still the right one.

    Raises UnknownReportError, BadQueryError.
    """
    report = index.searcher.report(report_id)
    passages = index.searcher.passages(report_id)
    chosen = next((passage for passage in passages if passage.id == passage_id), None)
    marks = _found_terms(index.searcher, report_id, asked) if asked.q else {}
    blocks = shown_blocks(report, passages, marks, chosen.id if chosen else None)
    meta = report.metadata
    return ReaderView(
        report=report,
        date=dates.event_date(meta),
        distributed=dates.date(meta.distribution_date) if meta.distribution_date else "",
        language=shown_value("language", meta.language or ""),
        words=report.summary.words,
        sources=tuple(dict.fromkeys(source for source in (meta.url, *meta.sources) if source)),
        plain_text=f"/api/reports/{quote(report_id, safe='')}/text",
        outline=tuple(block for block in blocks if block.kind == "heading"),
        runs=tuple(runs(blocks)),
        chosen=chosen.id if chosen else None,
        lost=passage_id is not None and chosen is None,
        citation=index.citer.cite(chosen) if chosen else "",
        relations=relations(
            index.searcher.later_versions(report_id),
            [index.searcher.summary(twin) for twin in report.twins],
            "Nearly the same text as:",
        ),
        query=asked.q,
        back=str(Address("/", tuple(pair for pair in here.pairs if pair[0] != "passage"))),
    )


def _found_terms(searcher: Searcher, report_id: str, asked: SearchParameters) -> dict[str, tuple[Span, ...]]:
    """The words of the question in the report, by passage."""
    found = searcher.search(asked.q, k=MOST_HITS, mode="keyword", filters=Filters(report=(report_id,)))
    return {hit.passage.id: hit.highlights for hit in found.hits}
