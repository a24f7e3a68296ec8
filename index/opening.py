"""From a home to an open Searcher, or to a refusal that says what is wrong."""

from __future__ import annotations

from pathlib import Path

from index.errors import BuildDamagedError
from index.home import build_folder, live_build
from index.keywords import KeywordIndex
from index.manifest import KEYWORDS, REMEDY, STORE, VECTORS, Manifest, check_files, check_model, read_manifest
from index.searcher import Searcher
from index.store import Store
from index.types import Encoder
from index.vectors import VectorIndex


def open_live(home: Path, encoder: Encoder) -> Searcher:
    """Open the live build of `home`.

    Raises IndexMissingError, BuildDamagedError (naming the file), BuildMismatchError (with both values).
    """
    build = live_build(home)
    try:
        return open_build(build_folder(home, build), encoder)
    except (BuildDamagedError, FileNotFoundError):
        # A rebuild may have published and retired this very build in between.
        now = live_build(home)
        if now == build:
            raise
        return open_build(build_folder(home, now), encoder)


def open_build(folder: Path, encoder: Encoder) -> Searcher:
    """Open the build in `folder`. Raises as `open_live` does."""
    manifest = read_manifest(folder)
    check_model(manifest, encoder.fingerprint)
    check_files(manifest, folder, whole=False)
    store = Store(folder / STORE)
    vectors = VectorIndex(folder / VECTORS)
    keywords = KeywordIndex(folder / KEYWORDS)
    check_counts(manifest, len(store.report_of_row), vectors, keywords)
    return Searcher(manifest, store, vectors, keywords, encoder)


def check_counts(manifest: Manifest, passages: int, vectors: VectorIndex, keywords: KeywordIndex) -> None:
    """Raises BuildDamagedError when the parts of a build do not hold the passages that its manifest counts."""
    for part, size in ((STORE, passages), (VECTORS, vectors.size), (KEYWORDS, keywords.size)):
        if size != manifest.passages:
            raise BuildDamagedError(
                f"{manifest.build}/{part} holds {size} passages, the manifest counts {manifest.passages}.", REMEDY
            )
    if vectors.dimension != manifest.dimension:
        raise BuildDamagedError(
            f"{manifest.build}/{VECTORS} has dimension {vectors.dimension}, the manifest says {manifest.dimension}.",
            REMEDY,
        )
