"""The page that explains: what can be asked and how, what the citations and the labels mean, what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from corpus.types import BODY_KINDS
from index.search.searcher import Searcher
from service.api.routes import Index
from service.http.addresses import Address
from service.web.home import phrase_here, symbol_here
from service.web.list_links import Items
from service.web.page_route import PageRoute
from service.web.pages import READ, templates

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class HelpParameters(BaseModel):
    """What the page takes: a reading list that the address carries."""

    model_config = ConfigDict(extra="forbid")

    item: Items = Field(default=[])


@dataclass(frozen=True, slots=True)
class HelpExample:
    """Something to type, which this collection answers as the page says."""

    typed: str
    url: str


@dataclass(frozen=True, slots=True)
class HelpView:
    """The page. An example is None where the collection has nothing to show it with: no report with a symbol, say."""

    reports: int
    years: tuple[str, str] | None
    phrase: HelpExample | None
    symbol: HelpExample | None
    spaced: HelpExample | None
    paragraph: HelpExample | None
    year: HelpExample | None
    over_time: str


@router.api_route("/help", methods=READ)
def help_page(request: Request, index: Index, _: Annotated[HelpParameters, Query()]) -> Response:
    """The page that explains, with examples from the collection that is served."""
    return templates.TemplateResponse(request, "help.html", {"view": help_view(index.searcher), "here": "help"})


def help_view(searcher: Searcher) -> HelpView:
    """The page for one collection."""
    years = sorted(one.value for one in searcher.facet_values()["year"])
    phrase, symbol = phrase_here(searcher), symbol_here(searcher)
    return HelpView(
        reports=searcher.manifest.reports,
        years=(years[0], years[-1]) if years else None,
        phrase=_example(phrase) if phrase else None,
        symbol=_example(symbol) if symbol else None,
        spaced=_example(" ".join(symbol.lower().split("/"))) if symbol else None,
        paragraph=_paragraph(searcher),
        year=_example("what was recommended?", ("from", years[-1]), ("to", years[-1])) if years else None,
        over_time=str(Address("/over-time", (("q", "recommendations"),))),
    )


def _example(typed: str, *filters: tuple[str, str]) -> HelpExample:
    return HelpExample(typed, str(Address("/", (("q", typed), *filters))))


def _paragraph(searcher: Searcher) -> HelpExample | None:
    """A paragraph that a report with a symbol prints."""
    for one in searcher.summaries(searcher.manifest.reports):
        if one.metadata.symbol and one.numbered:
            blocks = (block for block in searcher.report(one.id).blocks if block.kind in BODY_KINDS)
            number = next(block.number for block in blocks if block.number)
            return _example(f"{one.metadata.symbol} para. {number}")
    return None
