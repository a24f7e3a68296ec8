"""From a home to an open Searcher, or to a refusal that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from index.errors import BuildDamagedError, BuildMismatchError
from index.home import build_folder, live_build
from index.keywords import KeywordIndex
from index.manifest import KEYWORDS, REMEDY, STORE, VECTORS, Manifest, check_files, check_model, read_manifest
from index.searcher import Searcher
from index.store import Store
from index.types import Encoder
from index.vectors import VectorIndex
from index.windows import WINDOWS, WindowIndex

T = TypeVar("T")


def open_live(home: Path, encoder: Encoder) -> Searcher:
    """Open the live build of `home`.

    Raises IndexMissingError, BuildDamagedError (naming the file), BuildMismatchError (with both values), and
    HomeUnusableError.
    """
    return with_live(home, lambda folder: open_build(folder, encoder))


def with_live(home: Path, use: Callable[[Path], T]) -> T:
    """What `use` makes of the live build's folder. When it finds damage and another build has gone live meanwhile, a
    rebuild has probably removed the files under its hands, and it gets the new one."""
    build = live_build(home)
    while True:
        try:
            return use(build_folder(home, build))
        except BuildDamagedError:
            now = live_build(home)
            if now == build:
                raise
            build = now


def open_build(folder: Path, encoder: Encoder) -> Searcher:
    """Open the build in `folder`. Raises as `open_live` does."""
    manifest = read_manifest(folder)
    check_model(manifest, encoder.fingerprint)
    check_files(manifest, folder, whole=False)
    with ExitStack() as opened:
        store = Store(folder / STORE)
        opened.callback(store.close)
        vectors = VectorIndex(folder / VECTORS)
        keywords = open_keywords(manifest, folder)
        windows = WindowIndex(folder)
        check_counts(manifest, store, vectors, keywords, windows)
        searcher = Searcher(manifest, store, vectors, windows, keywords, encoder)
        opened.pop_all()
    return searcher


def open_keywords(manifest: Manifest, folder: Path) -> KeywordIndex:
    """Open the keyword index of a build whose files have been checked: when it cannot be read for all that, another
    tantivy wrote it. Raises BuildMismatchError with both versions, BuildDamagedError when they are the same."""
    try:
        return KeywordIndex(folder / KEYWORDS)
    except BuildDamagedError as error:
        written, running = manifest.libraries.get("tantivy"), version("tantivy")
        if written == running:
            raise
        raise BuildMismatchError(
            f"Build {manifest.build} was written by tantivy {written}, the installed one is {running}.",
            "Run a rebuild.",
        ) from error


def check_counts(
    manifest: Manifest, store: Store, vectors: VectorIndex, keywords: KeywordIndex, windows: WindowIndex
) -> None:
    """Raises BuildDamagedError when the parts of a build do not hold what its manifest counts."""
    for part, what, found, expected in (
        (STORE, "reports", len(store.summaries), manifest.reports),
        (STORE, "passages", len(store.report_of_row), manifest.passages),
        (VECTORS, "passages", vectors.size, manifest.passages),
        (KEYWORDS, "passages", keywords.size, manifest.passages),
        (WINDOWS, "passages", windows.size, manifest.passages),
        (VECTORS, "numbers a vector", vectors.dimension, manifest.dimension),
    ):
        if found != expected:
            raise BuildDamagedError(
                f"{manifest.build}/{part} holds {found} {what}, the manifest says {expected}.", REMEDY
            )
