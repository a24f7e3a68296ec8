"""Taking stock of a corpus folder: each input with a fingerprint of its bytes, so that only what changed is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import FileRejectedError
from corpus.glossary import read_glossary
from corpus.read import read_bytes
from corpus.scan import scan
from corpus.types import Rejection, SourceFile
from index.lexical.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Input:
    """A readable input: SHA-256 of its file, and of its sidecar where it has one."""

    source: SourceFile
    sha256: str
    sidecar_sha256: str = ""

    @property
    def fingerprint(self) -> str:
        """Changes with any byte of the file or its sidecar."""
        return f"{self.sha256}+{self.sidecar_sha256}" if self.source.sidecar else self.sha256


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything in a corpus folder. `groups` are inputs of equal bytes, each with the one to be read first; rejections
    come with a fingerprint of what was rejected. `glossary` is the one that people keep, empty where there is none.
    `purged` are files that are left out because they were purged."""

    groups: tuple[tuple[Input, ...], ...]
    rejected: tuple[tuple[Rejection, str], ...]
    glossary: Glossary
    purged: tuple[Input, ...] = ()

    def inputs(self) -> list[Input]:
        """Every readable input, by path."""
        return sorted((one for group in self.groups for one in group), key=lambda one: one.source.path)

    def fingerprints(self) -> dict[str, str]:
        """The path and fingerprint of every input but the purged ones, whatever becomes of it; the glossary's too."""
        found = {one.source.path: one.fingerprint for one in self.inputs()}
        found.update((rejection.path, fingerprint) for rejection, fingerprint in self.rejected)
        return {**found, **self.glossary.sources}


def take_stock(folder: Path, max_bytes: int, purged: Set[str] = frozenset()) -> Stock:
    """Scan `folder` and hash every file once. A file that cannot be read is rejected with the reason; one whose SHA-256
    is among `purged` is set apart, so that not even its name comes into a build."""
    found = scan(folder)
    inputs: list[Input] = []
    left_out: list[Input] = []
    rejected = [(rejection, _unread(rejection.reason)) for rejection in found.rejected]
    for source in found.sources:
        try:
            one = _hashed(folder, source, max_bytes)
            (left_out if one.sha256 in purged else inputs).append(one)
        except FileRejectedError as error:
            rejected.append((Rejection(source.path, str(error)), _unread(str(error))))
    glossary = Glossary()
    if found.glossary:
        glossary, unusable = _glossary(folder, found.glossary, max_bytes)
        rejected += unusable
    return Stock(_grouped(inputs), tuple(rejected), glossary, tuple(left_out))


def fingerprint_after(folder: Path, one: Input, max_bytes: int, read: str | None = None) -> str:
    """The fingerprint to remember for an input that has been read: its own when its files are still as stock was taken
    and the bytes read had the SHA-256 `read` (None: nothing was read). Otherwise one that no file ever has, so that the
    next rebuild reads it again."""
    try:
        settled = _hashed(folder, one.source, max_bytes) == one
    except FileRejectedError as error:
        return _unread(str(error))
    return one.fingerprint if settled and read in (None, one.sha256) else _unread("changed while it was read")


def digest(fingerprints: dict[str, str]) -> str:
    """One fingerprint for a whole corpus."""
    whole = hashlib.sha256()
    for path, fingerprint in sorted(fingerprints.items()):
        whole.update(f"{path}\0{fingerprint}\0".encode())
    return whole.hexdigest()


def _unread(reason: str) -> str:
    return f"unread: {reason}"


def _hashed(folder: Path, source: SourceFile, max_bytes: int) -> Input:
    sha256 = hashlib.sha256(read_bytes(folder / source.path, max_bytes)).hexdigest()
    if source.sidecar is None:
        return Input(source, sha256)
    try:
        beside = read_bytes(folder / source.sidecar, max_bytes)
    except FileRejectedError as error:
        raise FileRejectedError(f"its sidecar {PurePosixPath(source.sidecar).name}: {error}") from error
    return Input(source, sha256, hashlib.sha256(beside).hexdigest())


def _glossary(folder: Path, path: str, max_bytes: int) -> tuple[Glossary, list[tuple[Rejection, str]]]:
    """The glossary at `path`; or none, and the rejection of the file with its fingerprint."""
    sha256 = ""
    try:
        content = read_bytes(folder / path, max_bytes)
        sha256 = hashlib.sha256(content).hexdigest()
        return Glossary(read_glossary(content), {path: sha256}), []
    except FileRejectedError as error:
        return Glossary(), [(Rejection(path, str(error)), sha256 or _unread(str(error)))]


def _grouped(inputs: Iterable[Input]) -> tuple[tuple[Input, ...], ...]:
    """Inputs of equal bytes together, groups by the path of their first. First in a group is the path that comes first,
    but one with a sidecar is preferred, since somebody described it."""
    groups: dict[str, list[Input]] = {}
    for one in sorted(inputs, key=lambda one: (one.source.sidecar is None, one.source.path)):
        groups.setdefault(one.sha256, []).append(one)
    return tuple(sorted(map(tuple, groups.values()), key=lambda group: group[0].source.path))
