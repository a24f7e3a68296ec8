"""A ranking in another arrangement: its best passages by date, or put together by report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from corpus.types import ReportSummary

if TYPE_CHECKING:
    from index.types import Rows

Sort = Literal["relevance", "newest", "oldest"]
# Further down a ranking passages speak less and less to the question; by date they would come first.
DATED = 50


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """One report of a ranking: its ordinal in the build, and where its passages stand in the ranking, in order."""

    report: int
    places: tuple[int, ...]


def by_date(report_of_place: Rows, reports: Sequence[ReportSummary], sort: Sort) -> Rows:
    """Where the DATED best passages of a ranking stand in it, by the dates of their reports, those of one report as
    they were ranked and those without a date last; by relevance all places as they are."""
    places = np.arange(len(report_of_place))
    if sort == "relevance":
        return places
    dates = [reports[int(report)].metadata.start_date or "" for report in report_of_place[:DATED]]
    dated = [place for place in range(len(dates)) if dates[place]]
    # One report's passages stay together where two reports have the same date.
    dated.sort(key=lambda place: int(report_of_place[place]))
    dated.sort(key=lambda place: dates[place], reverse=sort == "newest")
    undated = [place for place in range(len(dates)) if not dates[place]]
    return np.asarray([*dated, *undated], dtype=np.int64)


def by_report(report_of_place: Rows) -> list[ReportGroup]:
    """The reports of a ranking, each where the first of its passages stands."""
    groups: dict[int, list[int]] = {}
    for place, report in enumerate(report_of_place.tolist()):
        groups.setdefault(report, []).append(place)
    return [ReportGroup(report, tuple(places)) for report, places in groups.items()]
