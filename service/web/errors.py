"""Problems as pages: the same status as the API would give, in words for people, with a way on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from corpus.dates import EXPECTED
from corpus.types import REPORT_KINDS
from index.types import MODES, Mode
from service.http.addresses import Address
from service.http.parameter_errors import ParameterError
from service.http.problems import Problem
from service.schemas.active_filters import ActiveFilter, active_filters
from service.schemas.parameters import LONGEST_QUESTION
from service.web.list_links import ITEM
from service.web.search import CHOICES, Form

EXPECTATIONS = {
    "from": f"“From” should be {EXPECTED}.",
    "to": f"“To” should be {EXPECTED}.",
    "mode": f"“mode” should be one of {', '.join(MODES)}.",
    "sort": "“sort” should be one of relevance, newest, oldest.",
    "group": "“group” should be “report”.",
    "part": "“part” should be the number of a part, or “all”.",
    "words": "“words” should name words of the passage, as the link of a quote does.",
    "at": "“at” should name a paragraph, as its link does.",
    "kind": f"“kind” should be one of {', '.join(REPORT_KINDS)}.",
    "item": "“item” should name a passage or a place in a report, as the pages do.",
}


# The pages whose form can put a question or a date right that was refused.
ASKING = {"/": "Your question", "/over-time": "A theme or a question"}
DATES = ("from", "to")
ANY_QUESTION = "Your question, a few words, or a document symbol"


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an error."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class DatesView:
    """The two dates of a range as they were typed; `refused` says by their names what is wrong with them."""

    first: str
    last: str
    refused: dict[str, str]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A problem, told to a person. `form` asks anew; it is not there where no question can be answered. `dates` go with
    it where they are to be corrected, `active` are the filters it keeps."""

    title: str
    message: str
    details: tuple[str, ...]
    remedy: str
    ways: tuple[Way, ...]
    form: Form | None = None
    asking: str = ANY_QUESTION
    dates: DatesView | None = None
    active: tuple[ActiveFilter, ...] = ()
    unfiltered: str = ""


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
        return _refused(problem.errors, here, start)
    if name == "bad-query":
        form = _form(here, frozenset(), f"{problem.detail} {problem.remedy}")
        return ErrorView(problem.title, "", (), "", (), form, ASKING.get(here.path, ANY_QUESTION))
    form = Form(here.value("q") or "", kept=here.only({ITEM}).pairs)
    if name in {"no-file", "changed-file", "unknown-place"}:
        return ErrorView(problem.title, problem.detail, (), problem.remedy, (all_reports, start), form)
    if problem.status == 404:
        message = problem.detail if name.startswith("unknown-") else "There is nothing at this address."
        remedy = "It may have been removed, or the address may be mistyped."
        return ErrorView("Not found", message, (), remedy, (all_reports, start), form)
    return ErrorView(problem.title, problem.detail, (), problem.remedy, (), None if problem.status == 503 else form)


def _refused(errors: Sequence[ParameterError], here: Address, start: Way) -> ErrorView:
    """The page about parameters at fault: what the form can put right is told at its fields, the rest in a list."""
    told = {error.parameter: _told(error, here) for error in errors}
    fields = {"q", *DATES} if here.path in ASKING else set()
    at_fields = {name: words for name, words in told.items() if name in fields}
    details = tuple(dict.fromkeys(words for name, words in told.items() if name not in fields))
    dates = DatesView(here.value("from") or "", here.value("to") or "", at_fields) if {*DATES} & {*at_fields} else None
    sound = here.only({name for name, _ in here.pairs} - {*told, *(DATES if dates else ())})
    free = Way("Search without filters", str(here.only({"q"})))
    return ErrorView(
        title=_title(at_fields, details),
        message="A part of it is not understood:" if details else "",
        details=details,
        remedy="",
        ways=(free, start) if here.path == "/" and here.value("q") and "q" not in told else (start,),
        form=_form(here, frozenset(told), at_fields.get("q", "")),
        asking=ASKING.get(here.path, ANY_QUESTION),
        dates=dates,
        active=tuple(active_filters(sound)) if here.path in ASKING else (),
        unfiltered=str(here.only({"q", "mode", ITEM})),
    )


def _title(at_fields: dict[str, str], details: tuple[str, ...]) -> str:
    if details:
        return "This address cannot be answered"
    if "q" not in at_fields:
        return "The dates cannot be used"
    return "The question is too long" if len(at_fields) == 1 else "The question and the dates cannot be used"


def _form(here: Address, faulty: frozenset[str], refused: str) -> Form:
    """The form as it was filled in, with all that was not refused."""
    query = here.value("q") or ""
    if here.path not in ASKING:
        return Form(query, kept=here.only({ITEM} - faulty).pairs, refused=refused)
    mode: Mode = next((one.value for one in CHOICES if one.value == here.value("mode")), "hybrid")
    dated = () if faulty.isdisjoint(DATES) else DATES
    names = {name for name, _ in here.pairs} - {"q", "mode", "offset", *dated} - faulty
    return Form(query, mode, here.only(names).pairs, autofocus=bool(refused), refused=refused, action=here.path)


def _told(error: ParameterError, here: Address) -> str:
    if error.message == "unknown parameter":
        return f"“{error.parameter}” is not a filter of this page."
    if error.parameter == "q":
        typed = len((here.value("q") or "").strip())
        return f"A question has at most {LONGEST_QUESTION:,} characters; this one has {typed:,}."
    plain = f"“{error.parameter}”: {error.message}."
    if error.parameter in DATES:
        ends = "“To” lies before “From”: the range ends before it begins."
        return ends if error.message.startswith("the range ends") else EXPECTATIONS[error.parameter]
    # The library's own messages speak of strings and patterns; ours are in plain words.
    return EXPECTATIONS.get(error.parameter, plain) if error.message.split()[1:2] == ["should"] else plain
