"""From a corpus folder to a published build: only what changed is read, only new passages are embedded."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.context import context_of
from corpus.symbols import find_symbols, normalise_symbol
from corpus.types import Rejection
from index.build import BuildSettings, Content, Model, Progress
from index.cache import EmbeddingCache
from index.embedding import embed
from index.errors import BuildDamagedError, BuildMismatchError, EmptyCorpusError, FilesRejectedError, IndexMissingError
from index.gathering import gather
from index.home import (
    build_folder,
    clear_leftovers,
    exclusive,
    live_build,
    new_build_id,
    publish,
    published_builds,
    retire,
    start_build,
)
from index.keywords import KeywordDocument, write_keywords
from index.manifest import (
    FORMAT,
    KEYWORDS,
    STORE,
    VECTORS,
    Manifest,
    check_files,
    library_versions,
    read_manifest,
    write_manifest,
)
from index.reading import reading_fingerprint
from index.stock import Stock, digest, take_stock
from index.store import Store, StoredReport, write_store
from index.types import RebuildSummary
from index.vectors import write_vectors


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
    an input was rejected. Raises HomeLockedError, EmptyCorpusError, FilesRejectedError, ModelRefusedError, and
    RapporteurError when the folder cannot be listed; the live build is then left as it was.
    """
    started = time.perf_counter()
    with exclusive(home):
        clear_leftovers(home)
        reading = reading_fingerprint(model.files.fingerprint, settings.chunking, settings.max_bytes)
        stock = take_stock(corpus, settings.max_bytes)
        previous = None if full else _previous(home, reading, model.files.fingerprint)
        try:
            if previous is not None and previous.store.sources() == stock.fingerprints():
                return _nothing_to_do(previous, strict, started)
            content = gather(corpus, stock, previous.store if previous else None, model, settings, progress)
        finally:
            if previous is not None:
                previous.store.close()
        _refuse(content, corpus, strict)
        return _build(home, content, stock, model, settings, reading, full, started, progress)


@dataclass(frozen=True, slots=True)
class _Previous:
    manifest: Manifest
    store: Store


def _previous(home: Path, reading: str, fingerprint: str) -> _Previous | None:
    """The live build, when it is whole and was made in the same way; otherwise everything is read anew."""
    try:
        folder = build_folder(home, live_build(home))
        manifest = read_manifest(folder)
        check_files(manifest, folder, whole=False)
    except (IndexMissingError, BuildDamagedError, BuildMismatchError):
        return None
    if manifest.reading != reading or manifest.fingerprint != fingerprint:
        return None
    return _Previous(manifest, Store(folder / STORE))


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
    if not content.reports:
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
    model: Model,
    settings: BuildSettings,
    reading: str,
    full: bool,
    started: float,
    progress: Progress,
) -> RebuildSummary:
    build = new_build_id()
    keys = [key for stored in content.reports for key in stored.embeddings]
    cache = EmbeddingCache(home / "cache", model.files.fingerprint)
    try:
        vectors, embedded = embed(keys, content, cache, model, settings.chunking, full, progress)
        folder = start_build(home, build)
        write_store(content.reports, content.rejected, content.duplicates, folder / STORE)
        write_vectors(vectors, folder / VECTORS)
        write_keywords(_keyword_documents(content.reports), folder / KEYWORDS)
        write_manifest(
            Manifest(
                build=build,
                created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                format=FORMAT,
                model=model.files.name,
                fingerprint=model.files.fingerprint,
                dimension=vectors.shape[1],
                chunking=settings.chunking,
                reading=reading,
                corpus=digest(stock.fingerprints()),
                reports=len(content.reports),
                passages=len(keys),
                duplicates=len(content.duplicates),
                rejected=len(content.rejected),
                libraries=library_versions(),
            ),
            folder,
        )
        publish(home, build)
        retire(home, settings.keep)
        cache.keep_only(_keys_in_use(home))
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


def _keyword_documents(reports: Sequence[StoredReport]) -> list[KeywordDocument]:
    documents: list[KeywordDocument] = []
    for ordinal, stored in enumerate(reports):
        for passage in stored.passages:
            symbols = dict.fromkeys(normalise_symbol(symbol) for _, _, symbol in find_symbols(passage.text))
            context = context_of(stored.report.metadata, passage)
            documents.append(KeywordDocument(len(documents), ordinal, passage.text, context, tuple(symbols)))
    return documents


def _keys_in_use(home: Path) -> set[bytes]:
    """The cache keys of every build that is kept, so that going back to one costs nothing either."""
    keys: set[bytes] = set()
    for build in published_builds(home):
        store = Store(build_folder(home, build) / STORE)
        keys |= store.embedding_keys()
        store.close()
    return keys
