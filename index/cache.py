"""Embeddings that were computed once, by the text they were computed from. Losing them costs time, nothing else."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.types import Vectors

BATCH = 500


def embedding_key(text: str) -> bytes:
    """The key of an embedded text: its SHA-256, shortened to 16 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


class EmbeddingCache:
    """The embeddings of one model, in `folder`. Each is stored with a CRC-32; one that does not match is not there."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{fingerprint[:16]}.sqlite"
        try:
            self._db = self._open()
        except sqlite3.DatabaseError:
            # A cache that cannot be read is started anew: its content can be computed again.
            self._file.unlink()
            self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._file)
        db.execute(
            "CREATE TABLE IF NOT EXISTS embeddings (key BLOB PRIMARY KEY, crc INTEGER, vector BLOB) WITHOUT ROWID"
        )
        return db

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Vectors]:
        """The vectors that are there, by key."""
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, Vectors] = {}
        for first in range(0, len(wanted), BATCH):
            part = wanted[first : first + BATCH]
            query = f"SELECT key, crc, vector FROM embeddings WHERE key IN ({','.join('?' * len(part))})"
            for key, crc, blob in self._db.execute(query, part):
                if zlib.crc32(blob) == crc:
                    found[key] = np.frombuffer(blob, dtype=np.float32)
        return found

    def put(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Store `vectors`, one row for each key, and make them durable."""
        rows = [(key, zlib.crc32(v.tobytes()), v.tobytes()) for key, v in zip(keys, vectors, strict=True)]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", rows)

    def keep_only(self, keys: set[bytes]) -> int:
        """Forget every embedding but those of `keys`; returns how many were forgotten."""
        gone = [(key,) for (key,) in self._db.execute("SELECT key FROM embeddings") if key not in keys]
        if gone:
            with self._db:
                self._db.executemany("DELETE FROM embeddings WHERE key = ?", gone)
            self._db.execute("VACUUM")
        return len(gone)
