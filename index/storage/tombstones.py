"""What is remembered of reports that were purged: the hash of each file and the day, nothing of its content. While a
purge is at work, what it has still to do stands here too, so that whoever comes next can complete it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.errors import HomeUnusableError
from index.storage.disk import home_errors, replace_file
from index.storage.manifest import sealed

PURGED = "PURGED"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A file that was purged: its SHA-256, the day (ISO 8601), and the reason in the words of who purged it."""

    sha256: str
    purged: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A purge that has been ordered: the ids, the paths and the SHA-256 of the files of its reports, in whatever build,
    and what to search the home for in the end: words of theirs, and the keys of their embeddings in hexadecimal."""

    ids: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    sha256: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def with_all_of(self, other: Unfinished) -> Unfinished:
        """Both as one."""
        mine, theirs = asdict(self), asdict(other)
        return Unfinished(**{name: tuple(dict.fromkeys((*mine[name], *theirs[name]))) for name in mine})


@dataclass(frozen=True, slots=True)
class Purges:
    """All purges of a home: a tombstone for each file, and the purge that has not been finished, if there is one."""

    tombstones: tuple[Tombstone, ...] = ()
    unfinished: Unfinished | None = None

    @property
    def hashes(self) -> frozenset[str]:
        """The SHA-256 of each file that was purged."""
        return frozenset(one.sha256 for one in self.tombstones)

    def without(self, hashes: Iterable[str]) -> Purges:
        """The same, but for the tombstones of these files."""
        gone = set(hashes)
        return replace(self, tombstones=tuple(one for one in self.tombstones if one.sha256 not in gone))


def read_purges(home: Path) -> Purges:
    """The purges of `home`. Raises HomeUnusableError when they cannot be read: without them a purged file would be
    indexed again."""
    file = home / PURGED
    with home_errors(home):
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            return Purges()
    try:
        values = json.loads(content)
        del values["checksum"]
        whole = sealed(values) == content
        tombstones = tuple(Tombstone(**one) for one in values["tombstones"])
        unfinished = values["unfinished"]
        order = Unfinished(**{name: tuple(given) for name, given in unfinished.items()}) if unfinished else None
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise HomeUnusableError(
            f"{file}, which says what was purged, has been altered.",
            "Restore it from a snapshot; if you remove it, purged files are indexed again.",
        )
    return Purges(tombstones, order)


def written(purges: Purges) -> bytes:
    """The content of the file that says what was purged."""
    return sealed(asdict(purges))


def write_purges(home: Path, purges: Purges) -> None:
    """Remember what was purged, durably and at once. Raises HomeUnusableError."""
    with home_errors(home):
        replace_file(home / PURGED, written(purges))
