"""What a corpus folder holds. Every file that is not hidden is named in the result: as a source, as the sidecar of one,
as the glossary, or as a rejection."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from corpus.errors import RapporteurError
from corpus.formats import FORMATS, READERS
from corpus.glossary import GLOSSARY_FILES
from corpus.types import Rejection, Scan, SourceFile

SIDECAR_SUFFIXES = (".yaml", ".yml")


def scan(folder: Path) -> Scan:
    """Walk `folder` without reading any file. Names with a leading dot are no part of the corpus.

    Raises RapporteurError when there is no such folder or it cannot be listed.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise RapporteurError(f"The corpus folder {folder} {what}.", "Name the folder that holds the reports.")
    found: list[str] = []
    rejected: list[Rejection] = []
    for path, reason in _walk(folder, folder.resolve(), ""):
        if reason:
            rejected.append(Rejection(path, reason))
        else:
            found.append(path)
    glossaries = sorted(GLOSSARY_FILES.intersection(found))
    rejected += [Rejection(name, f"second glossary; {glossaries[0]} was taken") for name in glossaries[1:]]
    sources, misfits = _sort_out([path for path in found if path not in GLOSSARY_FILES])
    return Scan(tuple(sources), tuple(sorted(rejected + misfits, key=lambda r: r.path)), next(iter(glossaries), None))


def _walk(folder: Path, root: Path, prefix: str) -> Iterator[tuple[str, str | None]]:
    """(path, None) for every regular file below, (path, reason) for what cannot be taken."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        if not prefix:
            raise RapporteurError(f"The corpus folder {folder} cannot be listed: {error.strerror}.") from error
        yield prefix.rstrip("/"), f"folder cannot be listed: {error.strerror}"
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = prefix + entry.name
        if not _is_printable(path):
            yield _printable(path), "its name is not valid UTF-8; rename it"
        elif entry.is_symlink():
            yield path, _link_problem(Path(entry.path), root)
        elif entry.is_dir():
            yield from _walk(Path(entry.path), root, path + "/")
        elif entry.is_file():
            yield path, None
        else:
            yield path, "not a regular file (a pipe, socket or device); it was not opened"


def _link_problem(link: Path, root: Path) -> str | None:
    """Why a symbolic link is not followed, or None when it leads to a regular file inside the folder."""
    try:
        target = link.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError):
        return "symbolic link that leads nowhere"
    if not target.is_relative_to(root):
        return "symbolic link to a place outside the corpus folder; copy the file into the folder instead"
    if stat.S_ISDIR(mode):
        return "symbolic link to a folder; links to folders are not followed"
    if not stat.S_ISREG(mode):
        return "symbolic link to something that is not a regular file; it was not opened"
    return None


def _sort_out(paths: list[str]) -> tuple[list[SourceFile], list[Rejection]]:
    """Pair reports with their sidecars; what is neither is rejected."""
    reports = {path for path in paths if PurePosixPath(path).suffix.lower() in READERS}
    sidecars: dict[str, str] = {}
    rejected: list[Rejection] = []
    for path in sorted(paths):
        suffix = PurePosixPath(path).suffix
        if path in reports:
            continue
        if suffix.lower() not in SIDECAR_SUFFIXES:
            shown = f"format {suffix}" if suffix else "a file without a suffix"
            rejected.append(Rejection(path, f"{shown} is not read; use {FORMATS}"))
            continue
        report = path[: -len(suffix)]
        if report not in reports:
            rejected.append(Rejection(path, f"sidecar of a report that is not there (it would be named {report})"))
        elif report in sidecars:
            rejected.append(Rejection(path, f"second sidecar of {report}; {sidecars[report]} was taken"))
        else:
            sidecars[report] = path
    return [SourceFile(path, sidecars.get(path)) for path in sorted(reports)], rejected


def _is_printable(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _printable(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
