"""The encoder behind its Protocol. The one module that imports sentence-transformers with torch and transformers."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any

# The product never asks a model hub, whatever the libraries would like.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from corpus.types import EmbeddingText
from index.model import ModelFiles
from index.types import Encoder, Halves, Vectors

BATCH = 32


class SentenceEncoder:
    """A sentence-transformers model on the processor."""

    def __init__(self, model: ModelFiles) -> None:
        self.name = model.name
        self.fingerprint = model.fingerprint
        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        self._model = SentenceTransformer(str(model.path), device="cpu", local_files_only=True)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        # The fast tokenizer inside the model is not safe to share while it pads and truncates.
        self._lock = threading.Lock()
        self._threads = torch.get_num_threads()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension). Texts beyond the window are cut by the model."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            # One question is too little work to share: on a busy machine the threads mostly wait for each other.
            torch.set_num_threads(1 if len(texts) == 1 else self._threads)
            vectors = self._model.encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def encode_passages(self, texts: Sequence[EmbeddingText]) -> list[Halves]:
        """Each text and its windows in one pass through the model: a window's vector is the mean of its tokens' states
        in the whole text (late chunking: Guenther and others, arXiv:2409.04701). A window beyond the model's reach has
        the vector of the whole."""
        strings = [text.text for text in texts]
        with self._lock:
            torch.set_num_threads(self._threads)
            states: Any = self._model.encode(strings, batch_size=BATCH, output_value=None, show_progress_bar=False)
            tokens = self._model.tokenizer(
                strings, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True
            )
        return [
            _rows(one["sentence_embedding"], one["token_embeddings"], np.asarray(offsets), text.windows)
            for one, offsets, text in zip(states, tokens["offset_mapping"], texts, strict=True)
        ]


def _rows(whole: Any, states: Any, offsets: Any, windows: Sequence[tuple[int, int]]) -> Halves:
    tokens = states.float().numpy()[: len(offsets)]
    first = whole.float().numpy()
    rows = [first]
    for start, end in windows:
        # Special tokens have empty spans and belong to no window.
        inside = (offsets[:, 0] >= start) & (offsets[:, 1] <= end) & (offsets[:, 1] > offsets[:, 0])
        rows.append(tokens[inside].mean(axis=0) if inside.any() else first)
    stacked = np.stack(rows)
    unit: Halves = (stacked / np.linalg.norm(stacked, axis=1, keepdims=True)).astype(np.float16)
    return unit


def load_encoder(model: ModelFiles) -> Encoder:
    """Load the weights of `model`; takes seconds, since torch is imported here."""
    return SentenceEncoder(model)


def plain_encode(model: ModelFiles) -> Callable[[Sequence[str]], Vectors]:
    """`SentenceTransformer.encode` as most people call it, in batches of 32: what the benchmark compares with."""
    plain = SentenceTransformer(str(model.path), device="cpu", local_files_only=True)

    def encode(texts: Sequence[str]) -> Vectors:
        return np.asarray(plain.encode(list(texts), batch_size=32), dtype=np.float32)

    return encode
