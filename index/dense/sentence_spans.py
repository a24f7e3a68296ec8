"""The vectors of windows, the parts of passages that a question is compared with one by one. Plain NumPy files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.dense.late_interaction import products, runs
from index.errors import BuildDamagedError
from index.storage.disk import on_disk
from index.types import Float16Array, Int8Array, Rows, Spans, Vectors

WINDOWS = "windows.npy"
SCALES = "windows-scales.npy"
SPANS = "windows-spans.npy"
FIRST = "windows-first.npy"
LARGEST = 127


@dataclass(frozen=True, slots=True)
class Embeddings:
    """All vectors of a build: one of each passage, shape (passages, dimension), and those of their windows one after
    the other; the windows of passage row i are `windows[first[i]:first[i + 1]]`; `words` has those of each passage."""

    passages: Vectors
    windows: Float16Array
    first: Rows
    words: Sequence[Int8Array]


def write_windows(embeddings: Embeddings, spans: Sequence[Spans], folder: Path) -> None:
    """Write the windows into the folder of a build, a byte for each number and a scale for each window: what that
    changes in a cosine, below 0.005, changes no ranking, and less has to be read. `spans` says for each passage where
    in its text its windows stand."""
    windows = embeddings.windows.astype(np.float32)
    scale = np.abs(windows).max(axis=1, keepdims=True) / LARGEST
    np.save(folder / WINDOWS, np.rint(windows / scale).astype(np.int8))
    np.save(folder / SCALES, scale[:, 0])
    np.save(folder / SPANS, np.asarray([span for own in spans for span in own], dtype=np.int32).reshape(-1, 2))
    np.save(folder / FIRST, embeddings.first)


class SentenceSpanIndex:
    """The windows of an open build. They stay on disk, and the system keeps in memory what is used."""

    def __init__(self, folder: Path) -> None:
        try:
            self._windows: Int8Array = on_disk(folder / WINDOWS)
            self._scales: Vectors = np.load(folder / SCALES)
            self._spans: npt.NDArray[np.int32] = on_disk(folder / SPANS)
            self._first: Rows = np.load(folder / FIRST)
        except (ValueError, OSError) as error:
            raise BuildDamagedError(f"{folder.name}/{WINDOWS} cannot be read.", "Run a rebuild.") from error
        self.size = len(self._first) - 1

    def best(self, query: Vectors, rows: Rows) -> Vectors:
        """For each passage of `rows` the highest cosine of `query`, shape (dimension,), with one of its windows."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        starts, places = runs(self._first, rows)
        cosines = products(self._windows, places, query) * self._scales[places]
        highest: Vectors = np.maximum.reduceat(cosines, starts)
        return highest

    def spans(self, row: int) -> Spans:
        """Where the windows of passage `row` stand in its text."""
        stand = self._spans[self._first[row] : self._first[row + 1]].tolist()
        return tuple((start, end) for start, end in stand)

    def vectors(self, row: int) -> Vectors:
        """The vectors of the windows of passage `row`, shape (windows, dimension)."""
        span = slice(int(self._first[row]), int(self._first[row + 1]))
        vectors: Vectors = self._windows[span].astype(np.float32) * self._scales[span, None]
        return vectors

    def similarities(self, query: Vectors, row: int) -> Vectors:
        """The cosines of the windows of passage `row` with `query`."""
        span = slice(int(self._first[row]), int(self._first[row + 1]))
        cosines: Vectors = (self._windows[span].astype(np.float32) @ query) * self._scales[span]
        return cosines
