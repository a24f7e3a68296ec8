"""Which reports are nearly the same text: revisions of one document, or one report from two sources.

Texts are compared as sets of shingles, runs of three words; the similarity of two sets is what they share over what
they have together (Jaccard). To compare only pairs that may be alike, each set is sketched by minhash: hash values are
dealt into bins, the least of each bin is kept, and two sets agree in a bin with a probability of their similarity
(one-permutation hashing, Li, Owen and Zhang 2012). Pairs that agree in some band of four bins are compared in full.
A sketch is small and can be kept, so that a text that did not change need not be looked at again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import combinations

import numpy as np
import numpy.typing as npt

from corpus.types import Report

Hashes = npt.NDArray[np.uint64]

NEARLY_SAME = 0.7
"""Similarity from which two reports are twins: half of the sentences of a long report may differ in a word or two."""

SHINGLE = 3
_BINS, _BAND = 128, 4
_KEY = 8
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


def candidate_pairs(sketches: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """Pairs of reports worth comparing, the smaller id first. Of pairs that are 0.7 similar, one in some 6,000 is
    missed, as (1 - 0.7^4)^32 says."""
    alike: dict[bytes, list[str]] = defaultdict(list)
    for report, sketch in sketches.items():
        for start in range(0, len(sketch), _KEY):
            alike[sketch[start : start + _KEY]].append(report)
    return {pair for reports in alike.values() for pair in combinations(sorted(reports), 2)}


def compare(
    pairs: Iterable[tuple[str, str]], text_of: Callable[[str], str], threshold: float = NEARLY_SAME
) -> tuple[Twins, ...]:
    """Those of `pairs` whose texts are at least `threshold` similar, in order."""
    shingles = cache(lambda report: shingle_hashes(text_of(report)))
    found = (Twins(first, second, _similarity(shingles(first), shingles(second))) for first, second in sorted(pairs))
    return tuple(pair for pair in found if pair.similarity >= threshold)


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


def _similarity(one: Hashes, other: Hashes) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)
