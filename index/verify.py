"""A thorough look at the live build: every byte against the manifest, every passage against its text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import BuildDamagedError
from index.home import build_folder, live_build
from index.keywords import KeywordIndex
from index.manifest import KEYWORDS, REMEDY, STORE, VECTORS, check_files, read_manifest
from index.opening import check_counts
from index.store import Store
from index.vectors import VectorIndex

# Float32 rounding of a unit vector's squared length stays far below this.
LENGTH_TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked and found whole."""

    build: str
    files: int
    reports: int
    passages: int


def verify(home: Path) -> Verified:
    """Check the live build of `home`; needs no model.

    Raises IndexMissingError, BuildMismatchError, or BuildDamagedError naming the first file or report at fault.
    """
    folder = build_folder(home, live_build(home))
    manifest = read_manifest(folder)
    check_files(manifest, folder, whole=True)
    store = Store(folder / STORE)
    try:
        vectors = VectorIndex(folder / VECTORS)
        check_counts(manifest, len(store.report_of_row), vectors, KeywordIndex(folder / KEYWORDS))
        _check_texts(store)
    finally:
        store.close()
    lengths = np.einsum("ij,ij->i", vectors.vectors, vectors.vectors)
    if vectors.size and float(np.abs(lengths - 1).max()) > LENGTH_TOLERANCE:
        raise BuildDamagedError(f"{folder.name}/{VECTORS} holds vectors that are not of unit length.", REMEDY)
    return Verified(manifest.build, len(manifest.files), manifest.reports, manifest.passages)


def _check_texts(store: Store) -> None:
    """Every passage lies inside its report's text, has some text, and comes after the one before."""
    for ordinal, summary in enumerate(store.summaries):
        length, at = len(store.text(ordinal)), 0
        for passage in store.passages(ordinal):
            if not (at <= passage.start < passage.end <= length and passage.text.strip()):
                raise BuildDamagedError(f"Passage {passage.id} of {summary.id} does not fit its text.", REMEDY)
            at = passage.end
