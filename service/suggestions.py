"""What somebody may be about to type: the titles, symbols, series, bodies and terms of the collection."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from index.search.filters import OTHER, count_facet
from index.search.searcher import Searcher
from service.http.addresses import Address, report_address

Kind = Literal["term", "series", "body", "symbol", "report"]
# So many of a kind come first, so that many titles leave room for a series.
EACH = 3
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to search for or to open at `url`. `about` says what a symbol or a short form stands for; `reports`
    counts those that have it."""

    kind: Kind
    text: str
    about: str
    reports: int
    url: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A suggestion with what it is found by: its text without case and accents, and the words of it and of its short
    form."""

    folded: str
    words: tuple[str, ...]
    suggestion: Suggestion

    def has(self, beginnings: Iterable[str]) -> bool:
        """Whether each of `beginnings` begins one of its words."""
        return all(any(word.startswith(one) for word in self.words) for one in beginnings)


class Suggestions:
    """All that a collection suggests."""

    def __init__(self, searcher: Searcher) -> None:
        self._entries = [_entry(one) for one in _every(searcher)]

    def starting(self, typed: str, limit: int) -> list[Suggestion]:
        """The best `limit` suggestions that have a word beginning with each of the words typed, or hold a part of a
        symbol as it was typed: what begins with it first, then what most reports have."""
        folded = _folded(typed).strip()
        words = _WORD.findall(folded)
        if not words:
            return []
        found = [one for one in self._entries if one.has(words) and ("/" not in folded or folded in one.folded)]
        found.sort(key=lambda one: (not one.folded.startswith(folded), -one.suggestion.reports, len(one.folded)))
        return _mixed([one.suggestion for one in found], limit)


def _mixed(found: list[Suggestion], limit: int) -> list[Suggestion]:
    """The first EACH of every kind, then what else there is, in order."""
    counts: dict[Kind, int] = {}
    first: list[Suggestion] = []
    rest: list[Suggestion] = []
    for one in found:
        counts[one.kind] = counts.get(one.kind, 0) + 1
        (first if counts[one.kind] <= EACH else rest).append(one)
    return [*first, *rest][:limit]


def _every(searcher: Searcher) -> Iterator[Suggestion]:
    reports = searcher.summaries(searcher.manifest.reports)
    for term in searcher.terms:
        yield Suggestion("term", term.name, term.short, len(term.reports), str(Address("/").with_value("q", term.name)))
    kinds: Iterable[Literal["series", "body"]] = ("series", "body")
    for kind in kinds:
        for value, count in ((one.value, one.count) for one in count_facet(kind, reports)):
            if value != OTHER:
                yield Suggestion(kind, value, "", count, str(Address("/").with_value(kind, value)))
    for report in reports:
        metadata, url = report.metadata, report_address(report.id)
        yield Suggestion("report", metadata.title, metadata.symbol or "", 1, url)
        for symbol in metadata.symbols:
            yield Suggestion("symbol", symbol, metadata.title, 1, url)


def _entry(suggestion: Suggestion) -> _Entry:
    folded = _folded(suggestion.text)
    short = _folded(suggestion.about) if suggestion.kind == "term" else ""
    return _Entry(folded, tuple(dict.fromkeys(_WORD.findall(f"{folded} {short}"))), suggestion)


def _folded(text: str) -> str:
    """Without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))
