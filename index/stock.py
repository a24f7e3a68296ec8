"""Taking stock of a corpus folder: each input with a fingerprint of its bytes, so that only what changed is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import FileRejectedError
from corpus.read import read_bytes
from corpus.scan import scan
from corpus.types import Rejection, SourceFile
from index.types import Duplicate


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
    """Everything in a corpus folder. Rejections come with a fingerprint of what was rejected; `copies` are inputs whose
    bytes are those of an original, and carry no sidecar of their own."""

    originals: tuple[Input, ...]
    copies: tuple[tuple[Duplicate, str], ...]
    rejected: tuple[tuple[Rejection, str], ...]

    def fingerprints(self) -> dict[str, str]:
        """Every input's path and fingerprint, whatever became of it."""
        found = {original.source.path: original.fingerprint for original in self.originals}
        found |= {duplicate.path: fingerprint for duplicate, fingerprint in self.copies}
        return found | {rejection.path: fingerprint for rejection, fingerprint in self.rejected}


def take_stock(folder: Path, max_bytes: int) -> Stock:
    """Scan `folder` and hash every file once. A file that cannot be read is rejected with the reason."""
    found = scan(folder)
    inputs: list[Input] = []
    rejected = [(rejection, f"unread: {rejection.reason}") for rejection in found.rejected]
    for source in found.sources:
        try:
            inputs.append(_hashed(folder, source, max_bytes))
        except FileRejectedError as error:
            rejected.append((Rejection(source.path, error.message), f"unread: {error.message}"))
    originals, copies = _copies_apart(inputs)
    return Stock(tuple(originals), tuple(copies), tuple(rejected))


def digest(fingerprints: dict[str, str]) -> str:
    """One fingerprint for a whole corpus."""
    whole = hashlib.sha256()
    for path, fingerprint in sorted(fingerprints.items()):
        whole.update(f"{path}\0{fingerprint}\0".encode())
    return whole.hexdigest()


def _hashed(folder: Path, source: SourceFile, max_bytes: int) -> Input:
    sha256 = hashlib.sha256(read_bytes(folder / source.path, max_bytes)).hexdigest()
    if source.sidecar is None:
        return Input(source, sha256)
    return Input(source, sha256, hashlib.sha256(read_bytes(folder / source.sidecar, max_bytes)).hexdigest())


def _copies_apart(inputs: Iterable[Input]) -> tuple[list[Input], list[tuple[Duplicate, str]]]:
    """The first path with given bytes is the original; one with a sidecar is preferred, since somebody described it."""
    ordered = sorted(inputs, key=lambda i: (i.source.sidecar is None, i.source.path))
    first: dict[str, Input] = {}
    copies = []
    for item in ordered:
        original = first.setdefault(item.sha256, item)
        if original is not item:
            copies.append((Duplicate(item.source.path, original.source.path), item.fingerprint))
    originals = sorted(first.values(), key=lambda i: i.source.path)
    return originals, sorted(copies, key=lambda copy: copy[0].path)
