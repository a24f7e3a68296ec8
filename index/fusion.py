"""Two engines' candidates become one ranking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.types import Mode, Vectors
from index.vectors import Rows


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages to rank: rows, cosines of all of them, and BM25 scores (0 where no word matched)."""

    rows: Rows
    semantic: Vectors
    keyword: Vectors


def standardised(scores: Vectors) -> Vectors:
    """z-scores: zero mean and unit variance over the list; all zero when the scores do not differ."""
    spread = float(scores.std()) if scores.size else 0.0
    if spread < 1e-9:
        return np.zeros_like(scores)
    result: Vectors = (scores - scores.mean()) / spread
    return result


def fuse(candidates: Candidates, mode: Mode, semantic_weight: float) -> Vectors:
    """One score for each candidate. In hybrid mode a convex combination of the standardised scores (Bruch, Gai,
    Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, ACM TOIS 2023); otherwise one engine's own score."""
    if mode == "semantic":
        return candidates.semantic
    if mode == "keyword":
        return candidates.keyword
    result: Vectors = semantic_weight * standardised(candidates.semantic) + (1 - semantic_weight) * standardised(
        candidates.keyword
    )
    return result
