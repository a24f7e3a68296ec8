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
from fastapi.responses import Response
from pydantic import ValidationError

from service import dates
from service.api import Index
from service.export import FootnoteStyle, Searched, searched
from service.export_formats import FormatName, export_file
from service.live import OpenIndex
from service.page_links import Address, Pairs, report_address
from service.page_list_links import ITEM, PATH, SEARCH, search_pairs
from service.page_text import Piece, pieces, shown_lines
from service.pages import READ, HomeParameters, PageRoute, templates
from service.parameters import SearchParameters
from service.reading_list import LONGEST_NOTE, MOST_ITEMS, Item, Listed, Lost, find_entries, item_of, without_repeats

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class EntryView:
    """Entry `n`, counted from 1, ready for the page: found, or `lost`. `up`, `down` and `removed` are the addresses of
    the list with the entry moved or taken off; None where it cannot be moved so."""

    n: int
    key: str
    found: Listed | None
    lost: Lost | None
    date: str
    url: str
    citation: str
    lines: tuple[tuple[Piece, ...], ...]
    up: str | None
    down: str | None
    removed: str


@dataclass(frozen=True, slots=True)
class ListView:
    """The page. `search` is the query of the search that led here, or empty; `back` is the address to go on at."""

    entries: tuple[EntryView, ...]
    search: str
    query: str
    back: str
    most: int
    longest_note: int


@router.api_route(PATH, methods=READ)
def reading_list(request: Request, index: Index, asked: Annotated[HomeParameters, Query()]) -> Response:
    """The list that the address holds, beside the search that it was collected from."""
    items = without_repeats(map(item_of, asked.item))
    view = list_view(index, items, search_pairs(request), asked.q)
    return templates.TemplateResponse(request, "list.html", {"view": view, "here": "list"})


@router.post(f"{PATH}/export")
async def export_list(request: Request, index: Index) -> Response:
    """The list as a file; fields of the form that stand beside each other belong together."""
    sent = parse_qs((await request.body()).decode(errors="replace"), keep_blank_values=True)
    return await run_in_threadpool(_exported, index, sent)


def list_view(index: OpenIndex, items: Sequence[Item], search: Pairs, query: str) -> ListView:
    """A list as its page shows it, every text cut from the stored ones now."""
    keys = [item.key for item in items]
    entries = tuple(
        _entry_view(index, found, n, keys, search) for n, found in enumerate(find_entries(index.searcher, items))
    )
    return ListView(
        entries=entries,
        search=str(Address("", search)).removeprefix("?"),
        query=query,
        back=str(Address("/", (*search, *_carried(keys)))),
        most=MOST_ITEMS,
        longest_note=LONGEST_NOTE,
    )


def _entry_view(index: OpenIndex, entry: Listed | Lost, n: int, keys: list[str], search: Pairs) -> EntryView:
    found = entry if isinstance(entry, Listed) else None
    report = entry.report
    passage = found.passage.id if found and found.passage else None
    carried = (*search, *_carried(keys))
    return EntryView(
        n=n + 1,
        key=keys[n],
        found=found,
        lost=None if isinstance(entry, Listed) else entry,
        date=dates.event_date(report.metadata) if report else "",
        url=report_address(report.id, passage, carried) if report else "",
        citation=index.citer.cite_span(found.report.id, (found.start, found.end)) if found else "",
        lines=tuple(pieces(found.text, span) for span in shown_lines(found.text)) if found else (),
        up=_list_with(_swapped(keys, n - 1), search) if n > 0 else None,
        down=_list_with(_swapped(keys, n), search) if n + 1 < len(keys) else None,
        removed=_list_with(keys[:n] + keys[n + 1 :], search),
    )


def _swapped(keys: list[str], n: int) -> list[str]:
    """The keys with those at `n` and `n + 1` in the other order."""
    return [*keys[:n], keys[n + 1], keys[n], *keys[n + 2 :]]


def _list_with(keys: list[str], search: Pairs) -> str:
    return str(Address(PATH, (*search, *_carried(keys))))


def _carried(keys: Sequence[str]) -> Pairs:
    return tuple((ITEM, key) for key in keys)


def _exported(index: OpenIndex, sent: dict[str, list[str]]) -> Response:
    """The file. Raises HTTPException for what the form of the page never sends."""
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
    return export_file(index, name, without_repeats(items), _searches(sent.get("search", [])), written)


def _beside(keys: Sequence[str], values: Sequence[str]) -> list[str]:
    """A value for each key, empty where none was sent."""
    told = [value.replace("\r\n", "\n") for value in values[: len(keys)]]
    return told + [""] * (len(keys) - len(told))


def _searches(queries: Sequence[str]) -> tuple[Searched, ...]:
    """Searches by their addresses' queries. One that this version does not understand is still told."""
    found: list[Searched] = []
    for query in queries:
        pairs = [pair for pair in parse_qsl(query) if pair[0] in SEARCH]
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            given.setdefault(name, []).append(value)
        single = {name: values[0] for name, values in given.items() if name in {"q", "mode", "from", "to"}}
        try:
            found += searched([SearchParameters.model_validate(given | single)])
        except ValidationError:
            found += [Searched(single["q"], f"asked as {query}")] if "q" in single else []
    return tuple(dict.fromkeys(found))
