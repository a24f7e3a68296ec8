"""What the search page shows: the form, what there is to search, the hits with their citations."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Passage, ReportSummary
from index.searcher import Searcher
from index.types import Hit, Mode, SearchResult
from service import dates
from service.citations import Citer
from service.live import OpenIndex
from service.page_filters import ActiveFilter, FacetLink, FacetView, active_filters, facet_views
from service.page_links import Address, Pairs, report_address
from service.page_relations import Relation, relations
from service.page_text import Piece, pieces, shown_lines, speaker_span
from service.parameters import SearchParameters

# Questions that any account of a meeting may answer; the first is also asked of the largest series alone.
EXAMPLES = (
    "What was recommended?",
    "Where did participants disagree?",
    "How were civil society organisations involved?",
    "Which next steps were agreed?",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A mode of ranking, in a reader's words."""

    value: Mode
    name: str
    about: str


CHOICES = (
    Choice("hybrid", "Best match", "Words and meaning together"),
    Choice("semantic", "Meaning", "Other wordings too"),
    Choice("keyword", "Exact words", "Passages with your words"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """The search form. `kept` are the parameters of the address that no field of the form shows."""

    query: str = ""
    mode: Mode = "hybrid"
    kept: Pairs = ()
    autofocus: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start with."""

    text: str
    url: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The search page before a question was asked. `first` and `last` are the years the reports reach over."""

    form: Form
    reports: int
    first: str | None
    last: str | None
    series: tuple[FacetLink, ...]
    examples: tuple[Example, ...]
    active: tuple[ActiveFilter, ...]
    unfiltered: str


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is shown, counted from 1, and the addresses of the parts beside it."""

    first: int
    last: int
    total: int
    start: str
    previous: str | None
    following: str | None


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit, ready for the page. `lines` are the passage's text, whole, as it breaks into lines."""

    passage: Passage
    report: ReportSummary
    date: str
    url: str
    citation: str
    page: str | None
    relations: tuple[Relation, ...]
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The search page with what was found. `instead` are addresses worth trying when nothing was."""

    form: Form
    reports: int
    reports_found: int
    hits: tuple[HitView, ...]
    paging: Paging
    facets: tuple[FacetView, ...]
    date_from: str
    date_to: str
    active: tuple[ActiveFilter, ...]
    unfiltered: str
    instead: dict[str, str]


def home_view(searcher: Searcher, asked: SearchParameters, here: Address) -> HomeView:
    """The search page before a question was asked; filters of the address are kept for it."""
    facets = searcher.facet_values()
    years = [year.value for year in facets["year"]]
    home = here.only({"item"})
    series = tuple(FacetLink(s.value, s.count, str(home.with_value("series", s.value))) for s in facets["series"])
    return HomeView(
        form=Form("", asked.mode, _kept(here, "q", "mode"), autofocus=True),
        reports=searcher.manifest.reports,
        first=min(years, default=None),
        last=max(years, default=None),
        series=series if len(series) > 1 else (),
        examples=_examples(home, series),
        active=tuple(active_filters(here)),
        unfiltered=str(here.only({"mode", "item"})),
    )


def results_view(index: OpenIndex, asked: SearchParameters, here: Address) -> ResultsView:
    """The search page with what was found. Raises BadQueryError."""
    found = index.searcher.search(asked.q, k=asked.k, offset=asked.offset, mode=asked.mode, filters=asked.filters)
    unfiltered = here.only({"q", "mode", "k", "item"})
    return ResultsView(
        form=Form(asked.q, asked.mode, _kept(here, "q", "mode", "from", "to")),
        reports=index.searcher.manifest.reports,
        reports_found=found.reports,
        hits=hit_views(here, found, index.citer),
        paging=paging(here, asked.offset, asked.k, len(found.hits), found.total),
        facets=tuple(facet_views(here, found.facets)),
        date_from=asked.date_from or "",
        date_to=asked.date_to or "",
        active=tuple(active_filters(here)),
        unfiltered=str(unfiltered),
        instead=_instead(asked, here),
    )


def _instead(asked: SearchParameters, here: Address) -> dict[str, str]:
    """Other searches worth trying: by name, the addresses of those that apply."""
    ways = {}
    if '"' in asked.q:
        ways["unquoted"] = str(here.with_value("q", " ".join(asked.q.replace('"', " ").split())))
    if asked.mode == "keyword":
        ways["meaning"] = str(here.with_value("mode", "semantic"))
    return ways


def hit_views(here: Address, result: SearchResult, citer: Citer) -> tuple[HitView, ...]:
    """The hits of a search, each with its citation and the address of its place in the report."""
    return tuple(
        HitView(
            passage=hit.passage,
            report=hit.report,
            date=dates.event_date(hit.report.metadata),
            url=report_address(hit.report.id, hit.passage.id, here.pairs),
            citation=citer.cite(hit.passage),
            page=citer.page(hit.passage),
            relations=relations(hit.later_versions, hit.also_in, "Nearly the same text in:"),
            lines=lines(hit),
        )
        for hit in result.hits
    )


def lines(hit: Hit) -> tuple[tuple[Piece, ...], ...]:
    """The text of a hit's passage, whole, line by line, found terms marked."""
    text = hit.passage.text
    spans = shown_lines(text)
    names = [name for span in spans if (name := speaker_span(text, span, hit.passage.speakers))]
    return tuple(pieces(text, span, hit.highlights, names) for span in spans)


def paging(here: Address, offset: int, size: int, shown: int, total: int) -> Paging:
    """Where a list of `total` stands that shows `shown` entries from `offset` on, `size` at most."""
    return Paging(
        first=offset + 1,
        last=offset + shown,
        total=total,
        start=str(here.at(0)),
        previous=str(here.at(max(0, offset - size))) if offset > 0 else None,
        following=str(here.at(offset + size)) if shown and offset + size < total else None,
    )


def _examples(home: Address, series: tuple[FacetLink, ...]) -> tuple[Example, ...]:
    asked = [Example(text, str(home.with_value("q", text))) for text in EXAMPLES]
    if len(series) > 1:
        largest, text = series[0].name, EXAMPLES[0]
        asked.append(Example(text, str(home.with_value("q", text).with_value("series", largest)), largest))
    return tuple(asked)


def _kept(here: Address, *shown: str) -> Pairs:
    return tuple(pair for pair in here.pairs if pair[0] not in {"offset", *shown})
