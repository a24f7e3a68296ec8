"""What the page of a report shows: its metadata, an outline, its text by blocks, the passage the reader came for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from corpus.types import Passage, Report
from index.types import FoundInReport
from service import dates
from service.live import OpenIndex
from service.originals import Originals, original_address
from service.page_filters import shown_value
from service.page_links import Address, Pairs, report_address, similar_address
from service.page_relations import Relation, relations
from service.page_report import Run, ShownBlock, runs, shown_blocks
from service.parameters import SearchParameters


@dataclass(frozen=True, slots=True)
class FoundHere:
    """The passages of the report that the search found: how many, which of them is open (counted from 1, None: none of
    them), and the addresses of those before and after it."""

    total: int
    at: int | None
    previous: str | None
    following: str | None


@dataclass(frozen=True, slots=True)
class ReaderView:
    """The page of a report. `chosen` is the passage the reader came for, `lost` says that the report no longer has it,
    `back` is the search that led here, `found` what it found in the report. `original` is the address of the report's
    file, None where it is not served; where it has `leaves` it opens at one of them, at `leaf` for the passage."""

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
    found: FoundHere | None
    more_like: str
    original: str | None
    leaves: bool
    leaf: int | None


def reader_view(
    index: OpenIndex,
    originals: Originals,
    report_id: str,
    passage_id: str | None,
    asked: SearchParameters,
    here: Address,
) -> ReaderView:
    """The page of a report. A passage that it no longer has is no error: the report is still the right one.

    Raises UnknownReportError, BadQueryError.
    """
    report = index.searcher.report(report_id)
    passages = index.searcher.passages(report_id)
    chosen = next((passage for passage in passages if passage.id == passage_id), None)
    found = index.searcher.found_in(report_id, asked.q, mode=asked.mode, filters=asked.filters) if asked.q else None
    ids = [passage.id for passage in passages]
    blocks = shown_blocks(report, passages, found.marks if found else {}, chosen.id if chosen else None)
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
        found=_found_here(found, report_id, ids, chosen, here.pairs) if found else None,
        more_like=similar_address(chosen.id, here.pairs) if chosen else "",
        original=original_address(report_id) if originals.has(report.summary) else None,
        leaves=report.path.lower().endswith(".pdf"),
        leaf=chosen.pages[0] if chosen and chosen.pages else None,
        query=asked.q,
        back=str(Address("/", tuple(pair for pair in here.pairs if pair[0] != "passage"))),
    )


def _found_here(
    found: FoundInReport, report_id: str, order: list[str], chosen: Passage | None, pairs: Pairs
) -> FoundHere:
    """Where the open passage stands among those found, and the ways from it to the ones beside it."""
    place = {passage: n for n, passage in enumerate(order)}
    here = place[chosen.id] if chosen else -1
    before = [passage for passage in found.passages if place[passage] < here]
    after = [passage for passage in found.passages if place[passage] > here]
    search = tuple(pair for pair in pairs if pair[0] != "passage")
    return FoundHere(
        total=len(found.passages),
        at=len(before) + 1 if chosen and chosen.id in found.passages else None,
        previous=report_address(report_id, before[-1], search) if before else None,
        following=report_address(report_id, after[0], search) if after else None,
    )
