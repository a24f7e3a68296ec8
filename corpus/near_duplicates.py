"""Which reports are nearly the same text: revisions of one document, or one report from two sources.

Texts are compared as sets of shingles, runs of three words; the similarity of two sets is what they share over what
they have together (Jaccard). To compare only pairs that may be alike, each set is sketched by minhash: hash values are
dealt into bins, the least of each bin is kept, and two sets agree in a bin with a probability of their similarity
(one-permutation hashing, Li, Owen and Zhang 2012). Pairs that agree in some band of four bins are compared in full.
A sketch is small and can be kept, so that a text that did not change need not be looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from corpus.types import Report

Hashes = npt.NDArray[np.uint64]

NEARLY_SAME = 0.7
"""Similarity from which two reports are twins: half of the sentences of a long report may differ in a word or two."""

SHINGLE = 3
_BINS, _BAND = 128, 4
_KEY = 8
_HASHES_AT_ONCE = 1_000_000
_WORD = re.compile(r"\w+")
_EMPTY = np.uint64(2**64 - 1)
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Twins:
    """Two reports that are nearly the same, by id, the smaller id first. `similarity` lies in [0, 1]."""

    first: str
    second: str
    similarity: float


def body_of(report: Report) -> str:
    """The text that is compared: all blocks, without markup between them."""
    return "\n".join(report.text[block.start : block.end] for block in report.blocks)


def sketch_of(text: str) -> bytes:
    """What is kept of a text to find those like it: eight bytes for each band; nothing of a text without shingles."""
    hashes = shingle_hashes(text)
    bands = _bands(hashes) if len(hashes) else iter(())
    return b"".join(blake2b(band, digest_size=_KEY).digest() for band in bands)


def find_twins(
    sketches: Mapping[str, bytes], fresh: Set[str], text_of: Callable[[str], str], threshold: float = NEARLY_SAME
) -> Iterator[Twins]:
    """The pairs of reports whose texts are at least `threshold` similar, and of which one at least is `fresh`. Reports
    are compared where their sketches agree in a band: of pairs that are 0.7 similar, one in some 6,000 is missed, as
    (1 - 0.7^4)^32 says. What is held in memory grows with the reports and their twins, however many are compared."""
    names = sorted(name for name, sketch in sketches.items() if sketch)
    neighbours = _Neighbours([sketches[name] for name in names])
    hashes = cache(lambda place: shingle_hashes(text_of(names[place])))
    for place, name in enumerate(names):
        if name not in fresh:
            continue
        others = [other for other in neighbours.of(place) if other > place or names[other] not in fresh]
        for part in _parts(others, hashes):
            similarities = _similarities(hashes(place), [*map(hashes, part)])
            for at in np.flatnonzero(similarities >= threshold).tolist():
                first, second = sorted((name, names[part[at]]))
                yield Twins(first, second, float(similarities[at]))


class _Neighbours:
    """The reports whose sketches agree in some band, by their places. A class because it holds the bands in order."""

    def __init__(self, sketches: Sequence[bytes]) -> None:
        bands = np.frombuffer(b"".join(sketches), dtype=np.uint64).reshape(len(sketches), _BINS // _BAND)
        self._bands = np.ascontiguousarray(bands.T)
        self._order = np.argsort(self._bands, axis=1)
        self._sorted = np.take_along_axis(self._bands, self._order, axis=1)

    def of(self, place: int) -> list[int]:
        """Those beside the report at `place`, in order."""
        found = np.zeros(self._bands.shape[1], dtype=np.bool_)
        for keys, order, key in zip(self._sorted, self._order, self._bands[:, place], strict=True):
            found[order[np.searchsorted(keys, key, "left") : np.searchsorted(keys, key, "right")]] = True
        found[place] = False
        return np.flatnonzero(found).tolist()


def _parts(places: Sequence[int], hashes: Callable[[int], Hashes]) -> Iterator[list[int]]:
    """The places in parts whose hashes are compared at once."""
    part: list[int] = []
    size = 0
    for place in places:
        if part and size > _HASHES_AT_ONCE:
            yield part
            part, size = [], 0
        part.append(place)
        size += len(hashes(place))
    if part:
        yield part


def shingle_hashes(text: str) -> Hashes:
    """The set of a text's shingles as sorted 64-bit hashes, the same in every process."""
    known: dict[str, int] = {}
    words = np.fromiter((_word_hash(word, known) for word in _WORD.findall(text.casefold())), dtype=np.uint64)
    count = len(words) - SHINGLE + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):  # arithmetic of unsigned numbers wraps, which is what a hash wants
        hashes = _mixed(hashes * _ODD + words[place : place + count])
    return np.unique(hashes)


def _word_hash(word: str, known: dict[str, int]) -> int:
    if word not in known:
        known[word] = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
    return known[word]


def _mixed(hashes: Hashes) -> Hashes:
    hashes = (hashes ^ (hashes >> np.uint64(31))) * _ODD
    return hashes ^ (hashes >> np.uint64(29))


def _bands(hashes: Hashes) -> Iterator[bytes]:
    """A key for each band of the sketch; equal keys mean equal least hashes in all bins of that band."""
    least = np.full(_BINS, _EMPTY, dtype=np.uint64)
    np.minimum.at(least, (hashes % np.uint64(_BINS)).astype(np.intp), hashes)
    filled = np.flatnonzero(least != _EMPTY)
    # A short text leaves bins empty; each borrows from the next one that is not. (Shrivastava and Li 2014)
    borrowed = filled[np.searchsorted(filled, np.arange(_BINS)) % len(filled)]
    least = least[borrowed] + (np.arange(_BINS) - borrowed).astype(np.uint64)
    for start in range(0, _BINS, _BAND):
        yield start.to_bytes(2, "big") + least[start : start + _BAND].tobytes()


def _similarities(one: Hashes, others: Sequence[Hashes]) -> npt.NDArray[np.float64]:
    """How similar a set is to each of the others; none is empty."""
    sizes = np.fromiter(map(len, others), dtype=np.int64)
    together = np.concatenate(others)
    places = np.minimum(np.searchsorted(one, together), len(one) - 1)
    starts = np.cumsum(sizes) - sizes
    shared = np.add.reduceat((one[places] == together).astype(np.int64), starts)
    similarities: npt.NDArray[np.float64] = shared / (len(one) + sizes - shared)
    return similarities
