"""The nearest vectors are found: all of them in a small collection, nearly all in a large one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import index.dense.vectors
from index.dense.vectors import VectorIndex, write_vectors
from index.types import Vectors


def unit(size: int, seed: int) -> Vectors:
    """Vectors around a hundred themes, as passages are."""
    random = np.random.default_rng(seed)
    themes = np.random.default_rng(0).standard_normal((100, 96))
    vectors = themes[random.integers(0, 100, size)] + 0.7 * random.standard_normal((size, 96))
    scaled: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def found_share(folder: Path, vectors: Vectors, allowed: np.ndarray[tuple[int], np.dtype[np.bool_]] | None) -> float:
    write_vectors(vectors, folder / "vectors.faiss")
    opened = VectorIndex(folder / "vectors.faiss")
    shares = []
    for query in unit(20, 1):
        cosines = np.where(allowed if allowed is not None else True, vectors @ query, -2)
        exact = set(np.argsort(-cosines)[:100].tolist())
        rows, scores = opened.search(query, 100, allowed)
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)
        assert scores == pytest.approx(vectors[rows] @ query, abs=0.02)
        shares.append(len(exact & set(rows.tolist())) / 100)
    return float(np.mean(shares))


def test_a_small_collection_is_searched_exactly(tmp_path: Path) -> None:
    assert found_share(tmp_path, unit(3000, 2), None) == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("filtered", [False, True])
def test_a_large_collection_is_searched_nearly_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filtered: bool
) -> None:
    monkeypatch.setattr(index.dense.vectors, "EXACT_UP_TO", 1000)
    vectors = unit(20_000, 3)
    allowed = np.arange(20_000) % 50 == 0 if filtered else None
    assert found_share(tmp_path, vectors, allowed) >= 0.98
    rebuilt = VectorIndex(tmp_path / "vectors.faiss").all()
    assert np.linalg.norm(rebuilt, axis=1) == pytest.approx(np.ones(20_000), abs=0.02)
