"""The home directory: builds, the pointer to the live one, the lock that rebuilds share.

home/builds/<build id>/   immutable once its name has no dot in front
home/builds/.<build id>/  being written; whatever is found there at the next rebuild was left by a killed one
home/CURRENT              the id of the live build; replaced atomically
home/LOCK                 held while a rebuild or a rollback is at work
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BuildDamagedError, HomeLockedError, IndexMissingError
from index.manifest import MANIFEST

REBUILD = "Run `rapporteur rebuild --corpus DIR --home DIR`."


def new_build_id() -> str:
    """An id that sorts by time: 20261124T120000123-1a2b3c."""
    return f"{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')[:-3]}-{secrets.token_hex(3)}"


def builds_folder(home: Path) -> Path:
    """Where the builds of `home` stand."""
    return home / "builds"


def build_folder(home: Path, build: str) -> Path:
    """Where one build stands."""
    return builds_folder(home) / build


def live_build(home: Path) -> str:
    """The id of the live build. Raises IndexMissingError when there is none, BuildDamagedError when the pointer names
    nothing."""
    try:
        name = (home / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise IndexMissingError(f"There is no index in {home}.", REBUILD) from error
    except UnicodeDecodeError as error:
        raise BuildDamagedError(f"{home / 'CURRENT'} is damaged.", REBUILD) from error
    if not name or "/" in name or name.startswith(".") or not build_folder(home, name).is_dir():
        raise BuildDamagedError(f"{home / 'CURRENT'} names {name!r}, which is no build.", f"{REBUILD[:-1]} anew.")
    return name


def published_builds(home: Path) -> list[str]:
    """The ids of all whole builds, oldest first."""
    folder = builds_folder(home)
    if not folder.is_dir():
        return []
    return sorted(b.name for b in folder.iterdir() if not b.name.startswith(".") and (b / MANIFEST).is_file())


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """Hold the home's lock. Raises HomeLockedError at once when another process holds it; a killed holder's lock is
    free again, since the system releases it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "LOCK").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise HomeLockedError(
                f"Another rebuild of {home} is at work (process {holder}).", "Wait until it has finished."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def clear_leftovers(home: Path) -> int:
    """Remove what killed rebuilds left; returns how many. Call it with the lock held."""
    leftovers = [home / "CURRENT.new", *builds_folder(home).glob(".*")]
    removed = 0
    for path in leftovers:
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
        else:
            continue
        removed += 1
    return removed


def start_build(home: Path, build: str) -> Path:
    """Make the folder in which `build` is written."""
    folder = builds_folder(home) / f".{build}"
    folder.mkdir(parents=True)
    return folder


def publish(home: Path, build: str) -> None:
    """Make a written build durable, give it its name, and point CURRENT to it. Killed at any point, the home has either
    the old live build or the new one, whole."""
    staging = builds_folder(home) / f".{build}"
    for path in [*staging.rglob("*"), staging]:
        _sync(path)
    staging.rename(build_folder(home, build))
    _sync(builds_folder(home))
    point_to(home, build)


def point_to(home: Path, build: str) -> None:
    """Replace CURRENT atomically."""
    new = home / "CURRENT.new"
    new.write_text(f"{build}\n", encoding="utf-8")
    _sync(new)
    new.replace(home / "CURRENT")
    _sync(home)


def retire(home: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` builds (at least one) and the live one; returns the ids removed."""
    live = live_build(home)
    old = [build for build in published_builds(home)[: -max(keep, 1)] if build != live]
    for build in old:
        # Renamed first, so that a kill half-way leaves a leftover and not a damaged build.
        doomed = builds_folder(home) / f".{build}"
        build_folder(home, build).rename(doomed)
        shutil.rmtree(doomed)
    return old


def rollback(home: Path, to: str | None = None) -> str:
    """Make an earlier build live: `to`, or the newest one older than the live build; returns its id. Raises
    IndexMissingError when there is no such build."""
    with exclusive(home):
        builds = published_builds(home)
        if to is None:
            earlier = [build for build in builds if build < _pointed_to(home)]
            to = earlier[-1] if earlier else ""
        if to not in builds:
            known = ", ".join(published_builds(home)) or "none"
            raise IndexMissingError(f"There is no {to or 'earlier build'} to go back to.", f"Builds here: {known}.")
        point_to(home, to)
        return to


def _pointed_to(home: Path) -> str:
    """The live build's id, or one later than any when CURRENT is damaged: then every whole build is an earlier one."""
    try:
        return live_build(home)
    except BuildDamagedError:
        return "~"


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
