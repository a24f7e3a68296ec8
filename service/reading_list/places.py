"""Any words of a report, wherever they begin and end: cut, cited, addressed, and named for a reading list."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from corpus.types import Passage
from index.search.searcher import Searcher
from service.citations.citer import Citer, Style
from service.errors import UnknownPlaceError
from service.http.addresses import Pairs, report_address, words_address
from service.reading_list.entries import LONGEST_SPAN, span_key


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """`quote` is exactly the report's text at the place; `key` names it on a reading list, `url` is its address."""

    quote: str
    citation: str
    key: str
    url: str


def cite_place(
    searcher: Searcher, citer: Citer, report_id: str, span: tuple[int, int], style: Style = "un"
) -> CitedPlace:
    """The words at `span` of a report's text, in code points, with their citation. Raises UnknownReportError, and
    UnknownPlaceError where there are no words or too many."""
    text = searcher.text(report_id)
    start, end = span
    if not (start < end <= len(text) and text[start:end].strip()):
        raise UnknownPlaceError(
            f"There are no words from {start:,} to {end:,}: the text has {len(text):,} characters.",
            "Give a start before the end, both inside the text.",
        )
    if end - start > LONGEST_SPAN:
        raise UnknownPlaceError(
            f"{end - start:,} characters are too many for one citation.", f"Cite {LONGEST_SPAN:,} at most."
        )
    passage = next((one for one in searcher.passages(report_id) if one.start <= start < one.end), None)
    return CitedPlace(
        quote=text[start:end],
        citation=citer.cite_span(report_id, span, style),
        key=span_key(report_id, text, start, end),
        url=place_address(searcher, report_id, passage, start, (), end),
    )


def anchor(place: int) -> str:
    """How the block at `place` among those of a report is named in addresses."""
    return f"b-{place + 1}"


def place_address(
    searcher: Searcher, report_id: str, passage: Passage | None, start: int, search: Pairs = (), end: int | None = None
) -> str:
    """The page of a report, opened at `passage`, and at its words from `start` to `end` of the text where an end in it
    is given, or else, since no passage holds a heading, at the block with the character `start`. Raises
    UnknownReportError."""
    if passage and end is not None and passage.start <= start < end <= passage.end:
        return words_address(passage, start, end, search)
    if passage:
        return report_address(report_id, passage.id, search)
    blocks = searcher.report(report_id).blocks
    block = bisect_right(blocks, start, key=lambda block: block.end)
    if block >= len(blocks):
        return report_address(report_id, None, search)
    name = anchor(block)
    return f"{report_address(report_id, None, (*search, ('at', name)))}#{name}"
