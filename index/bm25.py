"""BM25 (Robertson and Zaragoza 2009), with the constants and the idf of tantivy, whose scores stand beside these."""

from __future__ import annotations

import math

import numpy as np

from index.types import Vectors

K1 = 1.2
B = 0.75


def idf(documents: int, size: int) -> float:
    """The weight of a word that `documents` of `size` passages have: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (size - documents + 0.5) / (documents + 0.5))


def bm25(frequencies: Vectors, weights: Vectors, lengths: Vectors, mean_length: float) -> Vectors:
    """The scores of texts of `lengths` words, shape (texts,), for words of idf `weights`, shape (words,), that they
    have `frequencies` times, shape (words, texts)."""
    norm = K1 * (1 - B + B * lengths / mean_length)
    gains = frequencies * (K1 + 1) / (frequencies + norm)
    scores: Vectors = (weights @ gains).astype(np.float32)
    return scores
