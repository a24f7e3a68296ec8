"""Windows are stored in bytes, and their cosines are those of the vectors that were given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dense.sentence_spans import Embeddings, SentenceSpanIndex, write_windows


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.integers(0, 99))
def test_the_best_window_of_each_passage_is_compared(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], seed: int
) -> None:
    random = np.random.default_rng(seed)
    windows = random.standard_normal((sum(sizes), 384)).astype(np.float32)
    windows /= np.linalg.norm(windows, axis=1, keepdims=True)
    query = windows[0] + windows[-1]
    query /= np.linalg.norm(query)
    first = np.cumsum([0, *sizes])
    folder: Path = tmp_path_factory.mktemp("build")
    spans = [tuple((row, place) for place in range(size)) for row, size in enumerate(sizes)]
    write_windows(Embeddings(windows[: len(sizes)], windows.astype(np.float16), first, []), spans, folder)
    index = SentenceSpanIndex(folder)
    cosines = windows @ query
    rows = random.permutation(len(sizes))
    wanted = [cosines[first[row] : first[row + 1]].max() for row in rows]
    assert [index.spans(row) for row in range(len(sizes))] == spans
    assert index.best(query, rows) == pytest.approx(wanted, abs=0.005)
    assert index.similarities(query, 0) == pytest.approx(cosines[: first[1]], abs=0.005)
    assert index.best(query, np.zeros(0, dtype=np.int64)).shape == (0,)
