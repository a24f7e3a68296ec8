"""What the page of a report shows: its metadata, an outline, its text by blocks, the passage the reader came for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from corpus.types import Passage, Report
from index.types import FoundInReport
from service.api.files import Originals, original_address
from service.citations import dates
from service.http.addresses import Address, Pairs, report_address, search_of, similar_address, words_address
from service.live import OpenIndex
from service.reading_list.entries import Span, quote_key
from service.schemas.active_filters import shown_value
from service.schemas.parameters import SearchParameters
from service.web.hits import Relation, relations
from service.web.parts import PartsView, part_showing, part_with, parts, parts_view
from service.web.report import BlockRun, ShownReading, anchored, runs, shown_blocks, shown_readings


@dataclass(frozen=True, slots=True)
class ReaderPlace:
    """Where a report is opened: at a passage, by its id, and at `words` of it, as offsets into its text, or else at a
    block, by its anchor, or else at a part; "all" is the whole report on one page, wherever it is opened."""

    passage: str | None = None
    words: Span | None = None
    at: str | None = None
    part: int | Literal["all"] | None = None


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
    """The page of a report. `chosen` is the passage the reader came for, `key` names it, or the words of it that they
    came for, on a reading list, `citation` cites those and `place` is their address; `lost` says that the report no
    longer has the place, `back` is the search that led here, `found` what it found in the report. `original` is the
    address of the report's file, None where it is not served; where it has `leaves` it opens at one of them, at
    `leaf`."""

    report: Report
    date: str
    distributed: str
    readings: tuple[ShownReading, ...]
    language: str
    words: int
    sources: tuple[str, ...]
    plain_text: str
    parts: PartsView
    runs: tuple[BlockRun, ...]
    chosen: str | None
    lost: bool
    key: str
    citation: str
    place: str
    relations: tuple[Relation, ...]
    query: str
    back: str
    found: FoundHere | None
    more_like: str
    original: str | None
    leaves: bool
    leaf: int | None


def reader_view(
    index: OpenIndex, originals: Originals, report_id: str, place: ReaderPlace, asked: SearchParameters, here: Address
) -> ReaderView:
    """The page of a report. A place that it no longer has is no error: the report is still the right one.

    Raises UnknownReportError, BadQueryError.
    """
    report, summary = index.searcher.report(report_id), index.searcher.summary(report_id)
    passages = index.searcher.passages(report_id)
    chosen = next((passage for passage in passages if passage.id == place.passage), None)
    words = _words(place, chosen)
    search = search_of(here.pairs)
    kept = (*search, ("part", "all")) if place.part == "all" else search
    found = index.searcher.found_in(report_id, asked.q, mode=asked.mode, filters=asked.filters) if asked.q else None
    cut = parts(report, passages)
    shown = parts_view(report, cut, _part(report, cut, place, chosen, words), search)
    marks = found.marks if found else {}
    blocks = shown_blocks(report, passages, marks, chosen.id if chosen else None, shown.blocks, words)
    meta = report.metadata
    return ReaderView(
        report=report,
        date=dates.event_date(meta),
        distributed=dates.date(meta.distribution_date) if meta.distribution_date else "",
        readings=shown_readings(report),
        language=shown_value("language", meta.language or ""),
        words=summary.words,
        sources=tuple(dict.fromkeys(source for source in (meta.url, *meta.sources) if source)),
        plain_text=f"/api/reports/{quote(report_id, safe='')}/text",
        parts=shown,
        runs=tuple(runs(blocks)),
        chosen=chosen.id if chosen else None,
        lost=_lost(report, place) if chosen is None else place.words is not None and words is None,
        key=quote_key(chosen, *(words or (chosen.start, chosen.end))) if chosen else "",
        citation=index.citer.cite(chosen, span=words) if chosen else "",
        place=words_address(chosen, *(words or (chosen.start, chosen.end))) if chosen else "",
        relations=relations(
            index.searcher.later_versions(report_id),
            [index.searcher.summary(twin) for twin in report.twins],
            "Nearly identical to:",
        ),
        found=_found_here(found, report_id, [passage.id for passage in passages], chosen, kept) if found else None,
        more_like=similar_address(chosen.id, search) if chosen else "",
        original=original_address(report_id) if originals.has(summary) else None,
        leaves=report.path.lower().endswith(".pdf"),
        leaf=chosen.pages[0] if chosen and chosen.pages else shown.leaf,
        query=asked.q,
        back=str(Address("/", search)),
    )


def _part(
    report: Report, cut: Sequence[range], place: ReaderPlace, chosen: Passage | None, words: Span | None
) -> int | None:
    """Which of the parts to show, counted from 0; None: all of them."""
    if place.part == "all" or len(cut) == 1:
        return None
    if chosen:
        return part_showing(report, cut, words[0] if words else chosen.start)
    if place.at and not _lost(report, place):
        return part_with(cut, anchored(place.at))
    return min(place.part or 1, len(cut)) - 1


def _words(place: ReaderPlace, chosen: Passage | None) -> Span | None:
    """The words that the report is opened at, as offsets into its text; None where the passage has not got them."""
    if place.words is None or chosen is None:
        return None
    start, end = place.words
    if not start < end <= len(chosen.text) or not chosen.text[start:end].strip():
        return None
    return chosen.start + start, chosen.start + end


def _lost(report: Report, place: ReaderPlace) -> bool:
    """Whether the report has not got the block, or not got the passage, that it should be opened at."""
    return place.passage is not None or (place.at is not None and anchored(place.at) >= len(report.blocks))


def _found_here(
    found: FoundInReport, report_id: str, order: list[str], chosen: Passage | None, kept: Pairs
) -> FoundHere:
    """Where the open passage stands among those found, and the ways from it to the ones beside it."""
    place = {passage: n for n, passage in enumerate(order)}
    here = place[chosen.id] if chosen else -1
    before = [passage for passage in found.passages if place[passage] < here]
    after = [passage for passage in found.passages if place[passage] > here]
    return FoundHere(
        total=len(found.passages),
        at=len(before) + 1 if chosen and chosen.id in found.passages else None,
        previous=report_address(report_id, before[-1], kept) if before else None,
        following=report_address(report_id, after[0], kept) if after else None,
    )
