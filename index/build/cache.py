"""Embeddings that were computed once, by the text they were computed from. Losing them costs time, nothing else."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus.types import EmbeddingText
from index.errors import BuildDamagedError, BuildMismatchError
from index.storage.disk import home_errors, make_private, sqlite_code
from index.storage.home import build_folder, published_builds
from index.storage.manifest import STORE, read_manifest
from index.storage.store import embedding_keys
from index.types import Embedding

T = TypeVar("T")

BATCH = 500
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
TABLE = (
    "CREATE TABLE IF NOT EXISTS embeddings (key BLOB PRIMARY KEY, crc INTEGER, rows INTEGER, vectors BLOB, "
    "words INTEGER, word_vectors BLOB) "
    "WITHOUT ROWID"
)


def embedding_key(text: EmbeddingText) -> bytes:
    """The key of an embedded text: the SHA-256 of it and its windows, shortened to 16 bytes."""
    return hashlib.sha256(f"{text.windows}\0{text.text}".encode("utf-8", "surrogatepass")).digest()[:16]


def cache_file(folder: Path, fingerprint: str) -> Path:
    """Where the embeddings of one model are kept."""
    return folder / f"{fingerprint[:16]}-5.sqlite"  # 5: the form of its rows


def kept_embeddings(home: Path) -> tuple[set[bytes], set[str]]:
    """The keys of all embeddings that a whole build of `home` holds, and the fingerprints of their models."""
    keys: set[bytes] = set()
    fingerprints: set[str] = set()
    for build in published_builds(home):
        folder = build_folder(home, build)
        try:
            fingerprints.add(read_manifest(folder).fingerprint)
            keys |= embedding_keys(folder / STORE)
        except (BuildDamagedError, BuildMismatchError):
            continue
    return keys, fingerprints


def forget_models(folder: Path, fingerprints: Iterable[str]) -> None:
    """Remove the embeddings of all models but these."""
    kept = {cache_file(folder, fingerprint).name for fingerprint in fingerprints}
    for file in folder.glob("*.sqlite*"):  # the journals of killed rebuilds too
        if file.name.removesuffix("-journal") not in kept:
            file.unlink()


class EmbeddingCache:
    """The embeddings of one model, in `folder`: for each text its vectors and those of its words. Each is
    stored with a CRC-32; one that does not match is not there, and a file that cannot be read as a database is started
    anew. Methods raise HomeUnusableError when the disk refuses."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._file = cache_file(folder, fingerprint)
        with home_errors(folder.parent):
            folder.mkdir(parents=True, exist_ok=True)
            make_private(folder)
            self._db = sqlite3.connect(self._file)
        self._do(lambda: self._db.execute(TABLE), None)
        with home_errors(folder.parent):
            make_private(self._file)

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Embedding]:
        """The embeddings that are there, by key."""
        wanted = list(dict.fromkeys(keys))
        return self._do(lambda: self._get(wanted), {})

    def put(self, keys: Sequence[bytes], embeddings: Sequence[Embedding]) -> None:
        """Store one embedding for each key, and make them durable."""
        rows = []
        for key, one in zip(keys, embeddings, strict=True):
            vectors, words = one.vectors.tobytes(), one.words.tobytes()
            rows.append((key, zlib.crc32(words, zlib.crc32(vectors)), len(one.vectors), vectors, len(one.words), words))
        self._do(lambda: self._put(rows), None)

    def keep_only(self, keys: set[bytes]) -> int:
        """Forget every embedding but those of `keys`; returns how many were forgotten."""
        return self._do(lambda: self._keep_only(keys), 0)

    def vacuum(self) -> None:
        """Write the whole file again, so that nothing of what was forgotten is left in it."""
        self._do(lambda: self._db.execute("VACUUM"), None)

    def _get(self, wanted: Sequence[bytes]) -> dict[bytes, Embedding]:
        found: dict[bytes, Embedding] = {}
        for first in range(0, len(wanted), BATCH):
            part = wanted[first : first + BATCH]
            query = f"SELECT * FROM embeddings WHERE key IN ({','.join('?' * len(part))})"
            for key, crc, rows, vectors, words, word_vectors in self._db.execute(query, part):
                if zlib.crc32(word_vectors, zlib.crc32(vectors)) == crc:
                    found[key] = Embedding(
                        np.frombuffer(vectors, dtype=np.float16).reshape(rows, -1),
                        np.frombuffer(word_vectors, dtype=np.int8).reshape(words, -1),
                    )
        return found

    def _put(self, rows: Sequence[tuple[bytes, int, int, bytes, int, bytes]]) -> None:
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _keep_only(self, keys: set[bytes]) -> int:
        gone = [(key,) for (key,) in self._db.execute("SELECT key FROM embeddings") if key not in keys]
        with self._db:
            self._db.executemany("DELETE FROM embeddings WHERE key = ?", gone)
        if self._pragma("freelist_count") > self._pragma("page_count") // 2:
            self._db.execute("VACUUM")  # writes the whole file again, so only when most of it is waste
        return len(gone)

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def _do(self, work: Callable[[], T], lost: T) -> T:
        """The result of `work`, or `lost` when the file turned out to be damaged: then it starts anew."""
        with home_errors(self._file.parent.parent):
            try:
                return work()
            except sqlite3.DatabaseError as error:
                if sqlite_code(error) not in DAMAGED:
                    raise
            self._db.close()
            for file in (self._file, self._file.with_name(f"{self._file.name}-journal")):
                file.unlink(missing_ok=True)
            self._db = sqlite3.connect(self._file)
            self._db.execute(TABLE)
            return lost
