"""Addresses of the page's states. A state is a path and its query parameters, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from corpus.types import Passage

Pairs = tuple[tuple[str, str], ...]

# Where in a report somebody is; everything else in its address is the search that led there.
PLACE = frozenset({"passage", "words", "part", "at"})


@dataclass(frozen=True, slots=True)
class Address:
    """A path with query parameters in order; a name may stand in it more than once."""

    path: str
    pairs: Pairs = ()

    def with_value(self, name: str, value: str | int) -> Address:
        """This address with `name` holding `value` alone; paging starts again."""
        return self.without(name)._paged_anew().adding(name, value)

    def also(self, name: str, value: str | int) -> Address:
        """This address with `value` as one more alternative of `name`; paging starts again."""
        return self.without(name, value)._paged_anew().adding(name, value)

    def without(self, name: str, value: str | int | None = None) -> Address:
        """This address without `name`, or without that one value of it; paging starts again."""
        left = tuple(p for p in self.pairs if p[0] != name or (value is not None and p[1] != str(value)))
        return replace(self, pairs=left)._paged_anew()

    def at(self, offset: int) -> Address:
        """This address `offset` results further down."""
        first = self._paged_anew()
        return first.adding("offset", offset) if offset > 0 else first

    def only(self, names: Iterable[str]) -> Address:
        """This address with the parameters of these names alone."""
        kept = frozenset(names)
        return replace(self, pairs=tuple(p for p in self.pairs if p[0] in kept))

    def value(self, name: str) -> str | None:
        """The first value of `name`, or None."""
        return next((value for key, value in self.pairs if key == name), None)

    def has(self, name: str, value: str) -> bool:
        """Whether `value` is among the values of `name`."""
        return (name, value) in self.pairs

    def adding(self, name: str, value: str | int) -> Address:
        """This address with one more parameter."""
        return replace(self, pairs=(*self.pairs, (name, str(value))))

    def _paged_anew(self) -> Address:
        return replace(self, pairs=tuple(p for p in self.pairs if p[0] != "offset"))

    def __str__(self) -> str:
        query = urlencode(self.pairs)
        return f"{self.path}?{query}" if query else self.path


def words_address(passage: Passage, start: int, end: int, search: Pairs = ()) -> str:
    """The page of a report, opened at the words from `start` to `end` of its text, which stand inside `passage`."""
    if (start, end) == (passage.start, passage.end):
        return report_address(passage.report_id, passage.id, search)
    words = ("words", f"{start - passage.start}-{end - passage.start}")
    pairs = (*search, ("passage", passage.id), words)
    return f"{Address(f'/reports/{quote(passage.report_id)}', pairs)}#words"


def report_address(report_id: str, passage_id: str | None = None, search: Pairs = ()) -> str:
    """The page of a report. With a passage it opens there; `search` is the question that led to it."""
    pairs = (*search, ("passage", passage_id)) if passage_id else search
    address = Address(f"/reports/{quote(report_id, safe='')}", pairs)
    return f"{address}#p-{quote(passage_id, safe='')}" if passage_id else str(address)


def similar_address(passage_id: str, search: Pairs = ()) -> str:
    """The page of what is like a passage; `search` is the question that led to it."""
    pairs = tuple(pair for pair in search_of(search) if pair[0] != "offset")
    return str(Address(f"/passages/{quote(passage_id, safe='')}/similar", pairs))


def search_of(pairs: Pairs) -> Pairs:
    """The parameters of a report's address without the place in the report."""
    return tuple(pair for pair in pairs if pair[0] not in PLACE)


def place_only(address: str) -> str:
    """The address of a place in a report without the search that led there."""
    parts = urlsplit(address)
    pairs = tuple(pair for pair in parse_qsl(parts.query) if pair[0] in PLACE)
    return str(Address(parts.path, pairs)) + (f"#{parts.fragment}" if parts.fragment else "")


def followable(url: str | None) -> bool:
    """Whether a link found in a report may be made clickable: only web addresses are."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
