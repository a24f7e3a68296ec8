"""A home in one file: a tar archive, which any archive program opens, and behind its end the SHA-256 of all of it.

In it are the pointer to the live build, the builds that are whole, the embedding cache, and what was purged. A snapshot
gets its name, and a restored home its place, once every byte has been checked where it was unpacked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.errors import (
    BuildDamagedError,
    BuildMismatchError,
    HomeUnusableError,
    IndexMissingError,
    PurgedError,
    SnapshotRefusedError,
)
from index.storage.disk import OWNERS_FILE, UNFINISHED, home_errors, make_private, sync
from index.storage.home import CURRENT, REBUILD, build_folder, check_build, live_build, published_builds, tidy
from index.storage.lock import exclusive
from index.storage.tombstones import PURGED, read_purges

# What stands behind the archive: this, 64 hexadecimal digits, and a line's end.
MARK = b"\nrapporteur snapshot, format 1, sha256 "
TRAILER = len(MARK) + 65
AT_ONCE = 2**20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is in a snapshot: the live build and all builds. `left_out` are builds that are kept, but damaged."""

    build: str
    builds: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def write_snapshot(home: Path, file: Path) -> Snapshot:
    """Write a snapshot of `home` to the new `file`, and try it by restoring it beside its place.

    Raises IndexMissingError, BuildDamagedError and BuildMismatchError when the live build cannot be used,
    HomeLockedError, HomeUnusableError, and SnapshotRefusedError when a purge has not been finished, when `file` is
    there already or lies in the home, and when the system refuses to write it.
    """
    if not home.is_dir():
        raise IndexMissingError(f"There is no index in {home}.", REBUILD)
    if file.resolve().is_relative_to(home.resolve()):
        raise SnapshotRefusedError(f"{file} lies inside the home {home}.", "Name a file elsewhere.")
    if file.exists():
        raise SnapshotRefusedError(f"There is a file {file} already.", "Name a new one.")
    with exclusive(home):
        tidy(home, len(published_builds(home)))
        live = live_build(home)
        check_build(home, live)
        if read_purges(home).unfinished is not None:
            raise SnapshotRefusedError("A purge has not been finished.", "Complete it with `rapporteur purge`.")
        kept = published_builds(home)
        whole = tuple(build for build in kept if build == live or _is_whole(home, build))
        with _written(file) as new:
            _pack(home, whole, new)
            with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as folder:
                restore_snapshot(new, Path(folder) / "home")
    return Snapshot(live, whole, tuple(build for build in kept if build not in whole))


def restore_snapshot(file: Path, home: Path) -> Snapshot:
    """Make `home`, which must be empty or not there, from the snapshot `file`.

    Raises SnapshotRefusedError when any byte of the snapshot was altered, BuildMismatchError when this program does not
    read its builds, and HomeUnusableError when the home is not empty or the system refuses. Nothing is then left.
    """
    _check_bytes(file)
    with home_errors(home):
        if home.exists() and (not home.is_dir() or any(home.iterdir())):
            raise HomeUnusableError(f"The home {home} is not empty.", "Name a new folder with --home.")
        home.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
        try:
            _unpack(file, staging)
            restored = _checked(file, staging)
            for path in [*staging.rglob("*"), staging]:
                make_private(path)
                sync(path)
            staging.replace(home)
            sync(home.parent)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)  # what stays is hidden, and no home
            raise
    return restored


@contextmanager
def _written(file: Path) -> Iterator[Path]:
    """Another name for a new file, which has its own at the end of the block when all went well."""
    new = file.with_name(f"{file.name}{UNFINISHED}")
    try:
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNERS_FILE))
        yield new
        new.replace(file)
        sync(file.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise SnapshotRefusedError(
            f"The snapshot cannot be written to {error.filename or file}: {error.strerror or error}.",
            "Name another place, or free space there.",
        ) from error
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _pack(home: Path, builds: Sequence[str], file: Path) -> None:
    with tarfile.open(file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in _files(home, builds):
            member = tarfile.TarInfo(path.relative_to(home).as_posix())
            member.size, member.mode = path.stat().st_size, OWNERS_FILE
            with path.open("rb") as content:
                archive.addfile(member, content)
    with file.open("rb+") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        stream.seek(0, os.SEEK_END)
        stream.write(_trailer(digest.hexdigest()))
    sync(file)


def _trailer(sha256: str) -> bytes:
    return MARK + sha256.encode() + b"\n"


def _files(home: Path, builds: Sequence[str]) -> Iterator[Path]:
    yield from (path for path in (home / CURRENT, home / PURGED) if path.exists())
    for folder in (*(build_folder(home, build) for build in builds), home / "cache"):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _check_bytes(file: Path) -> None:
    try:
        size = file.stat().st_size - TRAILER
        digest = hashlib.sha256()
        with file.open("rb") as stream:
            left = size
            while left > 0 and (piece := stream.read(min(AT_ONCE, left))):
                digest.update(piece)
                left -= len(piece)
            trailer = stream.read()
    except OSError as error:
        raise SnapshotRefusedError(f"{file} cannot be read: {error.strerror}.", "Name a snapshot.") from error
    if trailer != _trailer(digest.hexdigest()):
        raise _damaged(file, "its checksum differs")


def _unpack(file: Path, folder: Path) -> None:
    """Unpack the regular files of a snapshot, at paths below `folder` only."""
    try:
        with tarfile.open(file, mode="r:") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                path = PurePosixPath(member.name)
                if content is None or path.is_absolute() or ".." in path.parts:
                    raise _damaged(file, f"it has {member.name!r}, which no home has")
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                with content, target.open("xb") as stream:
                    shutil.copyfileobj(content, stream, AT_ONCE)
    except tarfile.TarError as error:
        raise _damaged(file, str(error)) from error


def _checked(file: Path, home: Path) -> Snapshot:
    """What is in an unpacked home, all of it whole."""
    try:
        live, builds = live_build(home), published_builds(home)
        for build in builds:
            check_build(home, build)
    except (BuildDamagedError, IndexMissingError, PurgedError) as error:
        raise _damaged(file, error.message) from error
    return Snapshot(live, tuple(builds))


def _is_whole(home: Path, build: str) -> bool:
    try:
        check_build(home, build)
    except (BuildDamagedError, BuildMismatchError, PurgedError):
        return False  # it is told as one that was left out
    return True


def _damaged(file: Path, reason: str) -> SnapshotRefusedError:
    return SnapshotRefusedError(f"{file} is no whole snapshot: {reason}.", "Restore another one.")
