"""The page of a question over the years: a chart with a table behind it, the first and last wording side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from corpus.types import ReportSummary
from index.search.filters import count_facet, matches, without
from index.search.searcher import Searcher
from index.types import FacetCount
from service.api.routes import Index
from service.citations import dates
from service.citations.quotes import Quote
from service.http.addresses import Address, Pairs, report_address, words_address
from service.live import OpenIndex
from service.over_time import FLOOR, FOUND_IN_TEN, OF_BEST, REWORDED_IN_TEN, RIGHT_IN_TEN, OverTime, Year, over_time
from service.reading_list.entries import quote_key, shown_lines
from service.schemas.active_filters import ActiveFilter, active_filters
from service.schemas.parameters import Question, ThemeParameters
from service.web.filters import FacetView, facet_views
from service.web.list_links import ITEM, Items
from service.web.page_route import PageRoute, ignored_question
from service.web.pages import READ, templates
from service.web.search import Form
from service.web.text import TextPiece, pieces

PATH = "/over-time"
# So many years without a report in a row are one line of the chart.
LEAST_GAP = 3
EXAMPLES = ("civil society participation", "victim-centred approaches", "technology", "recommendations")

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class OverTimeParameters(ThemeParameters):
    """What the page takes: as the API, but the question may still be missing."""

    q: Question = Field(default="")
    item: Items = Field(default=[])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart and of the table: a year, or a run of years without a report. `percent` is the share of the
    year's reports that speaks, `url` leads to the year's passages, `named` to each report that speaks."""

    name: str
    reports: int
    speaking: int
    percent: int | None
    url: str
    named: tuple[tuple[ReportSummary, str], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A quote with what says where it is from; `key` names it on a reading list."""

    quote: Quote
    key: str
    lines: tuple[tuple[TextPiece, ...], ...]
    date: str
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """When a report counts, and how well that tells: of ten reports counted those that are `right`, of ten that speak
    those that are `found`, and of ten that do so in quite other words than the question those that are `reworded`."""

    floor: float = FLOOR
    of_best: str = f"{OF_BEST:.0%}".replace("%", " %")
    right: int = RIGHT_IN_TEN
    found: int = FOUND_IN_TEN
    reworded: int = REWORDED_IN_TEN


@dataclass(frozen=True, slots=True)
class OverTimeView:
    """The page; without a question only the form and examples."""

    query: str
    form: Form
    examples: tuple[tuple[str, str], ...]
    active: tuple[ActiveFilter, ...]
    unfiltered: str
    facets: tuple[FacetView, ...]
    date_from: str
    date_to: str
    total: int
    found: OverTime | None
    lines: tuple[Line, ...]
    wordings: tuple[Wording, ...]
    passages: str
    bar: Bar = Bar()


def over_time_address(request: Request) -> str:
    """The page for the question and the filters of another page's address."""
    taken = {field.alias or name for name, field in OverTimeParameters.model_fields.items()}
    return str(Address(PATH, tuple(request.query_params.multi_items())).only(taken))


templates.env.globals[over_time_address.__name__] = over_time_address


@router.api_route(PATH, methods=READ)
def page(request: Request, index: Index, asked: Annotated[OverTimeParameters, Query()]) -> Response:
    """The form, or a question over the years."""
    here = Address(PATH, tuple(request.query_params.multi_items()))
    view = over_time_view(index, asked, here, ignored_question(request))
    return templates.TemplateResponse(request, "over_time.html", {"view": view, "here": "over-time"})


def over_time_view(
    index: OpenIndex, asked: ThemeParameters, here: Address, refused: tuple[str, str] = ("", "")
) -> OverTimeView:
    """What the page shows for the address `here`; `refused` is a question that cannot be searched for, as it was typed,
    and why. Raises BadQueryError."""
    typed, why = refused
    kept = tuple(pair for pair in here.pairs if pair[0] not in {"q", "from", "to"})
    found = over_time(index.searcher, index.citer, asked.q, asked.filters) if asked.q else None
    search = Address("/", here.pairs)
    return OverTimeView(
        query=asked.q,
        form=Form(asked.q or typed, kept=kept, autofocus=not asked.q, refused=why, action=PATH),
        examples=tuple((text, str(Address(PATH).with_value("q", text))) for text in EXAMPLES),
        active=tuple(active_filters(here)),
        unfiltered=str(here.only({"q", ITEM})),
        facets=tuple(facet_views(here, _facets(index.searcher, asked))) if found else (),
        date_from=asked.date_from or "",
        date_to=asked.date_to or "",
        total=index.searcher.manifest.reports,
        found=found,
        lines=tuple(_lines(found.years, search)) if found else (),
        wordings=tuple(_wordings(found, search.pairs)) if found else (),
        passages=str(search),
    )


def _facets(searcher: Searcher, asked: ThemeParameters) -> dict[str, tuple[FacetCount, ...]]:
    reports = searcher.summaries(searcher.manifest.reports)
    fields = ("series", "kind", "body", "language")
    filters = {name: without(asked.filters, name) for name in fields}
    return {name: count_facet(name, [one for one in reports if matches(one, filters[name])]) for name in fields}


def _lines(years: Sequence[Year], search: Address) -> Iterable[Line]:
    for empty, group in groupby(years, key=lambda year: not year.reports):
        run = list(group)
        if empty and len(run) >= LEAST_GAP:
            yield Line(f"{run[0].year}–{run[-1].year}", 0, 0, None, "", ())
        else:
            yield from (_line(year, search) for year in run)


def _line(year: Year, search: Address) -> Line:
    within = search.with_value("from", year.year).with_value("to", year.year)
    named = tuple((one.report, report_address(one.report.id, one.passage_id, search.pairs)) for one in year.speaking)
    percent = None if year.share is None else round(100 * year.share)
    return Line(f"{year.year}", year.reports, len(named), percent, str(within) if year.reports else "", named)


def _wordings(found: OverTime, search: Pairs) -> Iterable[Wording]:
    for quote in (found.earliest, found.latest):
        if quote:
            yield Wording(
                quote=quote,
                key=quote_key(quote.passage, quote.start, quote.end),
                lines=tuple(pieces(quote.text, span) for span in shown_lines(quote.text)),
                date=dates.event_date(quote.report.metadata),
                url=words_address(quote.passage, quote.start, quote.end, search),
            )
