"""The encoder behind its Protocol. The one module that imports sentence-transformers and torch."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

# The product never asks a model hub, whatever the libraries would like.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

import numpy as np
from sentence_transformers import SentenceTransformer

from index.model import ModelFiles
from index.types import Encoder, Vectors

BATCH = 32


class SentenceEncoder:
    """A sentence-transformers model on the processor."""

    def __init__(self, model: ModelFiles) -> None:
        self.name = model.name
        self.fingerprint = model.fingerprint
        self._model = SentenceTransformer(str(model.path), device="cpu", local_files_only=True)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        # The fast tokenizer inside the model is not safe to share while it pads and truncates.
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension). Texts beyond the window are cut by the model."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def load_encoder(model: ModelFiles) -> Encoder:
    """Load the weights of `model`; takes seconds, since torch is imported here."""
    return SentenceEncoder(model)
