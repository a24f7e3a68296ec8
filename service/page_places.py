"""Where the page of a report shows a place of its text."""

from __future__ import annotations

from bisect import bisect_right

from corpus.types import Passage
from index.search.searcher import Searcher
from service.http.addresses import Pairs, report_address, words_address
from service.page_report import anchor


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
