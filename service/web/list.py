"""The page of a reading list, and the export from it. The list is in the address; the server keeps nothing of it.

Notes are private: they are sent only in the body of the export, never in an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, get_args
from urllib.parse import parse_qs, parse_qsl

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from pydantic import Field, ValidationError

from index.errors import BadQueryError
from service.api.routes import Index
from service.citations import dates
from service.http.addresses import PLACE, Address, Pairs, report_address
from service.live import OpenIndex
from service.reading_list.entries import (
    LONGEST_NOTE,
    MOST_ITEMS,
    Item,
    ListedPlace,
    Lost,
    find_entries,
    item_of,
    shown_lines,
    without_repeats,
)
from service.reading_list.export import FootnoteStyle
from service.reading_list.formats import FormatName, export_file
from service.reading_list.places import place_address
from service.reading_list.search_record import RecordedSearch, also, search_again
from service.schemas.parameters import SearchParameters
from service.web.list_links import ITEM, PATH, SEARCH, search_pairs
from service.web.page_route import PageRoute
from service.web.pages import READ, HomeParameters, templates
from service.web.text import TextPiece, pieces

# A list that is longer than this does not go along into the addresses of reports: each entry would repeat it whole.
MOST_CARRIED = 50
# An item sends four fields at most: its key, its note, what it is known as, its search. Millions would fit into the
# bytes of a long list, and take seconds to read.
MOST_FIELDS = 10 * MOST_ITEMS
# Where somebody stands in the results of a search, and how they are shown; the search is the same.
PLACES = frozenset({"k", "offset", "group", ITEM}) | PLACE

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class ReadingListParameters(HomeParameters):
    """What the page takes: the list, the search that it was collected from, and an entry to be moved or taken off."""

    up: int | None = Field(default=None, ge=1, le=MOST_ITEMS)
    down: int | None = Field(default=None, ge=1, le=MOST_ITEMS)
    remove: int | None = Field(default=None, ge=1, le=MOST_ITEMS)


@dataclass(frozen=True, slots=True)
class EntryView:
    """Entry `n`, counted from 1, ready for the page: found, or `lost`."""

    n: int
    key: str
    found: ListedPlace | None
    lost: Lost | None
    date: str
    url: str
    citation: str
    lines: tuple[tuple[TextPiece, ...], ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """The page. `pairs` are the parameters of its address; `search` is the query of the search that led here, or empty;
    `back` is the address to go on at."""

    entries: tuple[EntryView, ...]
    pairs: Pairs
    search: str
    query: str
    back: str
    longest_note: int


@router.api_route(PATH, methods=READ)
def reading_list(request: Request, index: Index, asked: Annotated[ReadingListParameters, Query()]) -> Response:
    """The list that the address holds, beside the search that it was collected from."""
    items = without_repeats(map(item_of, asked.item))
    search = search_pairs(request)
    if asked.up or asked.down or asked.remove:
        keys = _changed([item.key for item in items], asked)
        return RedirectResponse(str(Address(PATH, (*search, *_carried(keys)))), 303)
    view = list_view(index, items, search, asked.q)
    return templates.TemplateResponse(request, "list.html", {"view": view, "here": "list"})


@router.post(f"{PATH}/export")
async def export_list(request: Request, index: Index) -> Response:
    """The list as a file; fields of the form that stand beside each other belong together."""
    return await run_in_threadpool(_exported, index, await request.body())


def list_view(index: OpenIndex, items: Sequence[Item], search: Pairs, query: str) -> ListView:
    """A list as its page shows it, every text cut from the stored ones now."""
    pairs = (*search, *_carried([item.key for item in items]))
    led = pairs if len(items) <= MOST_CARRIED else search
    return ListView(
        entries=tuple(_entry_view(index, one, n, led) for n, one in enumerate(find_entries(index.searcher, items), 1)),
        pairs=pairs,
        search=str(Address("", search)).removeprefix("?"),
        query=query,
        back=str(Address("/", pairs)),
        longest_note=LONGEST_NOTE,
    )


def _entry_view(index: OpenIndex, entry: ListedPlace | Lost, n: int, led: Pairs) -> EntryView:
    found = entry if isinstance(entry, ListedPlace) else None
    report = entry.report
    whole = report_address(report.id, None, led) if report else ""
    return EntryView(
        n=n,
        key=entry.item.key,
        found=found,
        lost=None if isinstance(entry, ListedPlace) else entry,
        date=dates.event_date(report.metadata) if report else "",
        url=_place(index, found, led) if found else whole,
        citation=index.citer.cite_span(found.report.id, (found.start, found.end)) if found else "",
        lines=tuple(pieces(found.text, span) for span in shown_lines(found.text)) if found else (),
    )


def _place(index: OpenIndex, found: ListedPlace, led: Pairs) -> str:
    return place_address(index.searcher, found.report.id, found.passage, found.start, led, found.end)


def _changed(keys: list[str], asked: ReadingListParameters) -> list[str]:
    """The keys with one of them moved or taken off. What cannot be moved so stays where it is."""
    if asked.remove:
        return [key for n, key in enumerate(keys, start=1) if n != asked.remove]
    before = asked.up - 2 if asked.up else (asked.down or 0) - 1
    if not 0 <= before < len(keys) - 1:
        return keys
    return [*keys[:before], keys[before + 1], keys[before], *keys[before + 2 :]]


def _carried(keys: Sequence[str]) -> Pairs:
    return tuple((ITEM, key) for key in keys)


def _exported(index: OpenIndex, form: bytes) -> Response:
    """The file. Raises HTTPException for what the form of the page never sends."""
    try:
        sent = parse_qs(form.decode(errors="replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(422, f"A form has at most {MOST_FIELDS:,} fields") from error
    chosen, style = sent.get("format", [""])[0], sent.get("style", ["un"])[0]
    name = next((one for one in get_args(FormatName) if one == chosen), None)
    written: FootnoteStyle | None = next((one for one in get_args(FootnoteStyle) if one == style), None)
    keys = sent.get(ITEM, [])
    if name is None or written is None or not 0 < len(keys) <= MOST_ITEMS:
        raise HTTPException(422, "A format, and a list of at least one item, are needed")
    notes, known = (_beside(keys, sent.get(field, [])) for field in ("note", "known"))
    if any(len(note) > LONGEST_NOTE for note in notes):
        raise HTTPException(422, f"A note has at most {LONGEST_NOTE:,} characters")
    try:
        items = [item_of(*one) for one in zip(keys, notes, known, strict=True)]
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return export_file(index, name, without_repeats(items), _searches(index, sent.get("search", [])), written)


def _beside(keys: Sequence[str], values: Sequence[str]) -> list[str]:
    """A value for each key, empty where none was sent."""
    told = [value.replace("\r\n", "\n") for value in values[: len(keys)]]
    return told + [""] * (len(keys) - len(told))


def _searches(index: OpenIndex, queries: Sequence[str]) -> list[RecordedSearch]:
    """Searches by their addresses' queries. What of one this version does not understand is told as it stands."""
    found: list[RecordedSearch] = []
    for query in queries:
        given: dict[str, list[str]] = {}
        for name, value in parse_qsl(query):
            given.setdefault(name, []).append(value)
        rest = [f"{name}={value}" for name in given.keys() - {*SEARCH, *PLACES} for value in given[name]]
        single = {name: given[name][0] for name in given.keys() & {"q", "mode", "sort", "from", "to"}}
        known = {name: given[name] for name in given.keys() & set(SEARCH)} | single
        if "q" not in single:
            continue  # where no question was asked, nothing was searched
        try:
            found.append(also(search_again(index, SearchParameters.model_validate(known)), sorted(rest)))
        except (ValidationError, BadQueryError):
            found.append(RecordedSearch(single["q"], f"asked as {query}"))
    return found
