"""From a corpus folder to a published build: only what changed is read, only new passages are embedded."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.types import Rejection
from index.build.cache import EmbeddingCache
from index.build.embedding import embed
from index.build.fingerprints import ingest_fingerprint
from index.build.gathering import gather
from index.build.inventory import Stock, digest, take_stock
from index.build.types import BuildSettings, Content, Model, Progress
from index.errors import (
    BuildDamagedError,
    BuildMismatchError,
    EmptyCorpusError,
    FilesRejectedError,
    HomeUnusableError,
    IndexMissingError,
)
from index.lexical.glossary import Glossary, read_glossary
from index.storage.arrivals import arrivals_after, arrivals_before
from index.storage.changes import Before, changes_since, reports_before
from index.storage.disk import home_errors
from index.storage.home import build_folder, live_build, new_build_id, tidy
from index.storage.lock import exclusive
from index.storage.manifest import (
    FORMAT,
    HASHED_AT_OPENING,
    STORE,
    Manifest,
    check_file,
    check_files,
    library_versions,
    read_manifest,
)
from index.storage.store import Store
from index.types import RebuildSummary


def rebuild(
    corpus: Path,
    home: Path,
    model: Model,
    settings: BuildSettings,
    *,
    full: bool = False,
    strict: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> RebuildSummary:
    """Bring the live build of `home` up to date with the folder `corpus`.

    Nothing is published when nothing changed. `full` reads and embeds everything anew; `strict` refuses to publish when
    an input was rejected. Raises HomeLockedError, HomeUnusableError, EmptyCorpusError, FilesRejectedError,
    ModelRefusedError, and RapporteurError when the folder cannot be listed; the live build is then left as it was.
    """
    started = time.perf_counter()
    _refuse_nesting(corpus, home)
    with exclusive(home):
        tidy(home, settings.keep)
        reading = ingest_fingerprint(model.files.fingerprint, settings)
        stock = take_stock(corpus, settings.max_bytes)
        previous = None if full else _previous(home, reading, model.files.fingerprint)
        try:
            with home_errors(home):
                if previous is not None and previous.sources() == stock.fingerprints():
                    return _nothing_to_do(previous, strict, started)
                stored = previous.store.stored_reports() if previous else ()
                known = {one.report.path: one for one in stored}
        finally:
            if previous is not None:
                previous.store.close()
        before = reports_before(home)
        reported = (before and before.reports) or {}
        content = gather(corpus, stock, known, reported, model, settings, progress)
        _refuse(content, corpus, strict)
        return _build(home, content, stock, before, model, settings, reading, full, started, progress)


@dataclass(frozen=True, slots=True)
class _Previous:
    manifest: Manifest
    store: Store
    glossary: Glossary

    def sources(self) -> dict[str, str]:
        """Every input of that build with its fingerprint."""
        return {**self.store.sources(), **self.glossary.sources}


def _refuse_nesting(corpus: Path, home: Path) -> None:
    """A home inside the corpus would be read as part of it, unless its path from there on is hidden."""
    inside, outside = home.resolve(), corpus.resolve()
    if inside.is_relative_to(outside) and not any(part.startswith(".") for part in inside.relative_to(outside).parts):
        raise HomeUnusableError(
            f"The home {home} lies inside the corpus folder {corpus}: its files would be taken for reports.",
            "Name a home elsewhere, or one whose name begins with a dot.",
        )


def _previous(home: Path, reading: str, fingerprint: str) -> _Previous | None:
    """The live build, when it is whole and was made in the same way; otherwise everything is read anew."""
    try:
        folder = build_folder(home, live_build(home))
        manifest = read_manifest(folder)
        if manifest.reading != reading or manifest.fingerprint != fingerprint:
            return None
        check_files(manifest, folder, whole=False)
        # Its texts are copied into the next build, so that every byte of it counts.
        store = next(record for record in manifest.files if record.path == STORE)
        if store.size > HASHED_AT_OPENING:
            check_file(store, folder, whole=True)
        return _Previous(manifest, Store(folder / STORE), read_glossary(folder))
    except (IndexMissingError, BuildDamagedError, BuildMismatchError):
        return None


def _nothing_to_do(previous: _Previous, strict: bool, started: float) -> RebuildSummary:
    manifest, store = previous.manifest, previous.store
    rejected = tuple(store.rejected())
    if strict and rejected:
        raise _strictly(rejected)
    return RebuildSummary(
        build=manifest.build,
        reports=manifest.reports,
        passages=manifest.passages,
        embedded=0,
        reused=manifest.passages,
        unchanged=manifest.reports,
        duplicates=tuple(store.duplicates()),
        rejected=rejected,
        seconds=round(time.perf_counter() - started, 3),
    )


def _refuse(content: Content, corpus: Path, strict: bool) -> None:
    rejected = tuple(rejection for rejection, _ in content.rejected)
    if strict and rejected:
        raise _strictly(rejected)
    if not any(stored.passages for stored in content.reports):
        what = f"all files were rejected ({_named(rejected)})" if rejected else f"no report in {corpus}"
        raise EmptyCorpusError(f"Nothing to index: {what}; the live build was left alone.", "Check the corpus folder.")


def _strictly(rejected: Sequence[Rejection]) -> FilesRejectedError:
    count = f"{len(rejected)} file{'s were' if len(rejected) > 1 else ' was'}"
    return FilesRejectedError(
        f"{count} rejected ({_named(rejected)}); nothing was published.", "Mend the files, or run without --strict."
    )


def _named(rejected: Sequence[Rejection]) -> str:
    named = "; ".join(f"{rejection.path}: {rejection.reason}" for rejection in rejected[:3])
    return named + ("; ..." if len(rejected) > 3 else "")


def _build(
    home: Path,
    content: Content,
    stock: Stock,
    before: Before | None,
    model: Model,
    settings: BuildSettings,
    reading: str,
    full: bool,
    started: float,
    progress: Progress,
) -> RebuildSummary:
    from index.build.writing import forget_unused, write_build  # the engines: an unchanged rebuild needs none

    build = new_build_id(home)
    keys = [key for stored in content.reports for key in stored.embeddings]
    cache = EmbeddingCache(home / "cache", model.files.fingerprint)
    try:
        embeddings, embedded = embed(keys, content, cache, model, settings.chunking, full, progress)
        manifest = Manifest(
            build=build,
            created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            format=FORMAT,
            model=model.files.name,
            fingerprint=model.files.fingerprint,
            dimension=embeddings.passages.shape[1],
            chunking=settings.chunking,
            reading=reading,
            corpus=digest(stock.fingerprints()),
            reports=len(content.reports),
            passages=len(keys),
            duplicates=len(content.duplicates),
            rejected=len(content.rejected),
            libraries=library_versions(),
        )
        changes = changes_since(before, content.reports)
        paths = [stored.report.path for stored in content.reports]
        arrivals = arrivals_after(changes, arrivals_before(home, changes), paths, manifest.created)
        write_build(home, manifest, content, embeddings, changes, arrivals)
        tidy(home, settings.keep)
        forget_unused(home, cache)
    finally:
        cache.close()
    return RebuildSummary(
        build=build,
        reports=len(content.reports),
        passages=len(keys),
        embedded=embedded,
        reused=len(keys) - embedded,
        unchanged=content.unchanged,
        duplicates=tuple(duplicate for duplicate, _ in content.duplicates),
        rejected=tuple(rejection for rejection, _ in content.rejected),
        seconds=round(time.perf_counter() - started, 3),
    )
