"""Ranking measures, per query. The one module that imports ir_measures.

A run maps a query to ids in rank order; qrels map a query to the grades of its relevant ids. Every query of the qrels
gets a value: one that the run lacks, or for which it is empty, counts as zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]


def ndcg(qrels: Qrels, run: Run, k: int) -> dict[str, float]:
    """nDCG@k: gain is the grade, discount log2(rank + 1), the ideal is the best order of the qrels (Järvelin and
    Kekäläinen, 2002, as trec_eval computes it)."""
    return _values(nDCG @ k, qrels, run)


def reciprocal_rank(qrels: Qrels, run: Run, k: int, grade: int = 1) -> dict[str, float]:
    """1 / rank of the first id of at least this grade among the first k, else 0."""
    return _values(RR(rel=grade) @ k, qrels, run)


def capped_recall(qrels: Qrels, run: Run, k: int, grade: int = 1) -> dict[str, float]:
    """Of the ids of at least this grade, how many are among the first k: found / min(k, relevant), so that 1 can be
    reached however many there are."""
    values = _values(R(rel=grade) @ k, qrels, run)
    for query, grades in qrels.items():
        relevant = sum(value >= grade for value in grades.values())
        values[query] = min(1.0, values[query] * relevant / min(k, relevant)) if relevant else 0.0
    return values


def _values(measure: ir_measures.Measure, qrels: Qrels, run: Run) -> dict[str, float]:
    # The evaluator orders by score and breaks ties by id, so ranks become distinct scores.
    scored = {query: {id_: -float(rank) for rank, id_ in enumerate(ids)} for query, ids in run.items() if ids}
    judged = {query: dict(grades) for query, grades in qrels.items()}
    values = dict.fromkeys(judged, 0.0)
    if judged and scored:
        for row in ir_measures.iter_calc([measure], judged, scored):
            values[row.query_id] = float(row.value)
    return values
