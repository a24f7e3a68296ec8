"""How often each word stands in each passage, so that the words around a passage can count for it.

A question's words are often spread over several turns of a debate. BM25 is therefore taken over a stretch: a passage
with its neighbours in the same section, whose words count less the further away they are.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import BuildDamagedError
from index.lexical.bm25 import idf, saturation
from index.storage.disk import on_disk
from index.types import Rows, Vectors

TERMS = "postings-terms.txt"
NeighbourDecay = tuple[float, ...]
Term = tuple[tuple[str, ...], ...]
"""What is looked for as one: the forms in which it may be written, each with all its stems."""
Found = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]
"""The rows where a term stands, ascending, and how often it stands in each."""
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


@dataclass(frozen=True, slots=True)
class Shares:
    """For each passage asked about, what the question's words give it in BM25, as a share of the most they could give.

    `neighbour_decayed` is over the passage and its neighbours, `alone` over the passage; a word weighs more in both the
    fewer passages of the report have it. `broad` is over the stretch with the words' weights in the whole collection,
    which tells reports from each other.
    """

    neighbour_decayed: Vectors
    alone: Vectors
    broad: Vectors


class Postings:
    """The words of an open build. `sections` and `reports` have the section and the report of every row. The long
    arrays stay on disk."""

    def __init__(self, folder: Path, sections: Rows, reports: Rows) -> None:
        try:
            terms = (folder / TERMS).read_bytes().decode().split("\n")
            self._first, rows, counts, lengths = (on_disk(folder / name) for name in ARRAYS)
        except (ValueError, OSError) as error:
            raise BuildDamagedError(f"{folder.name}/{TERMS} cannot be read.", "Run a rebuild.") from error
        self._ordinal = {term: ordinal for ordinal, term in enumerate(terms)}
        self._rows: npt.NDArray[np.int32] = rows
        self._counts: npt.NDArray[np.uint8] = counts
        self._sections, self._reports = sections, reports
        self._sizes = np.bincount(reports).astype(np.float32)
        self.size = len(lengths)
        self._lengths = lengths[None, :].astype(np.float32)
        self._stretched = lru_cache(maxsize=4)(self._stretched_lengths)

    def shares(self, terms: Sequence[Term], rows: Rows, decay: NeighbourDecay) -> Shares:
        """What `terms` give each of `rows`, which ascend. `decay` is what a word counts at distance 0, 1, 2 ...
        passages in the same section."""
        if not len(rows) or not terms:
            return Shares(*(np.zeros(len(rows), dtype=np.float32),) * 3)
        wide = with_neighbours(rows, self._sections, len(decay) - 1)
        at = np.searchsorted(wide, rows)
        found = [self._found(term) for term in terms]
        frequencies = np.stack([_frequencies(places, counts, wide) for places, counts in found])
        spread = _over_stretches(frequencies, wide, self._sections[wide], decay)[:, at]
        lengths, mean_length = self._stretched(decay)
        in_stretch = saturation(spread, lengths[rows], mean_length)
        in_passage = saturation(frequencies[:, at], self._lengths[0, rows], float(self._lengths.mean()) or 1.0)
        everywhere = np.asarray([[idf(len(places), self.size)] for places, _ in found], dtype=np.float32)
        balanced = np.sqrt(everywhere * self._weights_in_reports(found, rows))
        return Shares(
            _mean(in_stretch, balanced),
            _mean(in_passage, balanced),
            _mean(in_stretch, everywhere * np.ones_like(spread)),
        )

    def _weights_in_reports(self, found: Sequence[Found], rows: Rows) -> Vectors:
        """The idf of each term in the report of each of `rows`, shape (terms, rows)."""
        size = len(self._sizes)
        having = np.stack([np.bincount(self._reports[places], minlength=size) for places, _ in found])
        weights: Vectors = idf(having.astype(np.float32), self._sizes)
        return weights[:, self._reports[rows]]

    def _found(self, term: Term) -> Found:
        """Where a term stands and how often: one of its forms, with all of its stems."""
        forms = [_together([self._postings(stem) for stem in form]) for form in term]
        return forms[0] if len(forms) == 1 else _either(forms)

    def _stretched_lengths(self, decay: NeighbourDecay) -> tuple[Vectors, float]:
        """How many words the stretch around each row has, and their mean."""
        lengths = _over_stretches(self._lengths, np.arange(self.size), self._sections, decay)[0]
        return lengths, float(lengths.mean()) if lengths.any() else 1.0

    def share(self, weights: Mapping[Term, float]) -> Vectors:
        """For every passage of the build the share of the whole of `weights` that the terms it has make up."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in weights.items():
            total[self._found(term)[0]] += weight
        shares: Vectors = total / (sum(weights.values()) or 1.0)
        return shares

    def _postings(self, stem: str) -> Found:
        ordinal = self._ordinal.get(stem)
        span = slice(0, 0) if ordinal is None else slice(int(self._first[ordinal]), int(self._first[ordinal + 1]))
        return self._rows[span], self._counts[span]


def _together(words: Sequence[Found]) -> Found:
    """Where all of some words stand, as often as the rarest of them there."""
    rows = reduce(np.intersect1d, [places for places, _ in words])
    counts = [counted[np.searchsorted(places, rows)] for places, counted in words]
    return rows, np.minimum.reduce(counts)


def _either(forms: Sequence[Found]) -> Found:
    """Where any of some forms stands, as often as the most frequent of them there."""
    rows = reduce(np.union1d, [places for places, _ in forms])
    most = np.maximum.reduce([_frequencies(places, counts, rows) for places, counts in forms])
    return rows, most.astype(np.uint8)


def _mean(gains: Vectors, weights: Vectors) -> Vectors:
    mean: Vectors = ((gains * weights).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-9)).astype(np.float32)
    return mean


def _frequencies(
    found: npt.NDArray[np.int32], counts: npt.NDArray[np.uint8], rows: npt.NDArray[np.integer[Any]]
) -> Vectors:
    """How often a word stands in each of `rows`: `counts` times in those that were `found`, which ascend."""
    frequencies = np.zeros(len(rows), dtype=np.float32)
    if len(found):
        place = np.minimum(np.searchsorted(found, rows), len(found) - 1)
        there = found[place] == rows
        frequencies[there] = counts[place[there]]
    return frequencies


def _over_stretches(values: Vectors, rows: Rows, sections: Rows, decay: NeighbourDecay) -> Vectors:
    """For each of `rows`, which ascend, the sum of `values` (shape (any, rows)) over its stretch. Of a row that is
    wanted, all neighbours must be among `rows`."""
    total = values * np.float32(decay[0])
    for distance, counted in enumerate(decay[1:], 1):
        if distance >= len(rows):
            break
        near = (rows[distance:] - rows[:-distance] == distance) & (sections[distance:] == sections[:-distance])
        lent = values * np.float32(counted)
        total[:, distance:] += np.where(near, lent[:, :-distance], 0)
        total[:, :-distance] += np.where(near, lent[:, distance:], 0)
    return total


def with_neighbours(rows: Rows, sections: Rows, reach: int) -> Rows:
    """`rows` and those up to `reach` away from one of them in the same section; `sections` is that of every row of the
    build, in order."""
    near = rows[:, None] + np.arange(-reach, reach + 1)[None, :]
    inside = (near >= 0) & (near < len(sections))
    same = inside & (sections[np.where(inside, near, 0)] == sections[rows][:, None])
    wanted = np.zeros(len(sections), dtype=np.bool_)
    wanted[near[same]] = True
    found: Rows = np.flatnonzero(wanted)
    return found
