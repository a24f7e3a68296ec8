"""Problems as pages: the same status as the API would give, in words for people, with a way on."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from corpus.dates import EXPECTED
from corpus.types import REPORT_KINDS
from index.types import MODES
from service.page_links import Address
from service.page_search import Form
from service.parameter_errors import ParameterError
from service.problems import Problem

EXPECTATIONS = {
    "from": f"“From” should be {EXPECTED}.",
    "to": f"“To” should be {EXPECTED}.",
    "mode": f"“mode” should be one of {', '.join(MODES)}.",
    "sort": "“sort” should be one of relevance, newest, oldest.",
    "group": "“group” should be “report”.",
    "part": "“part” should be the number of a part, or “all”.",
    "at": "“at” should name a paragraph, as its link does.",
    "kind": f"“kind” should be one of {', '.join(REPORT_KINDS)}.",
    "item": "“item” should name a passage or a place in a report, as the pages do.",
    "q": "A question has at most 1,000 characters.",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an error."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A problem, told to a person. `form` is there where asking anew is the way on."""

    title: str
    message: str
    details: tuple[str, ...]
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
    start, all_reports = Way("Go to the search page", "/"), Way("See all reports", "/reports")
    name = problem.type.rsplit("/", 1)[-1]
    if problem.errors:
        details = tuple(dict.fromkeys(_told(error) for error in problem.errors))
        ways = (Way("Search without filters", str(here.only({"q"}))),) if here.path == "/" and here.value("q") else ()
        return ErrorView(
            "This address cannot be answered", "A part of it is not understood:", details, "", (*ways, start)
        )
    if name == "bad-query":
        return ErrorView(problem.title, problem.detail, (), problem.remedy, (), Form(here.value("q") or ""))
    if name in {"no-file", "changed-file", "unknown-place"}:
        return ErrorView(problem.title, problem.detail, (), problem.remedy, (all_reports, start))
    if problem.status == 404:
        message = problem.detail if name.startswith("unknown-") else "There is nothing at this address."
        remedy = "It may have been removed, or the address may be mistyped."
        return ErrorView("Not found", message, (), remedy, (all_reports, start))
    return ErrorView(problem.title, problem.detail, (), problem.remedy, ())


def _told(error: ParameterError) -> str:
    if error.message == "unknown parameter":
        return f"“{error.parameter}” is not a filter of this page."
    plain = f"“{error.parameter}”: {error.message}."
    # The library's own messages speak of strings and patterns; ours are in plain words.
    return EXPECTATIONS.get(error.parameter, plain) if error.message.split()[1:2] == ["should"] else plain
