"""The terms of a collection: the names that its reports, or the people who keep it, have short forms for, and which
reports have them. What is written often enough to be shortened is what a collection is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.search.engines import Engines

# A term that fewer reports say is no theme of a collection.
LEAST_REPORTS = 2


@dataclass(frozen=True, slots=True)
class CollectionTerm:
    """A name, its short form, and the ids of the reports that have the name, word for word."""

    name: str
    short: str
    reports: frozenset[str]


def collection_terms(engines: Engines) -> tuple[CollectionTerm, ...]:
    """The terms that at least LEAST_REPORTS reports have, most of them first. Of names that share a short form, which
    mostly are one name in several spellings, the one that most reports have."""
    store, keywords = engines.store, engines.keywords
    best: dict[str, CollectionTerm] = {}
    for pair in engines.glossary.pairs:
        name = pair.name.lstrip("/-–— ")
        if len(keywords.words(name)) < 2:
            continue
        ordinals = np.unique(store.report_of_row[keywords.rows_with_phrases([name])])
        if len(ordinals) < LEAST_REPORTS:
            continue
        found = CollectionTerm(name, pair.short, frozenset(store.summaries[n].id for n in ordinals.tolist()))
        other = best.get(pair.short)
        if other is None or len(found.reports) > len(other.reports):
            best[pair.short] = found
    by_name = {term.name.casefold(): term for term in reversed(best.values())}
    return tuple(sorted(by_name.values(), key=lambda term: (-len(term.reports), term.name.casefold())))
