"""The order of the first passages of a search, by the best sentences in them.

The engines rank passages by words and vectors that were made before the question was known. The cross-encoder reads
what looks best in the first ten of them beside the question, and what it gives moves them among themselves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.types import Hit
from service.answers.candidates import Candidate
from service.answers.rerank import best_places

# So many passages are put in order, by so many sentences of each.
FIRST, OF_EACH = 10, 2
# What a score (log odds) counts beside the logarithm of the rank, and how far it goes. By questions on the sample, on
# other people's documents and on articles of SQuAD: eval/TRIED.md, "The first ten passages".
WEIGHT, FURTHEST = 0.4, 6.0
# What a passage without a sentence that could be quoted is taken to have.
WITHOUT = -4.0


def best_of_each(hits: Sequence[Hit], candidates: Sequence[Candidate]) -> list[int]:
    """Where the best looking sentences of the first of `hits` stand among the candidates."""
    own: dict[str, list[int]] = {hit.passage.id: [] for hit in hits[:FIRST]}
    for place, one in enumerate(candidates):
        if (id_ := one.passage.hit.passage.id) in own:
            own[id_].append(place)
    return [place for places in own.values() for place in best_places(candidates, OF_EACH, places)]


def in_order(hits: Sequence[Hit], candidates: Sequence[Candidate], numbers: Mapping[int, float]) -> tuple[Hit, ...]:
    """`hits` with the first of them moved by the best of the `numbers` that the cross-encoder gave their sentences."""
    best: dict[str, float] = {}
    for place, number in numbers.items():
        id_ = candidates[place].passage.hit.passage.id
        best[id_] = max(number, best.get(id_, -math.inf))

    def worth(nth: int) -> float:
        number = best.get(hits[nth].passage.id, WITHOUT)
        return WEIGHT * max(-FURTHEST, min(FURTHEST, number)) - math.log(nth + 1)

    first = sorted(range(min(FIRST, len(hits))), key=worth, reverse=True)
    moved = [hits[nth] for nth in first]
    ranks = [hit.rank for hit in hits]
    return (*(replace(hit, rank=rank) for hit, rank in zip(moved, ranks, strict=False)), *hits[FIRST:])
