"""The search page before a question was asked: what there is to search, and ways in, for any collection. Filters of the
address narrow all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.types import ReportSummary
from index.search.filters import FACETS, count_facet, matches, without
from index.search.searcher import Searcher
from index.types import FacetCount, Filters
from service.citations import dates
from service.collection import Listed, Wanted, collection, ordered, passes
from service.http.addresses import Address, report_address
from service.schemas.active_filters import FIELDS, ActiveFilter, active_filters
from service.schemas.parameters import SearchParameters
from service.web.filters import FacetLink, FacetView, facet_views
from service.web.search import Form, kept

# Phrases that accounts of meetings commonly have; the first that the collection has is shown as an example.
PHRASES = (
    "best interests of the child",
    "civil society",
    "law enforcement",
    "international cooperation",
    "the meeting",
)
# Questions that any account of a meeting may answer; the first is also asked of the largest series alone.
EXAMPLES = (
    "What was recommended?",
    "Where did participants disagree?",
    "How were civil society organisations involved?",
    "Which next steps were agreed?",
)
SHOWN_REPORTS = 5
SHOWN_TERMS = 12
SHOWN_YEARS = 12
# So many years without a report in a row are one line of the chart.
LEAST_GAP = 3
REPORTS = "/reports"


def phrase_here(searcher: Searcher) -> str | None:
    """A phrase in quotation marks that stands in some report, or None."""
    quoted = (f'"{phrase}"' for phrase in PHRASES)
    return next((phrase for phrase in quoted if searcher.search(phrase, k=1, mode="keyword").hits), None)


def symbol_here(searcher: Searcher) -> str | None:
    """The symbol of a report, or None where no report has one."""
    reports = searcher.summaries(searcher.manifest.reports)
    return next((one.metadata.symbol for one in reports if one.metadata.symbol), None)


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start with."""

    text: str
    url: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class NewReport:
    """One of the newest reports; `about` says when and what it is, and when it entered the collection."""

    report: ReportSummary
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class YearBar:
    """A line of the chart: a year, all years before one, or a run of years without a report. `percent` is the bar's
    length, of the longest; `url` lists the reports."""

    name: str
    reports: int
    percent: float
    url: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The page. `found` counts the reports that pass the filters, of `reports`; `first` and `last` are the years that
    all reports reach over, `undated` counts those that are in no year; `phrase` and `symbol` are examples of what may
    be typed that stand in reports, None where nothing of the kind does."""

    form: Form
    reports: int
    found: int
    first: str | None
    last: str | None
    examples: tuple[Example, ...]
    newest: tuple[NewReport, ...]
    every: str
    years: tuple[YearBar, ...]
    undated: int
    facets: tuple[FacetView, ...]
    terms: tuple[FacetLink, ...]
    phrase: str | None
    symbol: str | None
    active: tuple[ActiveFilter, ...]
    unfiltered: str


def home_view(
    searcher: Searcher, asked: SearchParameters, here: Address, refused: tuple[str, str] = ("", "")
) -> HomeView:
    """What the page shows; `refused` is a question that cannot be searched for, as it was typed, and why."""
    typed, why = refused
    every = collection(searcher)
    reports = [one.report for one in every]
    found = [one for one in every if passes(one, Wanted(asked.filters))]
    dated = [report for report in reports if matches(report, without(asked.filters, "year"))]
    home = here.only({"item", *_filters()})
    facets = tuple(facet_views(home, _counts(reports, asked.filters)))
    listed = Address(REPORTS, home.only(_filters()).pairs)
    years = count_facet("year", reports)
    return HomeView(
        form=Form(typed, asked.mode, kept(here, "q", "mode"), autofocus=True, refused=why),
        reports=len(every),
        found=len(found),
        first=years[-1].value if years else None,
        last=years[0].value if years else None,
        examples=_examples(home, searcher.facet_values()["series"], asked.filters),
        newest=tuple(_newest(found)),
        every=str(listed.with_value("sort", "entered")),
        years=tuple(bars(count_facet("year", dated), listed)),
        undated=sum(not FACETS["year"](report) for report in dated),
        facets=facets,
        terms=_terms(searcher, {one.report.id for one in found}, home),
        phrase=phrase_here(searcher),
        symbol=symbol_here(searcher),
        active=tuple(active_filters(here)),
        unfiltered=str(here.only({"mode", "item"})),
    )


def _filters() -> set[str]:
    return {*FIELDS, "report", "symbol", "from", "to"}


def _counts(reports: Sequence[ReportSummary], filters: Filters) -> dict[str, tuple[FacetCount, ...]]:
    """What each value of each filter but the year would leave; the chart shows the years."""
    fields = [field for field in FIELDS if field != "year"]
    return {
        field: count_facet(field, [one for one in reports if matches(one, without(filters, field))]) for field in fields
    }


def _newest(found: Iterable[Listed]) -> Iterator[NewReport]:
    for one in ordered(found, "entered", "descending")[:SHOWN_REPORTS]:
        metadata, entered = one.report.metadata, one.arrival.entered
        known = dates.event_date(metadata), metadata.symbol, f"entered {dates.date(entered[:10])}" if entered else ""
        yield NewReport(one.report, ", ".join(filter(None, known)), report_address(one.report.id))


def bars(counts: Sequence[FacetCount], listed: Address) -> Iterator[YearBar]:
    """The SHOWN_YEARS latest lines, and one for all that came before."""
    by_year = {int(count.value): count.count for count in counts}
    if not by_year:
        return
    runs = groupby(range(max(by_year), min(by_year) - 1, -1), key=lambda year: year in by_year)
    lines: list[tuple[int, int]] = []  # the last and the first year of each
    for has_reports, group in runs:
        run = list(group)
        apart = has_reports or len(run) < LEAST_GAP
        lines += [(year, year) for year in run] if apart else [(run[0], run[-1])]
    shown, rest = lines[:SHOWN_YEARS], lines[SHOWN_YEARS:]
    before = sum(by_year.get(year, 0) for last, first in rest for year in range(first, last + 1))
    longest = max(*by_year.values(), before)
    for last, first in shown:
        name = f"{last}" if last == first else f"{first}–{last}"
        count = by_year.get(last, 0)
        url = listed.with_value("from", last).with_value("to", last) if count else ""
        yield YearBar(name, count, 100 * count / longest, str(url))
    if before:
        url = listed.without("from").with_value("to", rest[0][0])
        yield YearBar(f"Before {rest[0][0] + 1}", before, 100 * before / longest, str(url))


def _terms(searcher: Searcher, found: set[str], home: Address) -> tuple[FacetLink, ...]:
    """The terms that most of the reports found have."""
    counts = [(term.name, len(term.reports & found)) for term in searcher.terms]
    frequent = sorted((one for one in counts if one[1]), key=lambda one: -one[1])[:SHOWN_TERMS]
    return tuple(FacetLink(name, count, str(home.with_value("q", name))) for name, count in frequent)


def _examples(home: Address, series: Sequence[FacetCount], filters: Filters) -> tuple[Example, ...]:
    asked = [Example(text, str(home.with_value("q", text))) for text in EXAMPLES]
    if len(series) > 1 and not filters.series:
        largest, text = series[0].value, EXAMPLES[0]
        asked.append(Example(text, str(home.with_value("q", text).with_value("series", largest)), largest))
    return tuple(asked)
