"""The record of the searches that a reading list was collected from: how each was asked, of what, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.http.addresses import Address
from service.live import OpenIndex
from service.reading_list import recording as records
from service.reading_list.program import program
from service.reading_list.record_types import Settings
from service.schemas.active_filters import active_filters
from service.schemas.parameters import SearchParameters

RESULTS = 10
NOTHING = "Nothing was found."

_ORDERS = {"relevance": "", "newest": ", the best by date, newest first", "oldest": ", the best by date, oldest first"}
_MODES = {
    "hybrid": "searched by words and meaning",
    "semantic": "searched by meaning",
    "keyword": "searched by exact words",
}


@dataclass(frozen=True, slots=True)
class RecordedSearch:
    """A search: the question, how it was asked, in words, and the citations of its first results, found again now."""

    question: str
    how: str
    results: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The results, numbered, or that there are none."""
        return tuple(f"{n}. {citation}" for n, citation in enumerate(self.results, 1)) or (NOTHING,)

    def __str__(self) -> str:
        """For example "“guidance”, searched by words and meaning, without filters."."""
        return f"“{self.question}”, {self.how}."


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """Searches, and one sentence on what was searched; empty where no search is known."""

    searches: tuple[RecordedSearch, ...] = ()
    collection: str = ""

    def __bool__(self) -> bool:
        return bool(self.searches)


def record_of(index: OpenIndex, searches: Sequence[RecordedSearch]) -> SearchRecord:
    """The record of searches in the open build, each once."""
    manifest = index.searcher.manifest
    reports = f"{manifest.reports:,} {'report' if manifest.reports == 1 else 'reports'}"
    where = (
        f"Searched in a collection of {reports} with {program()}: build {manifest.build}, corpus "
        f"{manifest.corpus}, model {manifest.model} ({manifest.fingerprint})."
    )
    return SearchRecord(tuple(dict.fromkeys(searches)), where)


def search_again(index: OpenIndex, asked: SearchParameters) -> RecordedSearch:
    """A search in words, with what it finds now. Raises BadQueryError."""
    settings = Settings(k=RESULTS, mode=asked.mode, sort=asked.sort, rerank=asked.has_answer or None)
    made = records.record_search(index.searcher, index.citer, asked.q, settings, asked.filters)
    return RecordedSearch(asked.q, _how(asked), tuple(one.citation for one in made.results))


def also(search: RecordedSearch, rest: Sequence[str]) -> RecordedSearch:
    """The search, with what else was asked for and is not understood."""
    return replace(search, how=", with ".join([search.how, *rest]))


def _how(asked: SearchParameters) -> str:
    given = asked.model_dump(by_alias=True, exclude_defaults=True, exclude={"q", "k", "offset", "mode", "sort"})
    pairs = tuple(
        (name, str(value))
        for name, values in given.items()
        for value in (values if isinstance(values, list) else [values])
    )
    filters = "; ".join(f"{one.field.lower()}: {one.name}" for one in active_filters(Address("/", pairs)))
    return f"{_MODES[asked.mode]}{_ORDERS[asked.sort]}, {f'filtered by {filters}' if filters else 'without filters'}"
