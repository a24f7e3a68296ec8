"""The page of the collection: every report in a table that sorts and filters, and what became of all other files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field, model_validator

from corpus.types import Rejection, ReportSummary
from index.search.filters import FACETS, OTHER, without
from index.search.searcher import Searcher
from index.storage.arrivals import Arrival
from index.storage.changes import Named
from service.api.routes import CollectionParameters, Index
from service.citations import dates
from service.collection import Listed, Order, SortKey, State, Wanted, collection, natural_order, ordered, passes
from service.http.addresses import Address, report_address
from service.readings import field_name, unsure
from service.schemas.active_filters import ActiveFilter, active_filters, shown_value
from service.web.hits import Relation, relations
from service.web.list_links import ITEM, Items
from service.web.page_route import PageRoute
from service.web.pages import READ, templates
from service.web.report import READINGS
from service.web.search import Paging, paging

NUMBERINGS = {"numbered": "Numbered", "unnumbered": "Unnumbered"}
STATES = {"added": "Added", "changed": "Changed", "unchanged": "Unchanged", "indexed": "Indexed"}


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A value of a filter, how many reports it would leave, and whether it is in use."""

    value: str
    name: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A filter and its values; where none is on, all pass."""

    field: str
    name: str
    choices: tuple[FilterChoice, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """A filter: its name, the values that a report has of it, and how it is taken off what is wanted."""

    name: str
    values: Callable[[Listed], Sequence[str]]
    without: Callable[[Wanted], Wanted]


def _of_metadata(field: Literal["series", "body", "kind", "language"], name: str) -> _Field:
    return _Field(
        name,
        lambda one: FACETS[field](one.report),
        lambda wanted: replace(wanted, filters=without(wanted.filters, field)),
    )


FIELDS: dict[str, _Field] = {
    "series": _of_metadata("series", "Series"),
    "body": _of_metadata("body", "Body"),
    "kind": _of_metadata("kind", "Kind of source"),
    "language": _of_metadata("language", "Language"),
    "numbering": _Field(
        "Paragraphs",
        lambda one: ("numbered" if one.report.numbered else "unnumbered",),
        lambda wanted: replace(wanted, numbering=None),
    ),
    "state": _Field("State", lambda one: (one.state,), lambda wanted: replace(wanted, state=None)),
}


def selects(every: Sequence[Listed], asked: CollectionParameters, here: Address) -> tuple[Select, ...]:
    """The filters worth offering: those with a choice, or in use. Each counts what the others leave."""
    found = []
    for name, field in FIELDS.items():
        left = [one for one in every if passes(one, field.without(asked.wanted))]
        counts = Counter(value for one in left for value in field.values(one))
        used = [value for key, value in here.pairs if key == name]
        shown = sorted({*counts, *used}, key=lambda value: _shown(name, value).casefold())
        if len(shown) > 1 or used:
            choices = (FilterChoice(value, _shown(name, value), counts[value], value in used) for value in shown)
            found.append(Select(name, field.name, tuple(choices)))
    return tuple(found)


def chosen_filters(here: Address) -> list[ActiveFilter]:
    """The filters of an address, each with the address that is left without it."""
    own = {
        field: ActiveFilter(name, _shown(field, value), str(here.without(field, value)))
        for field, name in (
            ("title", "Title or symbol"),
            ("numbering", "Paragraphs"),
            ("state", "State"),
            ("new_since", "New since"),
        )
        if (value := here.value(field))
    }
    words = [own.pop("title")] if "title" in own else []
    return [*words, *active_filters(here), *own.values()]


def _shown(field: str, value: str) -> str:
    if field == "new_since":
        return dates.date(value)
    return {"numbering": NUMBERINGS, "state": STATES}.get(field, {}).get(value) or shown_value(field, value)


PATH = "/reports"
COLUMNS: dict[SortKey, str] = {
    "date": "Date",
    "title": "Report",
    "series": "Series",
    "body": "Body",
    "symbol": "Symbol",
    "language": "Language",
    "paragraphs": "Paragraphs",
    "state": "State",
}
"""The columns of the table. What is unsure and when reports entered the collection, which also sort it, have none."""
BY_DATE: dict[str, Order] = {"newest": "descending", "oldest": "ascending"}
SHOWN_CHANGES = 20

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class CollectionPageParameters(CollectionParameters):
    """Which reports, in which order: as for the API, but a page shows more at once."""

    limit: int = Field(default=100, ge=1, le=500)
    item: Items = Field(default=[])

    @model_validator(mode="before")
    @classmethod
    def by_date(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Take the names that the orders by date have on the search page."""
        order = BY_DATE.get(given.get("sort", ""))
        return {"order": order, **given, "sort": "date"} if order else given


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. `url` sorts by it, the other way round where it is `sorted` by it already."""

    key: SortKey
    name: str
    url: str
    sorted: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the table. `numbering` says after the number of paragraphs whether they have printed numbers;
    `arrival` when it entered the collection and last changed; `check` names the fields to be looked at, and
    `check_url` leads to where they were read."""

    report: ReportSummary
    date: str
    url: str
    language: str
    paragraphs: str
    numbering: str
    state: State
    arrival: str
    relations: tuple[Relation, ...]
    check: str
    check_url: str


@dataclass(frozen=True, slots=True)
class ToCheck:
    """How many reports have fields that should be looked at, and the address that lists them first; `first` where they
    are."""

    count: int
    url: str
    first: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Reports to which the last rebuild did the same: the first of them, how many there are in all, and the address of
    their list, which removed ones have not."""

    name: str
    count: int
    reports: tuple[tuple[Named, str], ...]
    url: str


@dataclass(frozen=True, slots=True)
class LastRebuild:
    """When the build was made and what is different from the one before; `first` where there was none, `compared` where
    it could be read."""

    when: str
    first: bool
    compared: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with the same bytes as a report."""

    path: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """What was read in a file as a body or a language, and is none that is known."""

    path: str
    field: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class CollectionView:
    """The page. `total` counts the reports of the collection, `paging` those that pass the filters."""

    total: int
    columns: tuple[Column, ...]
    sort: SortKey
    rows: tuple[Row, ...]
    to_check: ToCheck
    paging: Paging
    words: str
    order: str
    date_from: str
    date_to: str
    new_since: str
    selects: tuple[Select, ...]
    kept: tuple[tuple[str, str], ...]
    active: tuple[ActiveFilter, ...]
    unfiltered: str
    rebuild: LastRebuild
    rejected: tuple[Rejection, ...]
    unknown: tuple[Unknown, ...]
    copies: tuple[Copy, ...]


@router.api_route(PATH, methods=READ)
def reports(request: Request, index: Index, asked: Annotated[CollectionPageParameters, Query()]) -> Response:
    """The collection, newest first unless another order is asked for."""
    here = Address(PATH, tuple(request.query_params.multi_items()))
    view = collection_view(index.searcher, asked, here)
    return templates.TemplateResponse(request, "reports.html", {"view": view, "here": "reports"})


def collection_view(searcher: Searcher, asked: CollectionParameters, here: Address) -> CollectionView:
    """What the page shows for the address `here`."""
    every = collection(searcher)
    listed = [one for one in every if passes(one, asked.wanted)]
    part = ordered(listed, asked.sort, asked.applied_order)[asked.offset : asked.offset + asked.limit]
    active = chosen_filters(here)
    return CollectionView(
        total=len(every),
        columns=tuple(_column(key, asked, here) for key in COLUMNS),
        sort=asked.sort,
        rows=tuple(_row(searcher, one) for one in part),
        to_check=_to_check(every, asked, here),
        paging=paging(here, asked.offset, asked.limit, len(part), len(listed)),
        words=asked.title,
        order=asked.order or "",
        date_from=asked.date_from or "",
        date_to=asked.date_to or "",
        new_since=asked.new_since or "",
        selects=selects(every, asked, here),
        kept=tuple(_kept(here)),
        active=tuple(active),
        unfiltered=str(here.only({"sort", "order", "limit", ITEM})),
        rebuild=_last_rebuild(searcher, every),
        rejected=tuple(searcher.rejected()),
        unknown=tuple(_unknown(every)),
        copies=tuple(_copies(searcher, every)),
    )


def _kept(here: Address) -> list[tuple[str, str]]:
    """What the form does not show and must not lose: other parameters, and further values of a filter."""
    shown = {"title", "from", "to", "new_since", "sort", "order", "offset"}
    kept: list[tuple[str, str]] = []
    for name, value in here.pairs:
        if name in shown:
            continue
        if name in FIELDS and name not in {field for field, _ in kept} and here.value(name) == value:
            continue
        kept.append((name, value))
    return kept


def _column(key: SortKey, asked: CollectionParameters, here: Address) -> Column:
    now = asked.applied_order if asked.sort == key else None
    by_key = here.with_value("sort", key).without("order")
    turned = "ascending" if now == "descending" else "descending"
    url = by_key.with_value("order", turned) if now and turned != natural_order(key) else by_key
    return Column(key, COLUMNS[key], str(url), now)


def _row(searcher: Searcher, one: Listed) -> Row:
    report = one.report
    twins = [searcher.summary(twin) for twin in report.twins]
    return Row(
        report=report,
        date=dates.event_date(report.metadata),
        url=report_address(report.id),
        language=shown_value("language", report.metadata.language or ""),
        paragraphs=f"{report.paragraphs:,}",
        numbering=_numbering(report),
        state=one.state,
        arrival=_arrival(one.arrival),
        relations=relations(one.later, twins, "Nearly identical to:"),
        check=", ".join(map(field_name, unsure(report.readings))),
        check_url=f"{report_address(report.id)}#{READINGS}",
    )


def _arrival(arrival: Arrival) -> str:
    """When a report entered the collection and when it changed, by the day; empty where neither is known."""
    told = (("Entered", arrival.entered), ("changed", arrival.changed))
    words = ", ".join(f"{what} {dates.date(when[:10])}" for what, when in told if when)
    return words[:1].upper() + words[1:]


def _to_check(every: Sequence[Listed], asked: CollectionParameters, here: Address) -> ToCheck:
    url = here.with_value("sort", "unsure").without("order").without("offset")
    return ToCheck(sum(bool(unsure(one.report.readings)) for one in every), str(url), asked.sort == "unsure")


def _numbering(report: ReportSummary) -> str:
    """ "numbered", "unnumbered", or "41 numbered" where only some are."""
    if not report.numbered:
        return "unnumbered"
    return "numbered" if report.numbered == report.paragraphs else f"{report.numbered:,} numbered"


def _last_rebuild(searcher: Searcher, every: list[Listed]) -> LastRebuild:
    changes = searcher.changes
    ids = {one.report.path: one.report.id for one in every}
    done = [
        _change(name, named, ids)
        for name, named in (("added", changes.added), ("changed", changes.changed), ("removed", changes.removed))
        if named
    ]
    when = datetime.fromisoformat(searcher.manifest.created)
    return LastRebuild(
        when=f"{dates.date(when.date().isoformat())} at {when:%H:%M} UTC",
        first=changes.since is None,
        compared=changes.compared,
        changes=tuple(done),
    )


def _change(name: str, named: tuple[Named, ...], ids: dict[str, str]) -> Change:
    shown = tuple((one, report_address(ids[one.path]) if one.path in ids else "") for one in named[:SHOWN_CHANGES])
    url = "" if name == "removed" else str(Address(PATH, (("state", name),)))
    return Change(name, len(named), shown, url)


def _unknown(every: Iterable[Listed]) -> Iterator[Unknown]:
    for one in every:
        for field in ("body", "language"):
            if OTHER in FACETS[field](one.report):
                value = getattr(one.report.metadata, field)
                yield Unknown(one.report.path, FIELDS[field].name, value, report_address(one.report.id))


def _copies(searcher: Searcher, every: list[Listed]) -> list[Copy]:
    reports = {one.report.path: one.report for one in every}
    originals = [(copy.path, reports[copy.of]) for copy in searcher.duplicates()]
    return [Copy(path, report.metadata.title, report_address(report.id)) for path, report in originals]
