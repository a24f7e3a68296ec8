"""The collection as a list: which reports pass, in which order, when each arrived, and what became of it in the last
rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from corpus.types import UNSURE, ReportSummary
from index.search.filters import matches
from index.search.searcher import Searcher
from index.storage.arrivals import Arrival
from index.types import Filters, LaterVersion

SortKey = Literal["date", "title", "series", "body", "symbol", "language", "paragraphs", "state", "unsure", "entered"]
Order = Literal["ascending", "descending"]
Numbering = Literal["numbered", "unnumbered"]
# Since the build before; "indexed" where there is none to compare with.
State = Literal["added", "changed", "unchanged", "indexed"]
STATES: tuple[State, ...] = ("added", "changed", "unchanged", "indexed")


@dataclass(frozen=True, slots=True)
class Listed:
    """A report of the collection: its state, when it entered, and the reports that revise or correct it."""

    report: ReportSummary
    state: State
    arrival: Arrival
    later: tuple[LaterVersion, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports to list. `words` must all stand in the title, a symbol or the path, in any case; `new_since` is the
    first day on which they may have entered the collection, ISO 8601. Where that is not known they are not new."""

    filters: Filters = field(default_factory=Filters)
    words: str = ""
    numbering: Numbering | None = None
    state: State | None = None
    new_since: str | None = None


def collection(searcher: Searcher) -> list[Listed]:
    """Every report, newest first."""
    changes = searcher.changes
    added, changed = ({one.path for one in named} for named in (changes.added, changes.changed))

    def state(path: str) -> State:
        if not changes.compared:
            return "indexed"
        return "added" if path in added else "changed" if path in changed else "unchanged"

    reports = searcher.summaries(searcher.manifest.reports)
    return [
        Listed(report, state(report.path), searcher.arrival(report), searcher.later_versions(report.id))
        for report in reports
    ]


def passes(listed: Listed, wanted: Wanted) -> bool:
    """Whether a report is wanted."""
    report = listed.report
    looked_at = " ".join((report.metadata.title, *report.metadata.symbols, report.path)).casefold()
    return (
        matches(report, wanted.filters)
        and all(word in looked_at for word in wanted.words.casefold().split())
        and wanted.numbering in (None, "numbered" if report.numbered else "unnumbered")
        and wanted.state in (None, listed.state)
        and (wanted.new_since is None or (listed.arrival.entered or "") >= wanted.new_since)
    )


def ordered(listed: Iterable[Listed], key: SortKey, order: Order) -> list[Listed]:
    """`listed` by `key`; reports for which it is not known come last either way, and equal ones newest first."""
    newest = sorted(listed, key=lambda one: one.report.metadata.title)
    newest.sort(key=lambda one: one.report.metadata.start_date or "", reverse=True)
    known = [one for one in newest if KEYS[key](one) is not None]
    unknown = [one for one in newest if KEYS[key](one) is None]
    # A list is sorted stably in reverse too, so that equal ones stay in order.
    return [*sorted(known, key=lambda one: KEYS[key](one) or (), reverse=order == "descending"), *unknown]


def natural_order(key: SortKey) -> Order:
    """The order that is expected of a key: the newest and the most paragraphs first, all else from the start."""
    return "descending" if key in ("date", "paragraphs", "entered") else "ascending"


def _text(name: str) -> Callable[[Listed], tuple[str, ...] | None]:
    def value(one: Listed) -> tuple[str, ...] | None:
        text = getattr(one.report.metadata, name)
        return (text.casefold(),) if text else None

    return value


def _date(one: Listed) -> tuple[str, ...] | None:
    start = one.report.metadata.start_date
    return (start,) if start else None


def _paragraphs(one: Listed) -> tuple[str, ...] | None:
    return (f"{one.report.paragraphs:09}",)


def _state(one: Listed) -> tuple[str, ...] | None:
    """What calls for a look comes first: new, changed, outdated, doubled, remarked on."""
    report = one.report
    calls = bool(one.later), bool(report.twins), bool(report.warnings or report.metadata.labels)
    return (str(STATES.index(one.state)), *("01"[not call] for call in calls))


def _entered(one: Listed) -> tuple[str, ...] | None:
    return (one.arrival.entered,) if one.arrival.entered else None


def _unsure(one: Listed) -> tuple[str, ...] | None:
    """Reports with fields to be looked at, the least sure reading first."""
    least = min((reading.certainty for reading in one.report.readings), default=1.0)
    return (f"{least:.6f}",) if least < UNSURE else None


KEYS: dict[SortKey, Callable[[Listed], tuple[str, ...] | None]] = {
    "date": _date,
    "title": _text("title"),
    "series": _text("series"),
    "body": _text("body"),
    "symbol": _text("symbol"),
    "language": _text("language"),
    "paragraphs": _paragraphs,
    "state": _state,
    "unsure": _unsure,
    "entered": _entered,
}
