"""The pages: search, one report, and what all pages share. Rendered here, whole without JavaScript; every state is an
address."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import Template
from pydantic import Field

from corpus.dates import written_out
from service.api.files import Files
from service.api.routes import Index, ReportId
from service.http.addresses import Address, followable, place_only
from service.http.problems import Problem
from service.http.root_path import links_below
from service.schemas.parameters import ArrangedSearch, Question
from service.web import search as page_search
from service.web.downloads import download_address
from service.web.errors import error_view, wants_page
from service.web.home import home_view
from service.web.list_links import Items, list_address, list_here, with_list
from service.web.page_route import PageRoute, ignored, ignored_question
from service.web.reader import ReaderPlace, reader_view
from service.web.report import ANCHOR
from service.web.static_files import static_address
from service.web.text import right_to_left

HERE = Path(__file__).parent
READ = ["GET", "HEAD"]
MOST_PARTS = 10_000
WORDS = r"^\d{1,9}-\d{1,9}$"


class HomeParameters(ArrangedSearch):
    """What the search page takes: as the API's search, but the question may still be missing."""

    q: Question = Field(default="")
    item: Items = Field(default=[])


class ReaderParameters(HomeParameters):
    """What the page of a report takes: the search that led to it, and the passage, the words of it, the paragraph or
    the part to open at."""

    passage: str | None = Field(default=None, max_length=64)
    words: str | None = Field(default=None, pattern=WORDS)
    at: str | None = Field(default=None, pattern=ANCHOR)
    part: Literal["all"] | Annotated[int, Field(ge=1, le=MOST_PARTS)] | None = Field(default=None)

    @property
    def place(self) -> ReaderPlace:
        """Where to open the report."""
        start, _, end = (self.words or "").partition("-")
        return ReaderPlace(self.passage, (int(start), int(end)) if end else None, self.at, self.part)


class PageTemplate(Template):
    """A template of pages, whose links hold below the path that a proxy has the service at."""

    def render(self, *context: Any, **more: Any) -> str:
        """The HTML."""
        values = dict(*context, **more)
        return links_below(values["request"].app.state.root_path, super().render(values))


router = APIRouter(route_class=PageRoute, include_in_schema=False)
templates = Jinja2Templates(HERE / "templates")
templates.env.template_class = PageTemplate
templates.env.trim_blocks = True
templates.env.lstrip_blocks = True
templates.env.tests |= {"followable": followable, "right_to_left": right_to_left}


templates.env.filters["place_only"] = place_only
templates.env.globals["static"] = static_address
templates.env.globals["modes"] = page_search.CHOICES
templates.env.globals |= {one.__name__: one for one in (list_here, list_address, with_list, ignored, download_address)}


def older_build(request: Request) -> str:
    """The day of the build that answers instead of the live one, in words; an empty text where the live one does."""
    state = request.app.state.live.state
    return written_out(state.index.searcher.manifest.created[:10]) if state.warning else ""


templates.env.globals[older_build.__name__] = older_build


def problem_page(request: Request, problem: Problem) -> Response | None:
    """A problem as a page, for the addresses that are pages; None where programs are answered."""
    if not wants_page(request):
        return None
    return _page(request, "error.html", error_view(problem, _here(request)), "", problem.status)


@router.api_route("/", methods=READ)
def search(request: Request, index: Index, asked: Annotated[HomeParameters, Query()]) -> Response:
    """The search page: empty, or with the passages that answer the question."""
    here = _here(request)
    if not asked.q:
        view = home_view(index.searcher, asked, here, ignored_question(request))
        return _page(request, "home.html", view, "search")
    return _page(request, "results.html", page_search.results_view(index, asked, here), "search")


@router.api_route("/reports/{id}", methods=READ)
def report(
    request: Request, index: Index, files: Files, id: ReportId, asked: Annotated[ReaderParameters, Query()]
) -> Response:
    """One report, opened at the passage, paragraph or part that the address names."""
    return _page(request, "report.html", reader_view(index, files, id, asked.place, asked, _here(request)), "")


def _here(request: Request) -> Address:
    return Address(request.url.path, tuple(request.query_params.multi_items()))


def _page(request: Request, template: str, view: object, here: str, status: int = 200) -> Response:
    return templates.TemplateResponse(request, template, {"view": view, "here": here}, status)
