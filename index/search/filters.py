"""Which reports a search may look at, and how many reports carry each value. One place for what a filter means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from corpus.metadata.bodies import canonical_body, looks_like_body
from corpus.metadata.language import LANGUAGES
from corpus.symbols import normalise_symbol
from corpus.types import ReportSummary
from index.types import FacetCount, Filters


def _years(report: ReportSummary) -> Sequence[str]:
    start, end = report.metadata.start_date, report.metadata.end_date
    return () if start is None or end is None else _from_to(start[:4], end[:4])


@cache
def _from_to(first: str, last: str) -> Sequence[str]:
    """The years from one to another; every search asks for those of all reports that it found."""
    return tuple(str(year) for year in range(int(first), int(last) + 1))


OTHER = "other"
"""Stands for what was read as a body or a language and is the name of none that is known."""
_OWN = frozenset({"front matter", "sidecar"})


def _bodies(report: ReportSummary) -> Sequence[str]:
    body = report.metadata.body
    return _parted(body, _given(report, "body")) if body else ()


def _languages(report: ReportSummary) -> Sequence[str]:
    language = report.metadata.language
    if not language:
        return ()
    return (language if language in LANGUAGES or _given(report, "language") else OTHER,)


def _given(report: ReportSummary, field: str) -> bool:
    """Whether the owner of the file gave a field; what they call a body is one."""
    return any(reading.field == field and reading.source in _OWN for reading in report.readings)


@cache
def _parted(bodies: str, given: bool) -> tuple[str, ...]:
    """The bodies of a joint document one by one, each by its name in the list."""
    return tuple(dict.fromkeys(_known(body, given) for body in bodies.split("; ")))


def _known(body: str, given: bool) -> str:
    return body if given else canonical_body(body) or (body if looks_like_body(body) else OTHER)


def _value(name: str) -> Callable[[ReportSummary], Sequence[str]]:
    def values(report: ReportSummary) -> Sequence[str]:
        value = getattr(report.metadata, name)
        return (value,) if value else ()

    return values


FACETS: dict[str, Callable[[ReportSummary], Sequence[str]]] = {
    "series": _value("series"),
    "kind": _value("kind"),
    "body": _bodies,
    "language": _languages,
    "year": _years,
}


def matches(report: ReportSummary, filters: Filters) -> bool:
    """Whether a report passes all of `filters`. One with several bodies passes by each of them, and by all as its
    metadata has them."""
    meta = report.metadata
    if any(
        wanted and getattr(meta, name) not in wanted and set(wanted).isdisjoint(FACETS[name](report))
        for name, wanted in (
            ("series", filters.series),
            ("kind", filters.kind),
            ("body", filters.body),
            ("language", filters.language),
        )
    ):
        return False
    if filters.report and report.id not in filters.report:
        return False
    if filters.symbol and not {normalise_symbol(s) for s in filters.symbol} & {
        normalise_symbol(s) for s in meta.symbols
    }:
        return False
    if filters.date_from and (meta.end_date is None or meta.end_date < filters.date_from):
        return False
    return not (filters.date_to and (meta.start_date is None or meta.start_date > filters.date_to))


def allowed_reports(reports: Sequence[ReportSummary], filters: Filters) -> list[int] | None:
    """The ordinals of the reports that pass, or None when nothing is filtered."""
    if not filters:
        return None
    return [ordinal for ordinal, report in enumerate(reports) if matches(report, filters)]


def without(filters: Filters, facet: str) -> Filters:
    """`filters` with one facet's own condition taken off."""
    if facet == "year":
        return replace(filters, date_from=None, date_to=None)
    cleared: dict[str, Any] = {facet: ()}
    return replace(filters, **cleared)


def count_facet(facet: str, reports: Iterable[ReportSummary]) -> tuple[FacetCount, ...]:
    """How many of `reports` carry each value: most first, then by name, what is not known last; years latest first."""
    counts = Counter(value for report in reports for value in FACETS[facet](report))
    ordered = sorted(counts.items(), reverse=True) if facet == "year" else sorted(counts.items(), key=_most_first)
    return tuple(FacetCount(value, count) for value, count in ordered)


def _most_first(item: tuple[str, int]) -> tuple[bool, int, str]:
    return (item[0] == OTHER, -item[1], item[0])
