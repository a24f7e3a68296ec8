"""Who a web page says wrote it, in the head where pages declare it; a name in the text may be anybody's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = "//meta[translate(@name, 'AUTHOR', 'author') = 'author']/@content"
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_NOBODY = frozenset({"admin", "administrator", "author", "webmaster", "editor", "root", "user", "unknown"})
_LONGEST_NAME = 100


def read_author(tree: HtmlElement) -> str | None:
    """The authors that a page declares in its `author` tags, else in the linked data of an article, joined by "; "."""
    for found in (cast("list[str]", tree.xpath(_META)), _linked(cast("list[str]", tree.xpath(_LINKED_DATA)))):
        names = dict.fromkeys(name for given in found if (name := " ".join(given.split())) and _is_name(name))
        if names:
            return "; ".join(names)
    return None


def _linked(scripts: list[str]) -> Iterator[str]:
    for script in scripts:
        try:
            yield from _authors(json.loads(script))
        except (ValueError, RecursionError):  # its author stays unknown, its text is read all the same
            continue


def _authors(data: Any) -> Iterator[str]:
    """The names under "author" of an article, a page or a list or graph of such."""
    if isinstance(data, list):
        for one in data:
            yield from _authors(one)
    elif isinstance(data, dict):
        yield from _names(data.get("author"))
        yield from _authors(data.get("@graph"))


def _names(author: Any) -> Iterator[str]:
    if isinstance(author, list):
        for one in author:
            yield from _names(one)
    elif isinstance(author, dict):
        yield from _names(author.get("name"))
    elif isinstance(author, str):
        yield author


def _is_name(name: str) -> bool:
    """Not an address, nor what a content system calls its first user."""
    return len(name) <= _LONGEST_NAME and not {"/", "@"} & {*name} and name.casefold() not in _NOBODY
