"""The encoder behind its Protocol. The one module that imports sentence-transformers and transformers."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

# The product never asks a model hub, whatever the libraries would like.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from corpus.types import EmbeddingText
from index.dense.late_interaction import to_bytes
from index.dense.projection import load_projection
from index.machine import cores
from index.model import ModelFiles
from index.rerank.cross_encoder import CrossEncoder, load_weight_delta
from index.types import Embedding, Encoder, Float16Array, QuestionVectors, Spans, Vectors

BATCH = 32
Offsets = npt.NDArray[np.int64]


class SentenceEncoder:
    """A sentence-transformers model on the processor."""

    def __init__(self, model: ModelFiles) -> None:
        self.name = model.name
        self.fingerprint = model.fingerprint
        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        self._model = SentenceTransformer(str(model.path), device="cpu", local_files_only=True)
        self._model.eval()
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        # The fast tokenizer inside the model is not safe to share while it pads and truncates.
        self._lock = threading.Lock()
        # Not what torch says: it shares its setting with FAISS, which is given one thread.
        self._threads = cores()
        self._projection = load_projection(model.fingerprint, self.dimension)
        self._files = model

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

    def encode_passages(self, texts: Sequence[EmbeddingText], words: Sequence[Spans]) -> list[Embedding]:
        """Each text, its windows and its words in one pass through the model: the vector of a window or a word is the
        mean of its tokens' states in the whole text (late chunking: Guenther and others, arXiv:2409.04701). For
        what lies beyond the model's reach the whole stands in."""
        read = self._read([text.text for text in texts], self._threads)
        return [
            Embedding(one.windows(text.windows), to_bytes(one.words(spans)))
            for one, text, spans in zip(read, texts, words, strict=True)
        ]

    def encode_question(self, text: str, words: Spans) -> QuestionVectors:
        """The vectors of a question and of its words, read in the question."""
        one = self._read([text], 1)[0]
        return QuestionVectors(one.whole, one.words(words))

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors | None:
        """For each text the log odds, as learnt, that it answers `question`; None where none were learnt."""
        cross_encoder = self._cross_encoder
        return None if cross_encoder is None else cross_encoder.score(question, texts)

    def transformer(self) -> Any:
        """The transformer inside, with its own weights: the cross-encoder starts from it."""
        return self._model[0].auto_model

    @cached_property
    def _cross_encoder(self) -> CrossEncoder | None:
        """Made when something is first to be reranked: a rebuild and a search need none."""
        with self._lock:
            delta = load_weight_delta(self.fingerprint)
            return None if delta is None else CrossEncoder(self.transformer(), self._files, delta)

    def word_states(self, text: str, words: Spans) -> Vectors:
        """The words of `text` in all dimensions of the model, shape (words, dimension): what a projection is made
        from."""
        return replace(self._read([text], self._threads)[0], projection=None).words(words)

    def _read(self, texts: list[str], threads: int) -> list[_Read]:
        with self._lock:
            # One question is too little work to share: on a busy machine the threads mostly wait for each other.
            torch.set_num_threads(threads)
            states = self._states(texts)
            tokens = self._model.tokenizer(
                texts, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True
            )
        return [
            _Read(_unit(one["sentence_embedding"].float().numpy()), _trimmed(one, offsets), offsets, self._projection)
            for one, offsets in zip(states, map(np.asarray, tokens["offset_mapping"]), strict=True)
        ]

    def _states(self, texts: list[str]) -> Any:
        """What the model gives for each of `texts`. A single one goes straight through it: the library looks at all of
        the model's parts first, which takes an eighth of the time of a question."""
        if len(texts) > 1:
            return self._model.encode(texts, batch_size=BATCH, output_value=None, show_progress_bar=False)
        with torch.inference_mode():
            given = self._model(self._model.preprocess(texts))
        return [{name: given[name][0] for name in ("sentence_embedding", "token_embeddings")}]


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as the model read it: the vector of the whole, its tokens' states, and where in the text each stands."""

    whole: Vectors
    states: Vectors
    offsets: Offsets
    projection: Vectors | None

    def windows(self, spans: Spans) -> Float16Array:
        """The whole and the parts of it, float16."""
        rows = [self.whole]
        for start, end in spans:
            # Special tokens have empty spans and belong to no window.
            inside = (self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end)
            inside &= self.offsets[:, 1] > self.offsets[:, 0]
            rows.append(self.states[inside].mean(axis=0) if inside.any() else self.whole)
        return _unit(np.stack(rows)).astype(np.float16)

    def words(self, spans: Spans) -> Vectors:
        """The word at each of `spans`, which are in order; the whole stands in for a word that was not read."""
        rows = np.repeat(self._projected(self.whole)[None, :], len(spans), axis=0)
        if not spans:
            return rows
        begins, ends = np.asarray(spans).T
        word = np.searchsorted(begins, self.offsets[:, 0], side="right") - 1
        real = self.offsets[:, 1] > self.offsets[:, 0]
        tokens = np.flatnonzero(real & (word >= 0) & (self.offsets[:, 1] <= ends[word]))
        if len(tokens):
            first = np.flatnonzero(np.diff(word[tokens], prepend=-1))
            rows[word[tokens][first]] = self._projected(np.add.reduceat(_unit(self.states[tokens]), first))
        return rows

    def _projected(self, vectors: Vectors) -> Vectors:
        return _unit(vectors if self.projection is None else vectors @ self.projection)


def _trimmed(one: Any, offsets: Offsets) -> Vectors:
    states: Vectors = one["token_embeddings"].float().numpy()[: len(offsets)]
    return states


def _unit(vectors: Vectors) -> Vectors:
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return scaled


def load_encoder(model: ModelFiles) -> Encoder:
    """Load the weights of `model`; takes seconds, since torch is imported here."""
    encoder = SentenceEncoder(model)
    # What torch and its friends have set up stays for good. Left to the garbage collector, it would be walked through
    # again and again while a search makes its results, which cost a tenth of its time.
    gc.collect()
    gc.freeze()
    return encoder


def plain_encode(model: ModelFiles) -> Callable[[Sequence[str]], Vectors]:
    """`SentenceTransformer.encode` as most people call it, in batches of 32: what the benchmark compares with."""
    plain = SentenceTransformer(str(model.path), device="cpu", local_files_only=True)

    def encode(texts: Sequence[str]) -> Vectors:
        return np.asarray(plain.encode(list(texts), batch_size=32), dtype=np.float32)

    return encode
