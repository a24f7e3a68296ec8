"""A place in a report, as the page shows it: its source, its words, and what is not to the letter."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import ReportSummary
from service.citations.citer import dates
from service.live import OpenIndex
from service.page_places import place_address
from service.page_relations import Relation, relations
from service.page_verified_runs import Run, runs_of
from service.quotations.alignment import Segment
from service.quotations.folding import Change
from service.quotations.types import Closest, Place
from service.reading_list.entries import quote_key, span_key

CHANGES: dict[Change, str] = {
    "white space": "spacing",
    "quotation marks": "quotation marks",
    "dashes": "dashes",
    "hyphenation": "hyphens at line ends",
    "characters": "ligatures or accents",
    "markup": "marks of formatting",
    "final punctuation": "punctuation at the end",
    "note sign": "a note sign",
    "paragraph number": "a paragraph number in front",
    "altered in brackets": "what is in brackets",
    "words left out": "words left out",
    "marks of omission": "marks of omission",
}


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place with its source; `key` names it on a reading list.

    `runs` are the quotation and what stands around it; `differs` says what is not to the letter; `elsewhere` that this
    is not the report that was named.
    """

    report: ReportSummary
    key: str
    date: str
    url: str
    citation: str
    relations: tuple[Relation, ...]
    runs: tuple[Run, ...]
    differs: str
    headings: tuple[str, ...]
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class ClosestView:
    """The text that comes nearest, with the differences; `same` is the share of equal words in per cent."""

    place: PlaceView
    segments: tuple[Segment, ...]
    same: int


def place_view(index: OpenIndex, place: Place | Closest, *, elsewhere: bool) -> PlaceView:
    """The place for the page; `elsewhere` says that it is not in the report that was named."""
    passage = place.passages[0] if place.passages else None
    searcher = index.searcher
    return PlaceView(
        report=place.report,
        key=_key(searcher.text(place.report.id), place),
        date=dates.event_date(place.report.metadata),
        url=place_address(searcher, place.report.id, passage, place.span[0]),
        citation=index.citer.cite(place.anchor, "un", place.span),
        relations=relations(
            searcher.later_versions(place.report.id),
            [searcher.summary(twin) for twin in place.report.twins],
            "Nearly the same text as:",
        ),
        runs=runs_of(searcher.text(place.report.id), place) if isinstance(place, Place) else (),
        differs=_differs(place.changes) if isinstance(place, Place) else "",
        headings=passage.headings if passage else (),
        elsewhere=elsewhere,
    )


def closest_view(index: OpenIndex, closest: Closest) -> ClosestView:
    """The text that comes nearest, for the page."""
    return ClosestView(place_view(index, closest, elsewhere=False), closest.segments, round(100 * closest.similarity))


def _differs(changes: frozenset[Change]) -> str:
    return ", ".join(words for change, words in CHANGES.items() if change in changes)


def _key(text: str, place: Place | Closest) -> str:
    """The place on a reading list: by its passage where one holds it all, which lasts longer."""
    start, end = place.span
    inside = next((one for one in place.passages if one.start <= start and end <= one.end), None)
    return quote_key(inside, start, end) if inside else span_key(place.report.id, text, start, end)
