"""Any words of a report, wherever they begin and end: cut, cited, and named for a reading list."""

from __future__ import annotations

from dataclasses import dataclass

from index.search.searcher import Searcher
from service.citations.citer import Citer, Style
from service.errors import UnknownPlaceError
from service.reading_list.entries import LONGEST_SPAN, span_key


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """`quote` is exactly the report's text at the place; `key` names it on a reading list."""

    quote: str
    citation: str
    key: str


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
    return CitedPlace(text[start:end], citer.cite_span(report_id, span, style), span_key(report_id, text, start, end))
