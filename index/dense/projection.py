"""Fewer dimensions for the late-interaction embeddings, of which there are a hundred in a passage.

For the default model these are the directions that hold most of what tells words apart in the sample reports (the right
singular vectors of their states, 80 % of the variance); `python -m eval.train.projection` makes the file. For any other
model they are random orthonormal ones, which keep angles less well and need no data (Johnson and Lindenstrauss 1984).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.types import Vectors

FILE = Path(__file__).parents[1] / "weights" / "projection.npz"
SIZE = 96  # with 64 the gain over whole passages halves, 128 and all 384 are no better


def load_projection(fingerprint: str, dimension: int) -> Vectors:
    """The projection for the model with this fingerprint, shape (dimension, at most SIZE)."""
    with np.load(FILE) as made:
        if str(made["model"]) == fingerprint:
            known: Vectors = made["directions"].astype(np.float32)
            return known
    random = np.random.default_rng(SIZE).standard_normal((dimension, min(SIZE, dimension)))
    orthonormal: Vectors = np.linalg.qr(random)[0].astype(np.float32)
    return orthonormal


def save_projection(fingerprint: str, directions: Vectors) -> None:
    """Keep `directions`, shape (dimension, SIZE), as those of the model with this fingerprint."""
    np.savez(FILE, model=np.asarray(fingerprint), directions=directions.astype(np.float16))
