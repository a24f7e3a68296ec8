"""A thorough look at the live build: every byte against the manifest, every passage against its text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.ids import passage_id
from index.dense.vectors import VectorIndex
from index.errors import BuildDamagedError
from index.search.engines import open_engines
from index.search.opening import with_live
from index.storage.manifest import REMEDY, STORE, VECTORS, check_files, read_manifest
from index.storage.store import Store

# Rounding of a unit vector's squared length stays far below this, that of its numbers to a byte each included.
LENGTH_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked and found whole."""

    build: str
    files: int
    reports: int
    passages: int


def verify(home: Path) -> Verified:
    """Check the live build of `home`; needs no model.

    Raises IndexMissingError, BuildMismatchError, HomeUnusableError, or BuildDamagedError naming the first file or
    report at fault.
    """
    return with_live(home, _verify_build)


def _verify_build(folder: Path) -> Verified:
    manifest = read_manifest(folder)
    check_files(manifest, folder, whole=True)
    engines = open_engines(manifest, folder)
    try:
        _check_passages(engines.store, f"{folder.name}/{STORE}")
        _check_lengths(engines.vectors, f"{folder.name}/{VECTORS}")
    finally:
        engines.close()
    return Verified(manifest.build, len(manifest.files), manifest.reports, manifest.passages)


def _check_passages(store: Store, file: str) -> None:
    """Every passage lies inside its report's text, after the one before, has some text, and has the id that follows
    from that text: links lead where they led when it was cut."""
    for ordinal, summary in enumerate(store.summaries):
        length, at = len(store.text(ordinal)), 0
        seen: Counter[str] = Counter()
        for passage in store.passages(ordinal):
            fits = at <= passage.start < passage.end <= length and passage.text.strip()
            if not fits or passage.id != passage_id(summary.id, passage.text, seen[passage.text]):
                raise BuildDamagedError(f"{file}: passage {passage.id} of {summary.id} does not fit its text.", REMEDY)
            at = passage.end
            seen[passage.text] += 1


def _check_lengths(vectors: VectorIndex, file: str) -> None:
    every = vectors.all()
    lengths = np.einsum("ij,ij->i", every, every)
    # Written so that a number that is none fails too.
    if vectors.size and not float(np.abs(lengths - 1).max()) <= LENGTH_TOLERANCE:
        raise BuildDamagedError(f"{file} holds vectors that are not of unit length.", REMEDY)
