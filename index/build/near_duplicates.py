"""Reports that are nearly the same text, such as a revision or one report from two sources: marked in a build, so that
a search does not show one text twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np

from corpus.near_duplicates import NEARLY_SAME, Hashes, body_of, find_twins, shingle_hashes
from corpus.types import Passage
from index.storage.store import StoredReport


def mark_near_duplicates(reports: Sequence[StoredReport], fresh: Set[str]) -> tuple[StoredReport, ...]:
    """The reports, each with the ids of those whose text is nearly its own. Only those whose id is `fresh` are compared
    anew; what the others know of each other still holds."""
    known = {stored.report.id: stored for stored in reports}
    sketches = {stored.report.id: stored.sketch for stored in reports}
    twins: dict[str, list[str]] = {name: [] for name in known}
    for pair in find_twins(sketches, fresh, lambda name: body_of(known[name].report)):
        twins[pair.first].append(pair.second)
        twins[pair.second].append(pair.first)
    for name in known.keys() - fresh:
        twins[name] += [twin for twin in known[name].report.twins if twin in known and twin not in fresh]
    return tuple(
        replace(stored, report=replace(stored.report, twins=tuple(sorted(twins[stored.report.id]))))
        for stored in reports
    )


def alike_passages(reports: Sequence[StoredReport]) -> dict[int, int]:
    """For the row of each passage that repeats one of an earlier twin report in nearly the same words, the row of the
    first such passage. Rows count the passages of all `reports`, in order."""
    first_rows = np.cumsum([0, *(len(stored.passages) for stored in reports)]).tolist()
    ordinals = {stored.report.id: ordinal for ordinal, stored in enumerate(reports)}
    alike: dict[int, int] = {}
    for ordinal, stored in enumerate(reports):
        for earlier in sorted(ordinals[twin] for twin in stored.report.twins if ordinals[twin] < ordinal):
            for mine, theirs in _matches(stored.passages, reports[earlier].passages).items():
                row = first_rows[earlier] + theirs
                alike.setdefault(first_rows[ordinal] + mine, alike.get(row, row))
    return alike


def _matches(mine: Sequence[Passage], theirs: Sequence[Passage]) -> dict[int, int]:
    """For each passage of `mine` that is nearly the same text as one of `theirs`, the place of the nearest."""
    places: dict[int, list[int]] = defaultdict(list)
    sizes: list[int] = []
    for place, passage in enumerate(theirs):
        hashes = _shingles(passage)
        sizes.append(len(hashes))
        for value in hashes.tolist():
            places[value].append(place)
    found: dict[int, int] = {}
    for place, passage in enumerate(mine):
        hashes = _shingles(passage)
        shared = Counter(other for value in hashes.tolist() for other in places.get(value, ()))
        similar = {other: n / (len(hashes) + sizes[other] - n) for other, n in shared.items()}
        nearest = max(similar, key=lambda other: (similar[other], -other), default=None)
        if nearest is not None and similar[nearest] >= NEARLY_SAME:
            found[place] = nearest
    return found


def _shingles(passage: Passage) -> Hashes:
    return shingle_hashes(passage.text)
