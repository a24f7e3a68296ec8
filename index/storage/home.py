"""The home directory: builds, and the pointer to the live one.

home/builds/<build id>/   immutable once its name has no dot in front
home/builds/.<build id>/  being written or removed; whatever is found there at the next rebuild was left by a killed one
home/CURRENT              the id of the live build; replaced atomically
home/LOCK                 held while a rebuild or a rollback is at work
home/PURGED               hashes of files that were purged, and a purge that has not been finished
home/cache/               embeddings that were computed once

Folders are made for their owner alone (0700), files too (0600).
"""

from __future__ import annotations

import re
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.errors import BuildDamagedError, BuildMismatchError, IndexMissingError, PurgedError
from index.storage.disk import OWNERS_FOLDER, UNFINISHED, home_errors, make_private, replace_file, sync
from index.storage.lock import exclusive
from index.storage.manifest import MANIFEST, STORE, check_files, read_manifest
from index.storage.store import files_of
from index.storage.tombstones import PURGED, read_purges

REBUILD = "Run `rapporteur rebuild --corpus DIR --home DIR`."
RECOVER = "Go back to a whole build with `rapporteur rollback`, or run a rebuild."

CURRENT = "CURRENT"
Stamp = tuple[tuple[str, int, int, int], ...]
_BUILD_ID = re.compile(r"\d{8}T\d{9}-[0-9a-f]{6}")
_TIME = "%Y%m%dT%H%M%S%f"


def new_build_id(home: Path) -> str:
    """An id that sorts after those of all builds of `home`, by time: 20261124T120000123-1a2b3c."""
    now = datetime.now(UTC).strftime(_TIME)[:-3]
    newest = max((build.partition("-")[0] for build in _named_builds(home)), default="")
    if now <= newest:  # the clock was set back
        now = (datetime.strptime(newest, _TIME) + timedelta(milliseconds=1)).strftime(_TIME)[:-3]
    return f"{now}-{secrets.token_hex(3)}"


def builds_folder(home: Path) -> Path:
    """Where the builds of `home` stand."""
    return home / "builds"


def build_folder(home: Path, build: str) -> Path:
    """Where one build stands."""
    return builds_folder(home) / build


def live_build(home: Path) -> str:
    """The id of the live build.

    Raises IndexMissingError when there is none, BuildDamagedError when the pointer names no build, and
    HomeUnusableError when it cannot be read.
    """
    pointer = home / CURRENT
    with home_errors(home):
        try:
            name = pointer.read_bytes().strip().decode("ascii", "backslashreplace")
        except FileNotFoundError as error:
            raise IndexMissingError(f"There is no index in {home}.", REBUILD) from error
    if not _BUILD_ID.fullmatch(name) or not build_folder(home, name).is_dir():
        raise BuildDamagedError(f"{pointer} names {name[:40]!r}, which is no build.", RECOVER)
    return name


def build_stamps(home: Path, builds: Iterable[str]) -> dict[str, Stamp]:
    """For each of `builds` the place, time and size of every file: other ones where a file was altered, removed or put
    back."""
    return {build: _stamp(build_folder(home, build)) for build in builds}


def published_builds(home: Path) -> list[str]:
    """The ids of all builds that were published, oldest first. They may have been damaged since."""
    return sorted(build for build in _named_builds(home) if (build_folder(home, build) / MANIFEST).is_file())


def tidy(home: Path, keep: int) -> None:
    """Remove what killed rebuilds left, and every build but the newest `keep` (at least one) and the live one. Call it
    with the lock held, when no build is being written."""
    with home_errors(home):
        for name in (CURRENT, PURGED):
            (home / f"{name}{UNFINISHED}").unlink(missing_ok=True)
        kept = set(published_builds(home)[-max(keep, 1) :]) | _live(home)
        remove_builds(home, set(_named_builds(home)) - kept)


def remove_builds(home: Path, builds: Iterable[str]) -> None:
    """Remove builds, and what is left of others. Call it with the lock held, when no build is being written."""
    for build in builds:
        # Renamed first, so that a kill half-way leaves a leftover and not a damaged build.
        build_folder(home, build).rename(_hidden(home, build))
    leftovers = list(_hidden_builds(home))
    for leftover in leftovers:
        shutil.rmtree(leftover)
    if leftovers:
        sync(builds_folder(home))


def remove_pointer(home: Path) -> None:
    """Leave `home` without a live build."""
    (home / CURRENT).unlink(missing_ok=True)
    sync(home)


def refuse_purged(home: Path, build: str) -> None:
    """Raises PurgedError when a build holds a report that was purged, BuildDamagedError when it cannot be read."""
    purged = {one.sha256: one for one in read_purges(home).tombstones}
    held = purged.keys() & {file.sha256 for file in files_of(build_folder(home, build) / STORE)} if purged else ()
    if held:
        newest = max(purged[sha256].purged for sha256 in held)
        raise PurgedError(
            f"Build {build} holds a report that was purged on {newest}.",
            "Choose a later build, or complete the purge with `rapporteur purge`.",
        )


def start_build(home: Path, build: str) -> Path:
    """Make the folder in which `build` is written."""
    builds_folder(home).mkdir(exist_ok=True)
    make_private(builds_folder(home))
    folder = _hidden(home, build)
    folder.mkdir(OWNERS_FOLDER)
    return folder


def publish(home: Path, build: str) -> None:
    """Make a written build durable, give it its name, and point CURRENT to it. Killed at any point, the home has either
    the old live build or the new one, whole."""
    staging = _hidden(home, build)
    for path in [*staging.rglob("*"), staging]:
        make_private(path)
        sync(path)
    staging.rename(build_folder(home, build))
    sync(builds_folder(home))
    _point_to(home, build)


def discard(home: Path, build: str) -> None:
    """Remove what was written of a build that will not be published."""
    shutil.rmtree(_hidden(home, build), ignore_errors=True)  # what stays goes at the next rebuild


def rollback(home: Path, to: str | None = None) -> str:
    """Make an earlier build live: `to`, or the newest whole one older than the live build; returns its id.

    When CURRENT is damaged or lost, every build counts as earlier. Raises IndexMissingError when there is no such
    build, BuildDamagedError, BuildMismatchError or PurgedError when `to` cannot be used.
    """
    if not home.is_dir():
        raise IndexMissingError(f"There is no index in {home}.", REBUILD)
    with exclusive(home), home_errors(home):
        builds = published_builds(home)
        chosen = _newest_usable(home, builds) if to is None else to
        if chosen not in builds:
            raise IndexMissingError(
                f"There is no {f'build {to}' if to else 'earlier whole build'} to go back to.",
                f"Builds here: {', '.join(builds) or 'none'}.",
            )
        check_build(home, chosen)
        _point_to(home, chosen)
        return chosen


def _newest_usable(home: Path, builds: list[str]) -> str | None:
    live = max(_live(home), default="~")
    for build in reversed(builds):
        if build >= live:
            continue
        try:
            check_build(home, build)
        except (BuildDamagedError, BuildMismatchError, PurgedError):
            continue
        return build
    return None


def check_build(home: Path, build: str) -> None:
    """Hold every byte of a build to its manifest. Raises BuildDamagedError, BuildMismatchError, and PurgedError when it
    holds a report that was purged."""
    folder = build_folder(home, build)
    check_files(read_manifest(folder), folder, whole=True)
    refuse_purged(home, build)


def _stamp(folder: Path) -> Stamp:
    found = []
    for file in sorted(folder.rglob("*")):
        try:
            status = file.stat()
        except OSError:
            continue  # it goes while it is looked at: the next look finds it gone
        if not stat.S_ISDIR(status.st_mode):
            found.append((file.name, status.st_ino, status.st_mtime_ns, status.st_size))
    return tuple(found)


def _live(home: Path) -> set[str]:
    """The live build's id; nothing when CURRENT is damaged or lost."""
    try:
        return {live_build(home)}
    except (IndexMissingError, BuildDamagedError):
        return set()


def _named_builds(home: Path) -> list[str]:
    folder = builds_folder(home)
    if not folder.exists():
        return []
    with home_errors(home):
        return [entry.name for entry in folder.iterdir() if _BUILD_ID.fullmatch(entry.name)]


def _hidden_builds(home: Path) -> Iterator[Path]:
    folder = builds_folder(home)
    entries = list(folder.iterdir()) if folder.exists() else []
    return (entry for entry in entries if entry.name.startswith(".") and _BUILD_ID.fullmatch(entry.name[1:]))


def _hidden(home: Path, build: str) -> Path:
    return builds_folder(home) / f".{build}"


def _point_to(home: Path, build: str) -> None:
    """Replace CURRENT atomically."""
    replace_file(home / CURRENT, f"{build}\n".encode("ascii"))
