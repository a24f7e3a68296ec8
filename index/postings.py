"""How often each word stands in each passage, so that the words around a passage can count for it.

A question's words are often spread over several turns of a debate. BM25 is therefore taken over a stretch: a passage
with its neighbours in the same section, whose words count less the further away they are.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.bm25 import bm25, idf
from index.errors import BuildDamagedError
from index.ranking import with_neighbours
from index.types import Vectors
from index.vectors import Rows

TERMS = "postings-terms.txt"
Stretch = tuple[float, ...]
ARRAYS = ("postings-first.npy", "postings-rows.npy", "postings-counts.npy", "postings-lengths.npy")


def write_postings(passages: Iterable[Sequence[str]], folder: Path) -> None:
    """Write what `passages`, each the stems of one passage, hold into the folder of a build."""
    terms: dict[str, int] = {}
    entries = array("q"), array("q"), array("q")
    lengths = []
    for row, stems in enumerate(passages):
        lengths.append(len(stems))
        for stem, count in Counter(stems).items():
            for column, value in zip(entries, (terms.setdefault(stem, len(terms)), row, count), strict=True):
                column.append(value)
    term, rows, counts = (np.frombuffer(column, dtype=np.int64) for column in entries)
    # By word, and within a word by row, as they came.
    order = np.argsort(term, kind="stable")
    first = np.searchsorted(term[order], np.arange(len(terms) + 1))
    arrays: tuple[npt.NDArray[Any], ...] = (
        first,
        rows[order].astype(np.int32),
        np.minimum(counts[order], 255).astype(np.uint8),
        np.asarray(lengths, dtype=np.int32),
    )
    for name, values in zip(ARRAYS, arrays, strict=True):
        np.save(folder / name, values)
    (folder / TERMS).write_bytes("\n".join(terms).encode())


class Postings:
    """The words of an open build. `sections` has the section of every row. The long arrays stay on disk."""

    def __init__(self, folder: Path, sections: Rows) -> None:
        try:
            terms = (folder / TERMS).read_bytes().decode().split("\n")
            self._first, rows, counts, lengths = (np.load(folder / name, mmap_mode="r") for name in ARRAYS)
        except (ValueError, OSError) as error:
            raise BuildDamagedError(f"{folder.name}/{TERMS} cannot be read.", "Run a rebuild.") from error
        self._ordinal = {term: ordinal for ordinal, term in enumerate(terms)}
        self._rows: npt.NDArray[np.int32] = rows
        self._counts: npt.NDArray[np.uint8] = counts
        self._sections = sections
        self.size = len(lengths)
        self._lengths = lengths[None, :].astype(np.float32)
        self._stretched = lru_cache(maxsize=4)(self._stretched_lengths)

    def stretch_bm25(self, stems: Sequence[str], rows: Rows, stretch: Stretch) -> Vectors:
        """The BM25 score for `stems` of the stretch around each of `rows`, which ascend. `stretch` is what a word
        counts at distance 0, 1, 2 ... passages."""
        if not len(rows) or not stems:
            return np.zeros(len(rows), dtype=np.float32)
        wide = with_neighbours(rows, self._sections, len(stretch) - 1)
        postings = [self._postings(stem) for stem in stems]
        frequencies = np.stack([_frequencies(found, counts, wide) for found, counts in postings])
        weights = np.asarray([idf(len(found), self.size) for found, _ in postings], dtype=np.float32)
        spread = _over_stretches(frequencies, wide, self._sections[wide], stretch)[:, np.searchsorted(wide, rows)]
        lengths, mean_length = self._stretched(stretch)
        return bm25(spread, weights, lengths[rows], mean_length)

    def _stretched_lengths(self, stretch: Stretch) -> tuple[Vectors, float]:
        """How many words the stretch around each row has, and their mean."""
        lengths = _over_stretches(self._lengths, np.arange(self.size), self._sections, stretch)[0]
        return lengths, float(lengths.mean()) if lengths.any() else 1.0

    def share(self, weights: Mapping[str, float]) -> Vectors:
        """For every passage the share of the whole of `weights`, by stem, that those of its words have."""
        total = np.zeros(self.size, dtype=np.float32)
        for stem, weight in weights.items():
            total[self._postings(stem)[0]] += weight
        shares: Vectors = total / (sum(weights.values()) or 1.0)
        return shares

    def _postings(self, stem: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
        ordinal = self._ordinal.get(stem)
        span = slice(0, 0) if ordinal is None else slice(int(self._first[ordinal]), int(self._first[ordinal + 1]))
        return self._rows[span], self._counts[span]


def _frequencies(found: npt.NDArray[np.int32], counts: npt.NDArray[np.uint8], rows: Rows) -> Vectors:
    """How often a word stands in each of `rows`: `counts` times in those that were `found`, which ascend."""
    frequencies = np.zeros(len(rows), dtype=np.float32)
    if len(found):
        place = np.minimum(np.searchsorted(found, rows), len(found) - 1)
        there = found[place] == rows
        frequencies[there] = counts[place[there]]
    return frequencies


def _over_stretches(values: Vectors, rows: Rows, sections: Rows, stretch: Stretch) -> Vectors:
    """For each of `rows`, which ascend, the sum of `values` (shape (any, rows)) over its stretch. Of a row that is
    wanted, all neighbours must be among `rows`."""
    total = values * np.float32(stretch[0])
    for distance, counted in enumerate(stretch[1:], 1):
        if distance >= len(rows):
            break
        near = (rows[distance:] - rows[:-distance] == distance) & (sections[distance:] == sections[:-distance])
        lent = values * np.float32(counted)
        total[:, distance:] += np.where(near, lent[:, :-distance], 0)
        total[:, :-distance] += np.where(near, lent[:, distance:], 0)
    return total
