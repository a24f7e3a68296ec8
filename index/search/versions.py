"""Which reports of a collection revise or correct which, by their symbols."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from corpus.symbols import normalise_symbol
from corpus.types import ReportSummary
from index.types import LaterVersion

_VERSION = re.compile(r"(?P<paper>.+?)(?:/REV\.(?P<revision>\d+))?(?:/CORR\.(?P<correction>\d+))?")


def later_versions(reports: Iterable[ReportSummary]) -> dict[str, tuple[LaterVersion, ...]]:
    """For each report that has any, by id: its later revisions, the latest first, then its corrigenda.

    `X/Rev.2` is later than `X` and `X/Rev.1`; `X/Corr.1` corrects `X` alone, `X/Rev.1/Corr.1` corrects `X/Rev.1`.
    """
    papers: dict[str, list[tuple[int, int, ReportSummary]]] = defaultdict(list)
    for report in reports:
        for symbol in report.metadata.symbols:
            if match := _VERSION.fullmatch(normalise_symbol(symbol)):
                number = (int(match["revision"] or 0), int(match["correction"] or 0), report)
                papers[match["paper"]].append(number)
    later: dict[str, tuple[LaterVersion, ...]] = {}
    for versions in papers.values():
        for revision, correction, report in versions:
            revisions = [(r, other) for r, c, other in versions if r > revision and not c]
            corrections = [(c, other) for r, c, other in versions if r == revision and c and not correction]
            found = [LaterVersion(other, False) for _, other in _latest_first(revisions)]
            found += [LaterVersion(other, True) for _, other in _latest_first(corrections)]
            if found:
                later[report.id] = tuple(dict.fromkeys([*later.get(report.id, ()), *found]))
    return later


def _latest_first(versions: list[tuple[int, ReportSummary]]) -> list[tuple[int, ReportSummary]]:
    return sorted(versions, key=lambda version: (-version[0], version[1].id))
