"""What a home forgets once a build is live: the embeddings that no build holds, and all of a report that was purged.

A purge that has been ordered, and whose reports the live build does not hold, is completed here: the other builds that
name them are removed, the caches cleaned, the home searched. Each step may be done again, so that whoever comes next
completes it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.build.cache import EmbeddingCache, forget_models, kept_embeddings
from index.build.raw_search import search_home
from index.errors import BuildDamagedError, BuildMismatchError
from index.storage.changes import read_changes
from index.storage.disk import home_errors
from index.storage.home import build_folder, published_builds, remove_builds
from index.storage.manifest import STORE, check_files, read_manifest
from index.storage.store import named_in
from index.storage.tombstones import Unfinished, read_purges, write_purges
from index.types import Forgotten


def forget_unused(home: Path, cache: EmbeddingCache) -> None:
    """Forget the embeddings that no kept build holds. Those of kept builds stay, so that going back to one costs
    nothing either; a build damaged since is as good as gone."""
    keys, fingerprints = kept_embeddings(home)
    cache.keep_only(keys)
    with home_errors(home):
        forget_models(home / "cache", fingerprints)


def names_purged(folder: Path, order: Unfinished) -> bool:
    """Whether the build in `folder` holds or names a report of `order`; a damaged one may."""
    try:
        check_files(read_manifest(folder), folder, whole=True)
        changes = read_changes(folder)
        named = named_in(folder / STORE)
    except (BuildDamagedError, BuildMismatchError):
        return True
    changed = {one.path for one in (*changes.added, *changes.changed, *changes.removed)}
    return not (named | changed).isdisjoint((*order.ids, *order.paths, *order.sha256))


def forget(home: Path, order: Unfinished, live: str | None) -> Forgotten:
    """Complete a purge whose reports the build `live` does not hold (None: no report is left, and no build stays).

    The order is done with when the search finds nothing; it stays otherwise. Call it with the lock held. Raises
    HomeUnusableError.
    """
    with home_errors(home):
        others = [build for build in published_builds(home) if build != live]
        removed = [build for build in others if live is None or names_purged(build_folder(home, build), order)]
        remove_builds(home, removed)
        keys, fingerprints = kept_embeddings(home)
        for fingerprint in fingerprints:
            cache = EmbeddingCache(home / "cache", fingerprint)
            try:
                cache.keep_only(keys)
                cache.vacuum()
            finally:
                cache.close()
        forget_models(home / "cache", fingerprints)
        forgotten = search_home(home, order, removed, keys)
        if not forgotten.traces:
            write_purges(home, replace(read_purges(home), unfinished=None))
        return forgotten
