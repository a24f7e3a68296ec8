"""A quote: words cut from a report at the moment they are shown, checked against the stored text and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

import structlog

from corpus.types import Passage, ReportSummary

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is exactly the report's canonical text from `start` to `end` (code points), inside `passage`; `n` counts
    from 1 within an answer; `citation` is ready to be put in a footnote."""

    n: int
    text: str
    start: int
    end: int
    passage: Passage
    report: ReportSummary
    citation: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many quotes were shown since the process began, and how many were dropped because they did not slice."""

    shown: int = 0
    dropped: int = 0


class _Tally:
    """Counts from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts = Counts()

    @property
    def counts(self) -> Counts:
        return self._counts

    def add(self, exact: bool) -> None:
        with self._lock:
            now = self._counts
            self._counts = Counts(now.shown + exact, now.dropped + (not exact))


_tally = _Tally()


def counted() -> Counts:
    """How many quotes this process has shown and dropped."""
    return _tally.counts


def cut_quote(report_text: str, start: int, end: int) -> str:
    """The words from `start` to `end` (code points) of a report's canonical text.

    Raises ValueError for a span that is empty or reaches outside the text, which slicing alone would let pass.
    """
    if not 0 <= start < end <= len(report_text):
        raise ValueError(f"The span {start}–{end} is not inside a text of {len(report_text)} characters.")
    return report_text[start:end]


def shown(text: str, report_text: str, start: int, end: int, report_id: str) -> bool:
    """Whether `text` is exactly the stored `report_text` from `start` to `end`: asked of every quote at the moment it
    is shown, and counted. One that is not is logged as an error, and the caller must leave it out."""
    exact = 0 <= start < end <= len(report_text) and report_text[start:end] == text
    _tally.add(exact)
    if not exact:
        log.error("quote dropped: it is not what the report says", report=report_id, start=start, end=end, text=text)
    return exact


def exact_quotes(quotes: Iterable[Quote], text_of: Callable[[str], str]) -> list[Quote]:
    """The quotes that are exactly what their report says, in order; the others are counted
    and logged. `text_of` gives a report's canonical text by its id."""
    return [
        quote
        for quote in quotes
        if shown(quote.text, text_of(quote.report.id), quote.start, quote.end, quote.report.id)
    ]
