"""BM25 (Robertson and Zaragoza 2009), with the constants and the idf of tantivy, whose scores stand beside these."""

from __future__ import annotations

import math
from typing import overload

import numpy as np

from index.types import Vectors

K1 = 1.2
B = 0.75


@overload
def idf(documents: int, size: int) -> float: ...
@overload
def idf(documents: Vectors, size: Vectors) -> Vectors: ...
def idf(documents: int | Vectors, size: int | Vectors) -> float | Vectors:
    """The weight of a word that `documents` of `size` passages have: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    odds = (size - documents + 0.5) / (documents + 0.5)
    return math.log1p(odds) if isinstance(odds, float) else np.log1p(odds)


def saturation(frequencies: Vectors, lengths: Vectors, mean_length: float) -> Vectors:
    """What a word gives a text beside its idf, as a share of the most: 0 when it is not there, and towards 1 the more
    often it is. `frequencies` has shape (words, texts), `lengths` (texts,), in words."""
    return (frequencies / (frequencies + K1 * (1 - B + B * lengths / mean_length))).astype(np.float32)
