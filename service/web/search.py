"""What the search page shows of what was found: the form, the answer, the hits with their citations."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.search.arranging import Sort
from index.types import Correction, FacetCount, GroupedResult, Mode
from service.answers.answerer import NEAREST
from service.answers.protection import SAYS
from service.answers.types import Answer
from service.http.addresses import Address, Pairs
from service.live import OpenIndex
from service.schemas.active_filters import ActiveFilter, active_filters
from service.schemas.parameters import ArrangedSearch, SearchParameters
from service.web.answer import AnswerView, Records, answer_view, records
from service.web.filters import FacetView, facet_views
from service.web.hits import HitView, ReportHitsView, group_views, hit_views

SORTS: tuple[tuple[Sort, str], ...] = (
    ("relevance", "Most relevant"),
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
)
LISTS = (("", "Passages"), ("report", "By report"))


@dataclass(frozen=True, slots=True)
class Choice:
    """A mode of ranking, in a reader's words."""

    value: Mode
    name: str
    about: str


CHOICES = (
    Choice("hybrid", "Best match", "Words and meaning"),
    Choice("semantic", "Meaning", "Finds other wordings"),
    Choice("keyword", "Exact words", "Only your words"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """The search form. `kept` are the parameters of the address that no field of the form shows; `refused` says what is
    wrong with the question; `action` is the page that answers."""

    query: str = ""
    mode: Mode = "hybrid"
    kept: Pairs = ()
    autofocus: bool = False
    refused: str = ""
    action: str = "/"


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
class Arrangement:
    """One way to put the results in order; `url` is the same search in it."""

    name: str
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """A question that was perhaps meant, and the search for it."""

    question: str
    url: str


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The search page with what was found: `hits`, or `groups` of them by report. `paging` counts what is listed,
    `reports_found` the reports that all ranked passages come from. `instead` are addresses worth trying when nothing
    was found; `answered` is this search as it has an answer, and `record` are the records of what is listed, which
    there are of passages one by one. So many hits are `shown` at once, the others folded. `refused` says why a question
    after persons who must be protected gets no passages."""

    form: Form
    reports: int
    reports_found: int
    hits: tuple[HitView, ...]
    groups: tuple[ReportHitsView, ...]
    paging: Paging
    sort: Sort
    sorts: tuple[Arrangement, ...]
    lists: tuple[Arrangement, ...]
    meant: Meant | None
    facets: tuple[FacetView, ...]
    date_from: str
    date_to: str
    active: tuple[ActiveFilter, ...]
    unfiltered: str
    instead: dict[str, str]
    answer: AnswerView | None
    answered: str
    record: Records | None
    shown: int
    refused: str


def results_view(index: OpenIndex, asked: ArrangedSearch, here: Address) -> ResultsView:
    """The search page with what was found, one by one or by report, and on the first page of the most relevant with the
    answer. Raises BadQueryError."""
    found, answer = _found(index, asked, here)
    persons = answer.reason == "persons" if answer else index.answerer.asks_for_persons(asked.q)
    if persons:
        found = replace(found, total=0, hits=(), groups=())
    group = asked.group or ""
    return ResultsView(
        form=Form(asked.q, asked.mode, kept(here, "q", "mode", "from", "to")),
        reports=index.searcher.manifest.reports,
        reports_found=found.reports,
        hits=found.hits,
        groups=found.groups,
        paging=paging(here, asked.offset, asked.k, len(found.groups or found.hits), found.total),
        sort=asked.sort,
        sorts=tuple(Arrangement(name, _with(here, "sort", value), asked.sort == value) for value, name in SORTS),
        lists=tuple(Arrangement(name, _with(here, "group", value), group == value) for value, name in LISTS),
        meant=_meant(found.correction, here),
        facets=tuple(facet_views(here, found.facets)),
        date_from=asked.date_from or "",
        date_to=asked.date_to or "",
        active=tuple(active_filters(here)),
        unfiltered=str(here.only({"q", "mode", "k", "item", "sort", "group"})),
        instead=_instead(asked, here),
        answer=answer_view(index, answer, here) if answer else None,
        answered=str(here.without("mode").without("sort")),
        record=None if group else records(here, "search", rerank=asked.has_answer),
        shown=NEAREST if answer and not answer.quotes else asked.k,
        refused=SAYS if persons else "",
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found, in either arrangement."""

    total: int
    reports: int
    facets: dict[str, tuple[FacetCount, ...]]
    correction: Correction | None
    hits: tuple[HitView, ...] = ()
    groups: tuple[ReportHitsView, ...] = ()


def _found(index: OpenIndex, asked: ArrangedSearch, here: Address) -> tuple[_Found, Answer | None]:
    found = asked.found_in(index.searcher, order=index.answerer.order)
    answer = index.answerer.answer(asked.q, filters=asked.filters) if asked.has_answer else None
    if isinstance(found, GroupedResult):
        groups = group_views(here, found.groups, index.citer)
        return _Found(found.total, found.total, found.facets, found.correction, groups=groups), answer
    hits = hit_views(here.pairs, found.hits, index.citer)
    return _Found(found.total, found.reports, found.facets, found.correction, hits=hits), answer


def _with(here: Address, name: str, value: str) -> str:
    """This search in another arrangement; the usual one has no parameter."""
    return str(here.with_value(name, value) if value not in {"", "relevance"} else here.without(name))


def _meant(correction: Correction | None, here: Address) -> Meant | None:
    return Meant(correction.question, str(here.with_value("q", correction.question))) if correction else None


def _instead(asked: SearchParameters, here: Address) -> dict[str, str]:
    """Other searches worth trying: by name, the addresses of those that apply."""
    ways = {}
    if '"' in asked.q:
        ways["unquoted"] = str(here.with_value("q", " ".join(asked.q.replace('"', " ").split())))
    if asked.mode == "keyword":
        ways["meaning"] = str(here.with_value("mode", "semantic"))
    return ways


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


def kept(here: Address, *shown: str) -> Pairs:
    """The parameters of an address that no field of its form shows."""
    return tuple(pair for pair in here.pairs if pair[0] not in {"offset", *shown})
