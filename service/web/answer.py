"""What the search page shows above the passages: the quotes that answer, or the word that nothing does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.types import ReportSummary
from index.types import Hit
from service.answers.answerer import MOST_QUOTES
from service.answers.intent import Kind
from service.answers.speakers import speaker
from service.answers.types import Answer
from service.citations import dates
from service.citations.citer import Citer
from service.citations.quotes import Quote
from service.http.addresses import Address, report_address, words_address
from service.live import OpenIndex
from service.reading_list.entries import quote_key, shown_lines
from service.reading_list.record_types import Of

FILTERS = frozenset({"q", "series", "kind", "body", "language", "report", "symbol", "from", "to"})
# So many quotes of an answer, or of a side of a comparison, are shown at once; the others are folded below them.
SHOWN: dict[Kind, int] = {"fact": 1, "theme": 2, "comparison": 1, "place": MOST_QUOTES}
ARRANGED = frozenset({"mode", "sort", "k", "offset"})


@dataclass(frozen=True, slots=True)
class Records:
    """The addresses of a record, as Markdown and as JSON."""

    markdown: str
    json: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote, ready for the page. `lines` are its words, whole, as they break into lines; `key` names it on a reading
    list; `chicago` is its citation in the other style of footnotes."""

    n: int
    key: str
    lines: tuple[str, ...]
    report: ReportSummary
    date: str
    url: str
    place: str
    citation: str
    chicago: str
    language: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class ComparedSideView:
    """One side of a comparison, of one `report` or of what the question names, with its quotes; `also` are the numbers
    of those that stand with a side before it."""

    label: str
    report: ReportSummary | None
    date: str
    url: str
    quotes: tuple[QuoteView, ...]
    also: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FurtherView:
    """A passage of a further report that speaks to a theme."""

    report: ReportSummary
    date: str
    url: str
    place: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer to a question. `quotes` are empty where it is put together by `groups`, and where there is none: then
    `says` says so, as it says that the quotes of a `possible` one may not answer. Of all quotes, or of each side, so
    many are `shown` at once. `silent` are the sides of a comparison for which nothing was found, `further` passages of
    other reports that speak to a theme."""

    kind: Kind
    says: str | None
    correction: str | None
    possible: bool
    protected: bool
    quotes: tuple[QuoteView, ...]
    groups: tuple[ComparedSideView, ...]
    silent: tuple[ComparedSideView, ...]
    further: tuple[FurtherView, ...]
    conflicts: tuple[str, ...]
    reports: tuple[ReportSummary, ...]
    shown: int
    record: Records


def answer_view(index: OpenIndex, found: Answer, here: Address) -> AnswerView:
    """The answer to the question of the search at this address."""
    quotes = {quote.n: _quote(quote, here, index.citer) for quote in found.quotes}
    groups = _groups(found, quotes, here)
    return AnswerView(
        kind=found.kind,
        says=found.says,
        correction=found.correction,
        possible=found.confidence == "low",
        protected=found.reason == "persons",
        quotes=() if groups else tuple(quotes.values()),
        groups=tuple(group for group in groups if group.quotes or group.also),
        silent=tuple(group for group in groups if not (group.quotes or group.also)),
        further=tuple(_further(hit, here, index.citer) for hit in found.further),
        conflicts=tuple(conflict.says for conflict in found.conflicts),
        reports=tuple({quote.report.id: quote.report for quote in found.quotes}.values()),
        shown=SHOWN[found.kind],
        record=records(here, "answer"),
    )


def _quote(quote: Quote, here: Address, citer: Citer) -> QuoteView:
    metadata = quote.report.metadata
    return QuoteView(
        n=quote.n,
        key=quote_key(quote.passage, quote.start, quote.end),
        lines=tuple(quote.text[start:end].strip() for start, end in shown_lines(quote.text)),
        report=quote.report,
        date=dates.event_date(metadata),
        url=words_address(quote.passage, quote.start, quote.end, here.pairs),
        place=citer.place(quote.passage, (quote.start, quote.end)).strip(" ,"),
        citation=quote.citation,
        chicago=citer.cite(quote.passage, "chicago", (quote.start, quote.end)),
        language=metadata.language,
        speaker=speaker(quote.passage, quote.start - quote.passage.start),
    )


def _groups(found: Answer, quotes: dict[int, QuoteView], here: Address) -> list[ComparedSideView]:
    views: list[ComparedSideView] = []
    told: set[int] = set()
    for group in found.groups if found.quotes else ():
        report = group.report
        views.append(
            ComparedSideView(
                label=group.label,
                report=report,
                date=dates.event_date(report.metadata) if report else "",
                url=report_address(report.id, None, here.pairs) if report else "",
                quotes=tuple(quotes[n] for n in group.quotes if n not in told),
                also=tuple(n for n in group.quotes if n in told),
            )
        )
        told.update(group.quotes)
    return views


def _further(hit: Hit, here: Address, citer: Citer) -> FurtherView:
    start, end = hit.passage.start, hit.passage.end
    return FurtherView(
        report=hit.report,
        date=dates.event_date(hit.report.metadata),
        url=words_address(hit.passage, start, end, here.pairs),
        place=citer.place(hit.passage, (start, end)).strip(" ,"),
    )


def records(here: Address, of: Of, *, rerank: bool = False) -> Records:
    """The records of the search at this address, or of its answer; `rerank` where the page shows passages so."""
    told = FILTERS if of == "answer" else FILTERS | ARRANGED
    asked = replace(here.only(told), path="/api/record").adding("of", of)
    if rerank:
        asked = asked.adding("rerank", "true")
    return Records(str(asked.adding("format", "markdown")), str(asked.adding("format", "json")))
