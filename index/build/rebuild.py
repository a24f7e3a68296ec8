"""From a corpus folder to a published build: only what changed is read, only new passages are embedded."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.errors import RapporteurError
from corpus.types import ChunkSettings, Rejection
from index.build.cache import EmbeddingCache
from index.build.embedding import embed
from index.build.fingerprints import ingest_fingerprint
from index.build.gathering import gather
from index.build.inventory import Input, Stock, digest, take_stock
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
from index.storage.arrivals import Arrival, arrivals_after, arrivals_before
from index.storage.changes import Changes, changes_since, reports_before
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
from index.storage.tombstones import Unfinished, read_purges, write_purges
from index.types import RebuildSummary


def rebuild(
    corpus: Path,
    home: Path,
    model: Model,
    settings: BuildSettings,
    *,
    full: bool = False,
    strict: bool = False,
    allow_purged: Collection[str] = (),
    progress: Progress = lambda stage, done, total: None,
) -> RebuildSummary:
    """Bring the live build of `home` up to date with the folder `corpus`.

    Nothing is published when nothing changed. `full` reads and embeds everything anew; `strict` refuses to publish when
    an input was rejected. `allow_purged` are paths of files that were purged and are indexed again from now on. A purge
    that was stopped is completed. Raises HomeLockedError, HomeUnusableError, EmptyCorpusError, FilesRejectedError,
    ModelRefusedError, and RapporteurError when the folder cannot be listed or has no such purged file; the live build
    is then left as it was.
    """
    started = time.perf_counter()
    _refuse_nesting(corpus, home)
    with exclusive(home):
        tidy(home, settings.keep)
        reading = ingest_fingerprint(model.files.fingerprint, settings)
        stock = _stock(corpus, home, settings, allow_purged)
        order = read_purges(home).unfinished
        previous = None if full else _previous(home, reading, model.files.fingerprint)
        try:
            with home_errors(home):
                if previous is not None and _is_up_to_date(previous, stock, home, order):
                    summary = _nothing_to_do(previous, stock, strict, started)
                    return _completed(summary, home, order)
                stored = previous.store.stored_reports() if previous else ()
                known = {one.report.path: one for one in stored}
        finally:
            if previous is not None:
                previous.store.close()
        before = reports_before(home)
        reported = (before and before.reports) or {}
        content = gather(corpus, stock, known, reported, model, settings, progress)
        _refuse(content, corpus, strict)
        changes = changes_since(before, content.reports, read_purges(home).hashes)
        source = Source(settings.chunking, reading, digest(stock.fingerprints()))
        paths = [stored.report.path for stored in content.reports]
        arrivals = partial(arrivals_after, changes, arrivals_before(home, changes), paths)
        manifest, embedded = publish_content(
            home, content, changes, arrivals, model, source, full=full, progress=progress
        )
        from index.build.forgetting import forget_unused

        tidy(home, settings.keep)
        with closing(EmbeddingCache(home / "cache", model.files.fingerprint)) as cache:
            forget_unused(home, cache)
        summary = RebuildSummary(
            build=manifest.build,
            reports=manifest.reports,
            passages=manifest.passages,
            embedded=embedded,
            reused=manifest.passages - embedded,
            unchanged=content.unchanged,
            duplicates=tuple(duplicate for duplicate, _ in content.duplicates),
            rejected=tuple(rejection for rejection, _ in content.rejected),
            seconds=round(time.perf_counter() - started, 3),
            purged=_paths(stock.purged),
        )
        return _completed(summary, home, order)


@dataclass(frozen=True, slots=True)
class Source:
    """What the content of a build was made from: how passages were cut, the ingest fingerprint, and the fingerprint of
    the corpus."""

    chunking: ChunkSettings
    reading: str
    corpus: str


def publish_content(
    home: Path,
    content: Content,
    changes: Changes,
    arrivals: Callable[[str], Mapping[str, Arrival]],
    model: Model,
    source: Source,
    *,
    full: bool = False,
    progress: Progress,
) -> tuple[Manifest, int]:
    """Write a build of `content` and make it live; its manifest, and how many passages had to be embedded. `arrivals`
    gives those of a build that is made at a time; `full` embeds all passages. Call it with the lock held. Raises
    HomeUnusableError and ModelRefusedError."""
    from index.build.writing import write_build  # the engines: an unchanged rebuild needs none

    keys = [key for stored in content.reports for key in stored.embeddings]
    with closing(EmbeddingCache(home / "cache", model.files.fingerprint)) as cache:
        embeddings, embedded = embed(keys, content, cache, model, source.chunking, full, progress)
    manifest = Manifest(
        build=new_build_id(home),
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        format=FORMAT,
        model=model.files.name,
        fingerprint=model.files.fingerprint,
        dimension=embeddings.passages.shape[1],
        chunking=source.chunking,
        reading=source.reading,
        corpus=source.corpus,
        reports=len(content.reports),
        passages=len(keys),
        duplicates=len(content.duplicates),
        rejected=len(content.rejected),
        libraries=library_versions(),
    )
    write_build(home, manifest, content, embeddings, changes, arrivals(manifest.created))
    return manifest, embedded


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


def _stock(corpus: Path, home: Path, settings: BuildSettings, allowed: Collection[str]) -> Stock:
    """What is in the folder; purged files at the paths `allowed` are purged no more. Raises RapporteurError when one is
    no purged file, and HomeUnusableError."""
    purges = read_purges(home)
    stock = take_stock(corpus, settings.max_bytes, purges.hashes)
    if not allowed:
        return stock
    purged = {one.source.path: one.sha256 for one in stock.purged}
    for path in allowed:
        if path not in purged:
            raise RapporteurError(f"{corpus} has no purged file {path}.", "Name its path in the corpus folder.")
    if purges.unfinished is not None:
        raise RapporteurError("A purge has not been finished.", "Complete it with `rapporteur purge`.")
    left = purges.without(purged[path] for path in allowed)
    write_purges(home, left)
    return take_stock(corpus, settings.max_bytes, left.hashes)


def _is_up_to_date(previous: _Previous, stock: Stock, home: Path, order: Unfinished | None) -> bool:
    """Whether the live build is what a rebuild would make, and names no report that a stopped purge has to take out."""
    if previous.sources() != stock.fingerprints():
        return False
    if order is None:
        return True
    from index.build.forgetting import names_purged

    return not names_purged(build_folder(home, previous.manifest.build), order)


def _completed(summary: RebuildSummary, home: Path, order: Unfinished | None) -> RebuildSummary:
    """The summary, once a purge that was stopped has been completed."""
    if order is None:
        return summary
    from index.build.forgetting import forget

    return replace(summary, completed=forget(home, order, summary.build))


def _paths(inputs: Iterable[Input]) -> tuple[str, ...]:
    return tuple(one.source.path for one in inputs)


def _nothing_to_do(previous: _Previous, stock: Stock, strict: bool, started: float) -> RebuildSummary:
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
        purged=_paths(stock.purged),
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
