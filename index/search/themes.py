"""How strongly each report speaks to a question: what a theme over the years is made of.

A search ranks passages and stops after the best; here every report is looked at. The strength of a passage is the mean
of three figures between 0 and 1, so that it means the same wherever it stands:

    meaning   the cosine of its nearest window (a sentence or two) with the question
    words     the mean cosine of each of the question's words with the nearest word of the passage
    share     the share of the question's content words, weighed by how rare they are, that stand in it or over it
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.symbols import normalise_symbol
from corpus.types import Passage, ReportSummary
from index.lexical.postings import Term
from index.search.engines import Engines
from index.search.evidence import first_rows, met, term_weight
from index.search.retrieval import Query
from index.types import Mask, Rows, Vectors

# Passages compared in full: of each report the most promising, and this many in all. Which are promising is told by the
# share of words, known of every passage, and by the cosine of the passage, known of the nearest.
EACH = 4
MOST = 4000
NEAREST = 10_000
# What introduces a list item is no part of what is said in it.
_BULLET = re.compile(r"(?:[-*+•–·>]\s+)+(?=\S)")


@dataclass(frozen=True, slots=True)
class ReportStrength:
    """A report, the row of the passage of it that speaks to the question most, and how strongly, in [0, 1]."""

    report: ReportSummary
    row: int
    strength: float


class Theme:
    """A question put to every report of a build. `speakers` has the reports, strongest first; where something has to be
    found exactly, those that have it, and of a very large build those of the MOST most promising passages."""

    def __init__(self, engines: Engines, asked: Query) -> None:
        self._engines = engines
        self._asked = asked
        self.speakers: tuple[ReportStrength, ...] = tuple(_speakers(engines, asked))

    def passage(self, speaker: ReportStrength) -> Passage:
        """The passage that speaks most."""
        return self._engines.store.passages_at([speaker.row])[speaker.row]

    def passage_ids(self, speakers: Sequence[ReportStrength]) -> list[str]:
        """The ids of the passages that speak most, in order."""
        return self._engines.store.passage_ids([speaker.row for speaker in speakers])

    def wording(self, speaker: ReportStrength) -> tuple[int, int]:
        """Where in its passage a report says it: the whole sentences nearest to the question, as offsets into the
        passage's text."""
        passage = self.passage(speaker)
        spans = self._engines.windows.spans(speaker.row)
        cosines = self._engines.windows.similarities(self._asked.vectors.whole, speaker.row)
        weights = _weights(self._engines, self._asked)
        worth = cosines + np.asarray([self._share(passage.text[start:end], weights) for start, end in spans])
        start, end = spans[int(worth.argmax())]
        marker = _BULLET.match(passage.text, start, end)
        return (marker.end() if marker else start), end

    def _share(self, text: str, weights: dict[Term, float]) -> float:
        there = {word.stem for word in self._engines.keywords.words(text)}
        return sum(weight for term, weight in weights.items() if met(term, there)) / (sum(weights.values()) or 1.0)


def _speakers(engines: Engines, asked: Query) -> list[ReportStrength]:
    store = engines.store
    reports = store.report_of_row
    allowed = _allowed(engines, asked)
    share = engines.postings.share(_weights(engines, asked))
    rows = _promising(engines, asked, share, allowed)
    strength = (
        np.clip(engines.windows.best(asked.vectors.whole, rows), 0, 1)
        + np.clip(engines.words.maxsim(asked.vectors.words, asked.weights, rows), 0, 1)
        + share[rows]
    ) / 3
    if _wholly_exact(engines, asked):
        strength = np.ones_like(strength)
    order = np.lexsort((rows, -strength))
    _, first = np.unique(reports[rows[order]], return_index=True)
    return [
        ReportStrength(store.summaries[int(reports[rows[place]])], int(rows[place]), float(strength[place]))
        for place in order[np.sort(first)]
    ]


def _promising(engines: Engines, asked: Query, share: Vectors, allowed: Mask | None) -> Rows:
    """The rows to compare in full, ascending."""
    rows = np.arange(len(share)) if allowed is None else np.flatnonzero(allowed)
    near, cosines = engines.vectors.search(asked.vectors.whole, NEAREST, allowed)
    promise = share + float(cosines.min(initial=1.0))
    promise[near] = share[near] + cosines
    order = rows[np.lexsort((rows, -promise[rows]))]
    chosen = first_rows(engines.store.report_of_row[order], 0, EACH)[:MOST]
    found: Rows = np.sort(order[chosen])
    return found


def _allowed(engines: Engines, asked: Query) -> Mask | None:
    """The rows that may speak: with every phrase in quotation marks, and with one of the symbols or of a report that
    bears it. None: all."""
    store, question = engines.store, asked.question
    masks: list[Mask] = []
    if question.phrases:
        masks.append(_mask(engines.keywords.rows_with_phrases(question.phrases), engines.vectors.size))
    if question.symbols:
        wanted = set(question.symbols)
        bears = [not wanted.isdisjoint(map(normalise_symbol, one.metadata.symbols)) for one in store.summaries]
        mentions = _mask(engines.keywords.rows_with_symbol(question.symbols), engines.vectors.size)
        masks.append(np.asarray(bears, dtype=np.bool_)[store.report_of_row] | mentions)
    return np.logical_and.reduce(masks) if masks else None


def _mask(rows: Rows, size: int) -> Mask:
    mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = True
    return mask


def _weights(engines: Engines, asked: Query) -> dict[Term, float]:
    """The question's content words, a name with all its forms as one, and how rare they are."""
    return {term: term_weight(engines.keywords, term) for term in asked.terms}


def _wholly_exact(engines: Engines, asked: Query) -> bool:
    """Whether nothing but symbols and phrases in quotation marks was asked for: then a passage has it or has it not."""
    question = asked.question
    exact = {word.stem for phrase in question.phrases for word in engines.keywords.words(phrase)}
    return bool(question.symbols or question.phrases) and all(met(term, exact) for term in asked.terms)
