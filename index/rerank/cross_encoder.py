"""The cross-encoder: it reads a question and a text together and scores how likely the text answers.

The encoder (a bi-encoder) embeds questions and passages apart from each other, which is quick and finds what is on the
same subject. Whether a sentence says what was asked takes both in one input (a cross-encoder: Nogueira and Cho,
arXiv:1901.04085). This one is the encoder itself plus a low-rank weight delta learnt from the dev questions, run in
bfloat16 where the processor has it, which takes half the time and moves the numbers by some hundredths. `python -m
eval.train.cross_encoder` writes it to weights/cross_encoder.npz: for each matrix the best approximation of its change
by a product of two narrow ones (as in LoRA: Hu and others, arXiv:2106.09685). The delta fits one model only; with any
other there is no reranking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.inference.types import Forward, Tokens
from index.lexical.stopwords import in_full
from index.machine import cores
from index.model import ModelFiles
from index.tokenizer import fast_tokenizer
from index.types import Vectors

FILE = Path(__file__).parents[1] / "weights" / "cross_encoder.npz"
# Of question and text together, and of the question alone: what is more is cut.
MOST_TOKENS, MOST_OF_QUESTION = 112, 48
MODEL, DOWN, UP = "model", ":down", ":up"
SHARES = 2
WeightDelta = Mapping[str, npt.NDArray[np.float32]]


class PairTokenizer:
    """Makes the model's input of pairs. It may be used from several threads, since its settings never change."""

    def __init__(self, model: ModelFiles) -> None:
        self._questions = fast_tokenizer(model)
        self._questions.enable_truncation(MOST_OF_QUESTION)
        self._pairs = fast_tokenizer(model)
        self._pairs.enable_truncation(MOST_TOKENS, strategy="only_second")
        self._pairs.enable_padding()

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Tokens:
        """Each pair is a question and a text."""
        short = {question: self._cut(in_full(question)) for question in {question for question, _ in pairs}}
        made = self._pairs.encode_batch([(short[question], in_full(text)) for question, text in pairs])
        rows = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
        return {name: np.array([getattr(one, row) for one in made], dtype=np.int64) for name, row in rows.items()}

    def _cut(self, question: str) -> str:
        """The beginning of a question that is so long that no room were left for a text."""
        ends = [end for _, end in self._questions.encode(question, add_special_tokens=False).offsets]
        return question[: ends[-1]] if ends else question


class CrossEncoder:
    """A model of pairs, for scoring: `forward` gives one number for each pair."""

    def __init__(self, forward: Forward, model: ModelFiles) -> None:
        self._tokenizer = PairTokenizer(model)
        self._forward = forward
        self._pool = ThreadPoolExecutor(cores(), "reranking")

    def score(self, question: str, texts: Sequence[str]) -> Vectors:
        """For each text the log odds, as learnt, that it answers; shape (len(texts),). May be called from several
        threads."""
        numbers = np.zeros(len(texts), dtype=np.float32)
        if not texts:
            return numbers
        # Two shares for each core: the smaller the share, the less is filled up to the length of its longest text.
        parts = shares([len(question) + len(text) for text in texts], SHARES * cores())
        for part, own in zip(parts, self._pool.map(partial(self._score, question, texts), parts), strict=True):
            numbers[part] = own
        return numbers

    def _score(self, question: str, texts: Sequence[str], part: Sequence[int]) -> Vectors:
        own: Vectors = self._forward(self._tokenizer([(question, texts[i]) for i in part]))[0]
        return own


def shares(lengths: Sequence[int], cores: int) -> list[list[int]]:
    """Which texts each core scores, so that all finish at about the same time: texts of like length together, since
    shorter ones are padded to the longest."""

    def divided(places: list[int], cores: int) -> list[list[int]]:
        if cores < 2 or len(places) < 2:
            return [places]
        half = cores // 2

        def slower(k: int) -> float:
            first, second = k * lengths[places[k - 1]] / half, (len(places) - k) * lengths[places[-1]] / (cores - half)
            return max(first, second)

        k = min(range(1, len(places)), key=slower)
        return [*divided(places[:k], half), *divided(places[k:], cores - half)]

    return divided(sorted(range(len(lengths)), key=lengths.__getitem__), cores)


def load_weight_delta(fingerprint: str, file: Path = FILE) -> WeightDelta | None:
    """The weight delta for the model with this fingerprint; None when it was made for another."""
    with np.load(file) as made:
        if str(made[MODEL]) != fingerprint:
            return None
        arrays = {name: made[name].astype(np.float32) for name in made.files if name != MODEL}
    whole = {name: array for name, array in arrays.items() if not name.endswith((DOWN, UP))}
    narrow = {name.removesuffix(UP) for name in arrays if name.endswith(UP)}
    return whole | {name: arrays[name + UP] @ arrays[name + DOWN] for name in narrow}


def weight_delta_checksum(file: Path = FILE) -> str:
    """The SHA-256 of the weight delta: the abstention classifier was fitted to its scores."""
    return sha256(file.read_bytes()).hexdigest()


def save_weight_delta(fingerprint: str, delta: WeightDelta, rank: int, file: Path = FILE) -> None:
    """Keep `delta` as that of the model with this fingerprint, in half precision; matrices that are wider than
    `rank` both ways as the product of two of that rank (truncated singular value decomposition)."""
    arrays: dict[str, npt.NDArray[Any]] = {MODEL: np.asarray(fingerprint)}
    for name, change in delta.items():
        if change.ndim == 2 and min(change.shape) > rank:
            left, values, right = np.linalg.svd(change, full_matrices=False)
            root = np.sqrt(values[:rank])
            arrays[name + UP] = (left[:, :rank] * root).astype(np.float16)
            arrays[name + DOWN] = (root[:, None] * right[:rank]).astype(np.float16)
        else:
            arrays[name] = change.astype(np.float16)
    np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy takes any names
