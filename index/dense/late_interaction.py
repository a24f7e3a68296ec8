"""The late-interaction embeddings: a question's words, each as the model reads it there, against those of a passage.

Late interaction (Khattab and Zaharia, ColBERT, arXiv:2004.12832): each word of the question is compared with the
nearest word of the passage, so that a passage can speak to the parts of a question in different sentences, in other
words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.errors import BuildDamagedError
from index.lexical.stopwords import is_stopword
from index.storage.disk import on_disk
from index.types import Int8Array, Spans, Vectors

if TYPE_CHECKING:
    from index.types import Rows

WORDS = "words.npy"
FIRST = "words-first.npy"
# What 1.0 is in the stored bytes: a step of 1/127 is far below what tells two words apart.
UNIT = 127.0
AT_ONCE = 512
TEXTS_REMEMBERED = 512  # different questions often find the same passages
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=TEXTS_REMEMBERED)
def content_word_spans(text: str) -> Spans:
    """Where the words stand in `text`, but for the stopwords of English; all of it when there is no other word."""
    found = tuple(match.span() for match in _WORD.finditer(text) if not is_stopword(text, *match.span()))
    return found or ((0, len(text)),)


def to_bytes(vectors: Vectors) -> Int8Array:
    """Unit vectors as they are stored, shape (words, size)."""
    rounded: Int8Array = np.rint(vectors * UNIT).astype(np.int8)
    return rounded


def write_words(words: Sequence[Int8Array], folder: Path) -> None:
    """Write the words of all passages, one array for each passage in order, into the folder of a build."""
    np.save(folder / WORDS, np.concatenate(words))
    np.save(folder / FIRST, np.cumsum([0, *map(len, words)], dtype=np.int64))


class LateInteractionIndex:
    """The words of an open build. They stay on disk, and the system keeps in memory what is used."""

    def __init__(self, folder: Path) -> None:
        try:
            self._words: Int8Array = on_disk(folder / WORDS)
            self._first: Rows = np.load(folder / FIRST)
        except (ValueError, OSError) as error:
            raise BuildDamagedError(f"{folder.name}/{WORDS} cannot be read.", "Run a rebuild.") from error
        self.size = len(self._first) - 1

    def all(self) -> Int8Array:
        """The vectors of all words as they are kept."""
        return self._words

    def maxsim(self, question: Vectors, weights: Vectors, rows: Rows) -> Vectors:
        """For each passage of `rows` the weighted mean, over the words of the question (shape (words, size), unit
        vectors), of the cosine with the nearest word of the passage; 0 for a question without words."""
        if not len(rows) or not len(question):
            return np.zeros(len(rows), dtype=np.float32)
        starts, places = runs(self._first, rows)
        cosines = products(self._words, places, question.T / UNIT)
        nearest = np.maximum.reduceat(cosines, starts, axis=0)
        mean: Vectors = (nearest @ weights / weights.sum()).astype(np.float32)
        return mean

    def similarities(self, question: Vectors, row: int) -> Vectors:
        """The cosines of each word of passage `row`, those of its context first, with each word of the question: shape
        (words of the passage, words of the question)."""
        words = self._words[self._first[row] : self._first[row + 1]].astype(np.float32)
        cosines: Vectors = words @ (question.T / UNIT)
        return cosines


def products(stored: Int8Array, places: Rows, question: Vectors) -> Vectors:
    """The product of `stored[places]` with `question`, shape (size,) or (size, words). A few rows at a time: what is
    widened to floats then stays in the processor's cache, which takes a third of the time."""
    found = np.empty((len(places), *question.shape[1:]), dtype=np.float32)
    for first in range(0, len(places), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        np.matmul(stored[places[part]].astype(np.float32), question, out=found[part])
    return found


def runs(first: Rows, rows: Rows) -> tuple[Rows, Rows]:
    """Of lists that lie one after the other, list i from `first[i]` to `first[i + 1]`, those of `rows`: where each
    begins among what was chosen, and the places of all that was chosen. No list may be empty."""
    counts = first[rows + 1] - first[rows]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    places: npt.NDArray[np.int64] = np.arange(int(counts.sum())) + np.repeat(first[rows] - starts, counts)
    return starts, places
