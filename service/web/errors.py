"""Problems as pages: the same status as the API would give, in words for people, with a way on."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from service.http.addresses import Address
from service.http.problems import Problem
from service.web.list_links import ITEM
from service.web.search import Form


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an error."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A problem, told to a person. `form` asks anew; it is not there where no question can be answered."""

    title: str
    message: str
    remedy: str
    ways: tuple[Way, ...]
    form: Form | None = None


def wants_page(request: Request) -> bool:
    """Whether a problem at this address is told on a page: at the pages themselves, and to browsers elsewhere."""
    path = request.url.path
    if path.startswith(("/api/", "/static/")):
        return False
    if path in {"/", "/reports"} or path.startswith("/reports/"):
        return True
    return "text/html" in request.headers.get("accept", "")


def error_view(problem: Problem, here: Address) -> ErrorView:
    """What the page says about a problem, and where it leads."""
    start, all_reports = Way("Search", "/"), Way("All reports", "/reports")
    name = problem.type.rsplit("/", 1)[-1]
    form = Form(here.value("q") or "", kept=here.only({ITEM}).pairs)
    if name in {"no-file", "changed-file", "unknown-place"}:
        return ErrorView(problem.title, problem.detail, problem.remedy, (all_reports, start), form)
    if problem.status == 404:
        message = problem.detail if name.startswith("unknown-") else "There is no such page."
        remedy = "It may have been removed, or the link may be mistyped."
        return ErrorView("We couldn’t open that link", message, remedy, (all_reports, start), form)
    return ErrorView(problem.title, problem.detail, problem.remedy, (), None if problem.status == 503 else form)
