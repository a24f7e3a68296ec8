"""Search results without repeats: of passages of nearly the same text only the best is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from index.search.retrieval import Ranking
from index.types import Rows


def collapse(ranking: Ranking, alike: Rows) -> tuple[Ranking, Mapping[int, Sequence[int]]]:
    """The ranking with the best of each set of nearly equal passages alone, and by its row those left out.

    `alike` has for each row of the build the first row with nearly the same text, which may be the row itself.
    """
    texts = alike[ranking.rows]
    _, places, counts = np.unique(texts, return_index=True, return_counts=True)
    left_out: dict[int, list[int]] = {}
    for text in texts[places[counts > 1]]:
        best, *others = ranking.rows[texts == text].tolist()
        left_out[best] = others
    return ranking.sorted_by(np.sort(places)), left_out
