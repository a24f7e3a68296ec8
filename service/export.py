"""What is exported of a reading list, and the formats there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from service import dates
from service.answers_sources import nature
from service.citations import Citer
from service.page_filters import active_filters
from service.page_links import Address
from service.parameters import SearchParameters
from service.reading_list import Entry, Listed, Lost

FootnoteStyle = Literal["un", "chicago"]
GONE = "No longer in the collection"
GONE_REMEDY = "Search for it again, or take it off the list."


@dataclass(frozen=True, slots=True)
class Searched:
    """A search that led to what is on the list: the question, and how it was asked, in words."""

    question: str
    how: str


@dataclass(frozen=True, slots=True)
class Collection:
    """What was searched: the build of the index, its model, how many reports."""

    build: str
    model: str
    fingerprint: str
    reports: int


@dataclass(frozen=True, slots=True)
class Export:
    """A reading list, found in the open build, as it is exported on `day`. `citer` cites what was found."""

    entries: tuple[Entry, ...]
    searches: tuple[Searched, ...]
    collection: Collection
    citer: Citer
    style: FootnoteStyle
    day: date

    @property
    def listed(self) -> list[Listed]:
        """The entries that were found."""
        return [one for one in self.entries if isinstance(one, Listed)]

    @property
    def lost(self) -> list[Lost]:
        """The entries that were not."""
        return [one for one in self.entries if isinstance(one, Lost)]

    @property
    def summary(self) -> str:
        """For example "3 passages from 2 reports, cut from the stored texts on 24 November 2026. 1 more is …"."""
        passages, reports = len(self.listed), len({one.report.id for one in self.listed})
        told = (
            f"{_count(passages, 'passage', 'passages')} from {_count(reports, 'report', 'reports')}, cut word for word "
            f"from the stored texts on {dates.date(self.day.isoformat())}."
        )
        lost = len(self.lost)
        return f"{told} {lost} more {'is' if lost == 1 else 'are'} no longer in the collection." if lost else told

    @property
    def record(self) -> list[str]:
        """How what is on the list was found, a sentence each; empty where no search is known."""
        if not self.searches:
            return []
        where = self.collection
        return [
            *(f"“{one.question}”, {one.how}." for one in self.searches),
            f"Collection of {_count(where.reports, 'report', 'reports')}: build {where.build}, model {where.model} "
            f"({where.fingerprint}).",
        ]

    def footnote(self, entry: Listed) -> str:
        """The citation of exactly these words."""
        return self.citer.cite_span(entry.report.id, (entry.start, entry.end), self.style)


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written, the media type of its file and the end of the file's name."""

    write: Callable[[Export], bytes]
    media_type: str
    suffix: str


def searched(asked: Sequence[SearchParameters]) -> tuple[Searched, ...]:
    """Searches in words, each once."""
    return tuple(dict.fromkeys(Searched(one.q, _how(one)) for one in asked))


def about(entry: Listed) -> str:
    """What a reader must know of the text: date and kind, with remarks such as "draft"."""
    metadata = entry.report.metadata
    return ". ".join(filter(None, (dates.event_date(metadata), nature(metadata)))) + "."


def filename(suffix: str, day: date) -> str:
    """For example "reading-list-2026-11-24.docx"."""
    return f"reading-list-{day.isoformat()}{suffix}"


def _how(asked: SearchParameters) -> str:
    given = asked.model_dump(by_alias=True, exclude_defaults=True, exclude={"q", "k", "offset", "mode", "sort"})
    pairs = tuple(
        (name, str(value))
        for name, values in given.items()
        for value in (values if isinstance(values, list) else [values])
    )
    filters = "; ".join(f"{one.field.lower()}: {one.name}" for one in active_filters(Address("/", pairs)))
    return f"{_MODES[asked.mode]}{_ORDERS[asked.sort]}, {f'filtered by {filters}' if filters else 'without filters'}"


_ORDERS = {"relevance": "", "newest": ", the best by date, newest first", "oldest": ", the best by date, oldest first"}
_MODES = {
    "hybrid": "searched by words and meaning",
    "semantic": "searched by meaning",
    "keyword": "searched by exact words",
}


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
