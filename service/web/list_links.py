"""A reading list that is carried in addresses, for readers without JavaScript: each item a parameter of its own.

With JavaScript the browser keeps the list, and no address has it but that of the list itself.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Request
from pydantic import Field, StringConstraints

from service.http.addresses import Address, Pairs
from service.reading_list.entries import KEY, MOST_ITEMS

ITEM = "item"
PATH = "/list"
SEARCH = ("q", "mode", "sort", "series", "kind", "body", "language", "report", "symbol", "from", "to")

Items = Annotated[
    list[Annotated[str, StringConstraints(pattern=f"^({KEY})$")]],
    Field(max_length=MOST_ITEMS, description="Places on the reading list."),
]


def list_here(request: Request) -> list[str]:
    """The keys of the items that the address of a page carries, each once."""
    return list(dict.fromkeys(request.query_params.getlist(ITEM)))


def with_list(request: Request, path: str) -> str:
    """Another page's address, which goes on carrying the list."""
    return str(Address(path, tuple((ITEM, key) for key in list_here(request))))


def list_address(request: Request) -> str:
    """The page of the list, with the search that led here, so that it can be recorded and gone back to."""
    return str(Address(PATH, (*search_pairs(request), *((ITEM, key) for key in list_here(request)))))


def search_pairs(request: Request) -> Pairs:
    """The question and the filters of an address; nothing where no question was asked."""
    pairs = tuple(pair for pair in request.query_params.multi_items() if pair[0] in SEARCH)
    return pairs if any(name == "q" for name, _ in pairs) else ()
