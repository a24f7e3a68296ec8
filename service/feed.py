"""What is new in the collection, or new of what discusses a question: reports by when they last entered or changed. One
for which neither time is known is not new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.types import ReportSummary
from index.search.searcher import Searcher
from index.search.themes import ReportStrength, Theme
from index.storage.arrivals import Arrival
from service.citations.citer import Citer
from service.citations.quotes import Quote, exact_quotes
from service.collection import Wanted, collection, passes
from service.over_time import over_the_bar, wording_of

MOST_NEW = 50


@dataclass(frozen=True, slots=True)
class New:
    """A report that entered or changed, when that was, and, where a question was asked, what it says to it."""

    report: ReportSummary
    arrival: Arrival
    quote: Quote | None = None

    @property
    def updated(self) -> str:
        """When it entered or last changed, UTC; empty where neither is known."""
        return self.arrival.changed or self.arrival.entered or ""


def whats_new(searcher: Searcher, citer: Citer, question: str, wanted: Wanted) -> list[New]:
    """The MOST_NEW newest of the wanted reports, newest first; with a question, of those that discuss it, which is
    measured as in service.over_time. Raises BadQueryError."""
    passed = [New(one.report, one.arrival) for one in collection(searcher) if passes(one, wanted)]
    if not question:
        return _newest(passed)
    theme = searcher.theme(question)
    strong = {one.report.id: one for one in over_the_bar(theme)}
    newest = _newest(one for one in passed if one.report.id in strong)
    return _quoted(newest, searcher, citer, theme, [strong[one.report.id] for one in newest])


def _newest(reports: Iterable[New]) -> list[New]:
    return sorted((one for one in reports if one.updated), key=lambda one: one.updated, reverse=True)[:MOST_NEW]


def _quoted(
    newest: Sequence[New], searcher: Searcher, citer: Citer, theme: Theme, strong: Sequence[ReportStrength]
) -> list[New]:
    """Each with its quote; one whose quote is not what the report says goes without."""
    quotes = (wording_of(searcher, citer, theme, n, one) for n, one in enumerate(strong))
    exact = {quote.n: quote for quote in exact_quotes(quotes, searcher.text)}
    return [New(one.report, one.arrival, exact.get(n)) for n, one in enumerate(newest)]
