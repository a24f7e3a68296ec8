"""From what two engines found to one ranking: a passage's own evidence, that around it, that of its report.

All parts are on the scale of a cosine, so that they can be added without looking at the other candidates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.types import Rows, Vectors


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """What each part of the evidence counts for, beside the best window's cosine, which counts 1.

    `words`: the mean cosine of the question's words with the nearest words of the passage. `keyword`: BM25 over the
    stretch around the passage, as a share of the most that the question's words could give, squared: a few of the words
    found are a coincidence, most of them found are an answer. `neighbour_decay`: what a word counts at distance 0, 1, 2
    ... passages in the same section. `around`: how much of a passage's own evidence those at distance 0, 1, 2 ... in
    the same section lend it. `report`: the evidence of the best passage of its report. `own_words` and `own_keyword`:
    the words of the passage alone, squared, which keep the first hit sharp. `fit`: how well the report fits the dates,
    places and series that the question names. `python -m eval.retrieval.tune` finds the values.
    """

    words: float = 1.0
    keyword: float = 2.5
    neighbour_decay: tuple[float, ...] = (1.0, 0.8, 0.64, 0.512, 0.41)
    around: tuple[float, ...] = (1.0, 0.9, 0.8, 0.7, 0.6)
    report: float = 1.1
    own_words: float = 0.5
    own_keyword: float = 1.0
    fit: float = 1.0

    @property
    def reach(self) -> int:
        """The distance up to which passages lend each other evidence."""
        return len(self.around) - 1


WEIGHTS = RankingWeights()


@dataclass(frozen=True, slots=True)
class RankedEvidence:
    """What speaks for each candidate: its own evidence, what those around it and its report lend it, and the final
    score. The arrays run along the candidates' rows."""

    own: Vectors
    around: Vectors
    report: Vectors
    score: Vectors


def weigh(
    own: Vectors,
    broad: Vectors,
    sharp: Vectors,
    rows: Rows,
    sections: Rows,
    reports: Rows,
    weights: RankingWeights = WEIGHTS,
) -> RankedEvidence:
    """The evidence for the candidates `rows` (ascending), given the evidence that each has of its `own`, the same with
    words weighed over the whole collection (`broad`), that of its words alone (`sharp`), and the section and the report
    that it stands in."""
    around = mean_around(rows, own, sections, weights.around)
    report = best_of_report(broad, reports)
    score = around + sharp + weights.report * report
    return RankedEvidence(own, around, report, score.astype(np.float32))


def sharp_evidence(words: Vectors, keyword: Vectors, weights: RankingWeights = WEIGHTS) -> Vectors:
    """What the words of each candidate alone say: `words` is the cosine of the question's words, `keyword` the share of
    the best possible BM25 that the passage has without its neighbours."""
    sharp: Vectors = weights.own_words * words**2 + weights.own_keyword * keyword**2
    return sharp


def own_evidence(
    semantic: Vectors, keyword: Vectors, words: Vectors | float = 0.0, weights: RankingWeights = WEIGHTS
) -> Vectors:
    """What each candidate has of its own: `semantic` is the cosine of the best window, `keyword` the share of the best
    possible BM25, `words` the cosine of the question's words."""
    own: Vectors = semantic + weights.words * words + weights.keyword * keyword**2
    return own


def mean_around(rows: Rows, own: Vectors, sections: Rows, around: tuple[float, ...]) -> Vectors:
    """For each row the weighted mean of `own` over the candidates near it in its section, itself included. Only
    candidates are looked at: what neither engine put forward has nothing to lend."""
    if not len(rows):
        return own
    steps = [step for distance in range(1, len(around)) for step in (-distance, distance)]
    wanted = rows + np.asarray(steps, dtype=np.int64)[:, None]
    place = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
    there = (rows[place] == wanted) & (sections[place] == sections)
    lent = there * np.repeat(np.asarray(around[1:], dtype=np.float64), 2)[:, None]
    total = around[0] * own + (lent * own[place]).sum(axis=0)
    mean: Vectors = (total / (around[0] + lent.sum(axis=0))).astype(np.float32)
    return mean


def best_of_report(own: Vectors, reports: Rows) -> Vectors:
    """For each row the highest value among the candidates of its report."""
    best = np.full(int(reports.max(initial=-1)) + 1, -np.inf, dtype=np.float32)
    np.maximum.at(best, reports, own)
    lent: Vectors = best[reports]
    return lent
