"""From a home to an open Searcher, or to a refusal that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from corpus.errors import RapporteurError
from index.errors import BuildDamagedError, BuildMismatchError, PurgedError
from index.search.engines import open_engines
from index.search.searcher import Searcher
from index.storage.home import build_folder, live_build, published_builds, refuse_purged
from index.storage.manifest import check_files, check_model, read_manifest
from index.types import Encoder

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


def open_instead(
    home: Path, encoder: Encoder, damaged: str | None, refused: Callable[[str, RapporteurError], None]
) -> Searcher | None:
    """Open another build of `home` in the place of the live one, which is `damaged` (None: the pointer to it is): the
    newest whole one before it, or else the newest after it. None where there is none.

    A build that holds a report that was purged is not opened; `refused` is told of each that was tried in vain, and
    why. Raises HomeUnusableError when it is not known what was purged.
    """
    builds = [build for build in published_builds(home) if build != damaged]
    builds.sort(key=lambda build: (damaged is None or build < damaged, build), reverse=True)
    for build in builds:
        try:
            refuse_purged(home, build)
            return open_build(build_folder(home, build), encoder)
        except (BuildDamagedError, BuildMismatchError, PurgedError) as error:
            refused(build, error)
    return None


def open_build(folder: Path, encoder: Encoder) -> Searcher:
    """Open the build in `folder`. Raises as `open_live` does."""
    manifest = read_manifest(folder)
    check_model(manifest, encoder.fingerprint)
    check_files(manifest, folder, whole=False)
    return Searcher(manifest, open_engines(manifest, folder), encoder)
