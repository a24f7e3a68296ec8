"""The encoder behind its Protocol: texts to unit vectors, by a transformer that an inference engine runs."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from corpus.types import EmbeddingText
from index.dense.late_interaction import to_bytes
from index.dense.loading import LoadedModels, load_models
from index.dense.projection import load_projection
from index.inference.types import EngineName, Tokens
from index.machine import cores
from index.model import SPECIAL_TOKENS, ModelFiles
from index.rerank.cross_encoder import CrossEncoder
from index.tokenizer import fast_tokenizer
from index.types import Embedding, Encoder, Float16Array, QuestionVectors, Spans, Vectors

BATCH = 32
Offsets = npt.NDArray[np.int64]
Result = TypeVar("Result")


class SentenceEncoder:
    """A sentence-transformers model on the processor. May be used from several threads."""

    def __init__(self, model: ModelFiles, models: LoadedModels) -> None:
        self.name = model.name
        self.fingerprint = model.fingerprint
        self.engine = models.engine
        self._files = model
        self._models = models
        self._tokenizer = fast_tokenizer(model)
        self._tokenizer.enable_truncation(model.max_tokens + SPECIAL_TOKENS)
        self._padding = _padding_id(model)
        self._pool = ThreadPoolExecutor(cores(), "encoding")
        self._projection: Vectors | None = None
        self.dimension = len(self._read(["x"])[0].whole)
        self._projection = load_projection(model.fingerprint, self.dimension)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension). Texts beyond the window are cut."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack(self._each(texts, lambda _, one: one.whole))

    def encode_passages(self, texts: Sequence[EmbeddingText], words: Sequence[Spans]) -> list[Embedding]:
        """Each text, its windows and its words in one pass through the model: the vector of a window or a word is the
        mean of its tokens' states in the whole text (late chunking: Guenther and others, arXiv:2409.04701). For
        what lies beyond the model's reach the whole stands in."""
        return self._each(
            [text.text for text in texts],
            lambda place, one: Embedding(one.windows(texts[place].windows), to_bytes(one.words(words[place]))),
        )

    def encode_question(self, text: str, words: Spans) -> QuestionVectors:
        """The vectors of a question and of its words, read in the question."""
        one = self._read([text])[0]
        return QuestionVectors(one.whole, one.words(words))

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors | None:
        """For each text the log odds, as learnt, that it answers `question`; None where none were learnt."""
        cross_encoder = self._cross_encoder
        return None if cross_encoder is None else cross_encoder.score(question, texts)

    @cached_property
    def _cross_encoder(self) -> CrossEncoder | None:
        """Made when something is first to be reranked: a rebuild and a search need none."""
        forward = self._models.pairs()
        return None if forward is None else CrossEncoder(forward, self._files)

    def word_states(self, text: str, words: Spans) -> Vectors:
        """The words of `text` in all dimensions of the model, shape (words, dimension): what a projection is made
        from."""
        return replace(self._read([text])[0], projection=None).words(words)

    def _each(self, texts: Sequence[str], take: Callable[[int, _Read], Result]) -> list[Result]:
        """What `take` makes of the place of each text and of what the model reads there. Texts of like length are read
        together, so that little is filled up; each core reads a batch at a time."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]), reverse=True)

        def read(batch: Sequence[int]) -> list[Result]:
            return [take(place, one) for place, one in zip(batch, self._read([texts[i] for i in batch]), strict=True)]

        batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
        taken = [one for results in self._pool.map(read, batches) for one in results]
        return [one for _, one in sorted(zip(order, taken, strict=True), key=lambda pair: pair[0])]

    def _read(self, texts: list[str]) -> list[_Read]:
        """What the model gives for a batch of texts, in the calling thread."""
        read = self._tokenizer.encode_batch(texts)
        longest = max(len(one.ids) for one in read)
        rows: Tokens = {
            "input_ids": np.full((len(read), longest), self._padding, dtype=np.int64),
            "attention_mask": np.zeros((len(read), longest), dtype=np.int64),
            "token_type_ids": np.zeros((len(read), longest), dtype=np.int64),
        }
        for row, one in enumerate(read):
            rows["input_ids"][row, : len(one.ids)] = one.ids
            rows["attention_mask"][row, : len(one.ids)] = 1
        whole, states = self._models.sentences(rows)
        return [
            _Read(_unit(whole[row]), states[row, : len(one.ids)], np.asarray(one.offsets), self._projection)
            for row, one in enumerate(read)
        ]


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


def _padding_id(model: ModelFiles) -> int:
    """The token that fills a text up to the length of others."""
    given = json.loads((model.path / "config.json").read_bytes()).get("pad_token_id")
    return given if isinstance(given, int) else 0


def _unit(vectors: Vectors) -> Vectors:
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return scaled


def load_encoder(model: ModelFiles, *, kept: Path | None = None, engine: EngineName = "auto") -> Encoder:
    """Load the weights of `model` into an inference engine. Where the folder `kept` holds them converted, that takes
    half a second; otherwise torch is imported, which takes some, and they are kept there for the next time."""
    encoder = SentenceEncoder(model, load_models(model, kept=kept, engine=engine))
    # What engines and their friends have set up stays for good. Left to the garbage collector, it would be walked
    # through again and again while a search makes its results, which cost a tenth of its time.
    gc.collect()
    gc.freeze()
    return encoder
