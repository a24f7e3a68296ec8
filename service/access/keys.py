"""Named keys of the API. What is kept of a key is its SHA-256 alone, in a file beside the home: a key holds 256 bits of
chance, so that no slow hash is needed, and the file gives nobody access."""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from index.storage.disk import sync
from service.errors import KeyNameError, KeysUnusableError

PREFIX = "rapporteur_"  # by which a scanner for secrets knows one
_NAME = re.compile(r"[\w.-]{1,64}", re.ASCII)
_REMEDY = "Restore it from a backup, or remove it and make new keys with `rapporteur keys add NAME`."


class Scope(StrEnum):
    """What a key is good for."""

    READ = "read"  # pages, reports, the API
    OPERATE = "operate"  # figures of the service itself


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key. `created` is a time in UTC, in ISO 8601."""

    name: str
    hash: str
    scopes: tuple[Scope, ...]
    created: str


def keys_file(home: Path) -> Path:
    """Where the keys for `home` are kept: beside it, so that they outlive it and are in no copy of it."""
    home = home.resolve()
    return home.with_name(f"{home.name}.keys.json")


def read_keys(file: Path) -> tuple[Key, ...]:
    """The keys in `file`, in the order in which they were added; none where there is no file.

    Raises KeysUnusableError for a file that cannot be read or understood.
    """
    with _file_errors(file):
        try:
            written = file.read_bytes()
        except FileNotFoundError:
            return ()
    try:
        return tuple(
            Key(str(one["name"]), str(one["hash"]), tuple(Scope(scope) for scope in one["scopes"]), str(one["created"]))
            for one in json.loads(written)["keys"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise KeysUnusableError(f"The file of keys {file} cannot be understood.", _REMEDY) from error


def add_key(file: Path, name: str, scopes: Sequence[Scope] = (Scope.READ,)) -> str:
    """Add a key; returns it, for the only time. Raises KeyNameError for a name that is taken or is none."""
    if not _NAME.fullmatch(name):
        raise KeyNameError(
            f"{name!r} cannot be the name of a key.",
            "Use up to 64 letters without accents, digits, dots, hyphens and underscores.",
        )
    key = PREFIX + secrets.token_urlsafe(32)
    with _changing(file) as keys:
        if any(one.name == name for one in keys):
            raise KeyNameError(f"There is a key {name} already.", "Choose another name, or remove that key first.")
        created = datetime.now(UTC).isoformat(timespec="seconds")
        _write(file, [*keys, Key(name, hash_of(key), tuple(dict.fromkeys(scopes)), created)])
    return key


def remove_key(file: Path, name: str) -> int:
    """Remove a key; returns how many are left. Raises KeyNameError where there is none of that name."""
    with _changing(file) as keys:
        left = [one for one in keys if one.name != name]
        if len(left) == len(keys):
            raise KeyNameError(f"There is no key {name!r}.", "See `rapporteur keys list`.")
        _write(file, left)
        return len(left)


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def key_of(keys: Sequence[Key], given: str) -> Key | None:
    """The one of `keys` that was given, or None. How long that takes says nothing of how near it came."""
    hashed = hash_of(given)
    found = [one for one in keys if compare_digest(one.hash.encode(), hashed.encode())]
    return found[0] if found else None


class LiveKeys:
    """The keys in a file as they are now: it is read again whenever it was replaced."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def current(self) -> tuple[Key, ...]:
        """The keys. Raises as `read_keys` does, and again until the file is mended."""
        with _file_errors(self._file):
            try:
                status = self._file.stat()
            except FileNotFoundError:
                self._seen, self._keys = None, ()
                return ()
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if stamp != self._seen:
            self._keys = read_keys(self._file)
            self._seen = stamp
        return self._keys


@contextmanager
def _file_errors(file: Path) -> Iterator[None]:
    """Turn what the system refuses about `file` into KeysUnusableError."""
    try:
        yield
    except OSError as error:
        raise KeysUnusableError(
            f"The file of keys {file} cannot be used: {error.strerror or error}.", "Check who owns it and the disk."
        ) from error


@contextmanager
def _changing(file: Path) -> Iterator[tuple[Key, ...]]:
    """The keys, which nobody else changes until the end of the block."""
    with _file_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(file.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with _file_errors(file):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield read_keys(file)  # the lock goes with the descriptor
    finally:
        os.close(folder)


def _write(file: Path, keys: Sequence[Key]) -> None:
    """Replace the file atomically, readable by its owner alone."""
    new = file.with_name(f"{file.name}.new")
    with _file_errors(file):
        new.unlink(missing_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as written:
            json.dump({"keys": [asdict(one) for one in keys]}, written, indent=1)
        sync(new)
        new.replace(file)
        sync(file.parent)
