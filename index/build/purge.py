"""Reports are taken out of a home for good: out of the live build, of every other that is kept, and of the caches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from index.build.forgetting import forget, names_purged
from index.build.inventory import digest
from index.build.near_duplicates import mark_near_duplicates
from index.build.raw_search import rare_words
from index.build.rebuild import Source, publish_content
from index.build.types import BuildSettings, Content, Model, Progress
from index.errors import BuildDamagedError, IndexMissingError, UnknownReportError
from index.lexical.glossary import read_glossary, without_learnt
from index.storage.arrivals import read_arrivals
from index.storage.changes import read_changes, without_paths
from index.storage.disk import home_errors
from index.storage.home import REBUILD, build_folder, live_build, published_builds, remove_pointer, tidy
from index.storage.lock import exclusive
from index.storage.manifest import STORE, check_files, check_model, read_manifest
from index.storage.store import IndexedFile, Store, StoredReport, files_of, words_stored
from index.storage.tombstones import Purges, Tombstone, Unfinished, read_purges, write_purges
from index.types import Forgotten


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did: the ids of the reports and the number of their files (by content) in whatever build; the build
    that is live without them (None: no report is left); the ids of reports that stay and are nearly the same text."""

    reports: tuple[str, ...]
    files: int
    build: str | None
    twins: tuple[str, ...]
    forgotten: Forgotten


def purge(
    home: Path,
    reports: Sequence[str],
    model: Model,
    settings: BuildSettings,
    *,
    reason: str = "",
    progress: Progress = lambda stage, done, total: None,
) -> Purged:
    """Take `reports`, named by their ids or paths, out of everything that `home` keeps, and remember the hashes of
    their files, so that these are not indexed again.

    Every version of such a report goes, whatever build it is in. Without `reports`, a purge that was stopped is
    completed. Stopped at any moment, the home is whole, and the next purge or rebuild completes it. Raises
    UnknownReportError, IndexMissingError, BuildDamagedError and BuildMismatchError (of the live build),
    HomeLockedError and HomeUnusableError.
    """
    if not home.is_dir():
        raise IndexMissingError(f"There is no index in {home}.", REBUILD)
    with exclusive(home):
        tidy(home, settings.keep)
        purges = read_purges(home)
        live = _live(home, purges, model)
        order = _order(home, live, reports, purges)
        write_purges(home, Purges(_tombstones(purges, order, reason), order))
        twins: tuple[str, ...] = ()
        if live is not None and names_purged(build_folder(home, live), order):
            live, twins = _publish_without(home, live, order, model, progress)
        forgotten = forget(home, order, live)
        return Purged(order.ids, len(order.sha256), live, twins, forgotten)


def _live(home: Path, purges: Purges, model: Model) -> str | None:
    """The live build, whole and made by this model; None where a purge has left no report."""
    try:
        live = live_build(home)
    except IndexMissingError:
        if purges.unfinished is None:
            raise
        return None
    folder = build_folder(home, live)
    manifest = read_manifest(folder)
    check_model(manifest, model.files.fingerprint)
    check_files(manifest, folder, whole=True)
    return live


def _order(home: Path, live: str | None, named: Sequence[str], purges: Purges) -> Unfinished:
    """What has to be purged, with what a purge that was stopped has left to do."""
    known = purges.unfinished or Unfinished()
    files = {build: _files(build_folder(home, build)) for build in published_builds(home)}
    if live is not None:  # it counts as the newest, also after a rollback
        files[live] = files.pop(live)
    every = [file for found in files.values() for file in found]
    names = {name for file in every for name in (file.id, file.path)} | {*known.ids, *known.paths}
    if missing := [name for name in named if name not in names]:
        raise UnknownReportError(
            f"No build that is kept has a report {missing[0]!r}.", "Name reports by their id or path."
        )
    if not named and purges.unfinished is None:
        raise UnknownReportError("There is no purge to complete.", "Name the reports to purge.")
    hashes = {sha256 for name in named for sha256 in _versions(name, list(files.values()))}
    same = [file for file in every if file.sha256 in hashes]
    order = Unfinished(
        ids=tuple(sorted({file.id for file in same})),
        paths=tuple(sorted({file.path for file in same})),
        sha256=tuple(sorted(hashes)),
    )
    return known.with_all_of(_with_traces(home, live, order, list(files)))


def _versions(name: str, builds: Sequence[Sequence[IndexedFile]]) -> set[str]:
    """The SHA-256 of every file that was the report `name` in one of `builds`, which are in order, the newest last. The
    newest file goes wherever it stands; an older one stays where another report has it now, since a name can be given
    anew."""
    found = [[file.sha256 for file in files if name in (file.id, file.path)] for files in builds]
    newest = next((hashes for hashes in reversed(found) if hashes), [])
    others = {file.sha256 for file in builds[-1] if name not in (file.id, file.path)} if builds else set()
    return {*newest, *({sha256 for hashes in found for sha256 in hashes} - others)}


def _files(folder: Path) -> tuple[IndexedFile, ...]:
    try:
        return files_of(folder / STORE)
    except BuildDamagedError:
        return ()  # such a build is removed in the end


def _with_traces(home: Path, live: str | None, order: Unfinished, builds: Sequence[str]) -> Unfinished:
    """The order with the words that only its reports have, and the keys of their embeddings."""
    texts: list[str] = []
    keys: set[bytes] = set()
    live_texts: list[str] = []
    for build in builds:
        for stored in _reports(build_folder(home, build), order):
            texts += [stored.report.text, stored.report.path, stored.report.metadata.title]
            keys.update(stored.embeddings)
            live_texts += [stored.report.text] if build == live else []
    others = _other_texts(build_folder(home, live), order, live_texts) if live else ()
    return replace(order, words=rare_words(texts, others), keys=tuple(sorted(key.hex() for key in keys)))


def _other_texts(folder: Path, order: Unfinished, purged: Sequence[str]) -> Iterator[str]:
    """What the build in `folder` says in its other reports, and in the short forms that it has without those that the
    `purged` texts introduce."""
    others = list(words_stored(folder / STORE, order.sha256))
    yield from others
    for pair in without_learnt(read_glossary(folder), purged, others).pairs:
        yield f"{pair.short} {pair.name}"


def _reports(folder: Path, order: Unfinished) -> Iterator[StoredReport]:
    try:
        with closing(Store(folder / STORE)) as store:
            yield from store.stored_reports(order.sha256)
    except BuildDamagedError:
        return  # it is removed in the end


def _tombstones(purges: Purges, order: Unfinished, reason: str) -> tuple[Tombstone, ...]:
    today = datetime.now(UTC).date().isoformat()
    new = [Tombstone(sha256, today, reason) for sha256 in order.sha256 if sha256 not in purges.hashes]
    return (*purges.tombstones, *new)


def _publish_without(
    home: Path, live: str, order: Unfinished, model: Model, progress: Progress
) -> tuple[str | None, tuple[str, ...]]:
    """Publish the live build without the reports of `order`; its id, and the ids of reports that are nearly the same.
    Where no report is left, there is no live build any more."""
    folder = build_folder(home, live)
    manifest = read_manifest(folder)
    with home_errors(home), closing(Store(folder / STORE)) as store:
        every = list(store.stored_reports())
        rejected, duplicates, sources = store.rejected(), store.duplicates(), store.sources()
    left = [one for one in every if one.report.sha256 not in order.sha256]
    if not any(stored.passages for stored in left):
        with home_errors(home):
            remove_pointer(home)
        return None, ()
    gone = [one.report for one in every if one.report.sha256 in order.sha256]
    paths = {report.path for report in gone}
    content = Content(
        reports=mark_near_duplicates(left, set()),
        texts={},
        unchanged=len(left),
        duplicates=tuple((one, sources[one.path]) for one in duplicates if one.of not in paths),
        rejected=tuple((one, sources[one.path]) for one in rejected if one.path not in order.paths),
        glossary=without_learnt(
            read_glossary(folder), [report.text for report in gone], [one.report.text for one in left]
        ),
    )
    changes = without_paths(read_changes(folder), order.paths)
    source = Source(manifest.chunking, manifest.reading, _corpus_digest(content))
    known = read_arrivals(folder)
    arrivals = {one.report.path: known[one.report.path] for one in left if one.report.path in known}
    made, _ = publish_content(home, content, changes, lambda _: arrivals, model, source, progress=progress)
    ids = {report.id for report in gone}
    return made.build, tuple(one.report.id for one in left if not ids.isdisjoint(one.report.twins))


def _corpus_digest(content: Content) -> str:
    found = {one.report.path: one.source for one in content.reports}
    found.update((duplicate.path, source) for duplicate, source in content.duplicates)
    found.update((rejection.path, source) for rejection, source in content.rejected)
    return digest({**found, **content.glossary.sources})
