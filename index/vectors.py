"""Inner-product search over unit vectors. The one module that imports FAISS.

Every vector is compared, in full precision in a small collection and with a byte for each number in a large one: at
100,000 passages that takes an eighth of the time and finds 99 of the exact 100 (`python -m eval.cost`). Inverted lists
and graphs would be faster still, but lose more, and lose most where a filter leaves little.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.errors import BuildDamagedError
from index.types import Vectors

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
EXACT_UP_TO = 20_000  # passages


def write_vectors(vectors: Vectors, file: Path) -> None:
    """Write an index of `vectors`, shape (passages, dimension); row i is passage row i."""
    size, dimension = vectors.shape
    if size <= EXACT_UP_TO:
        index = faiss.IndexFlatIP(dimension)
    else:
        index = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        index.train(np.ascontiguousarray(vectors))  # the range of each dimension
    index.add(np.ascontiguousarray(vectors))
    # Through Python's file, which tells what the disk refuses; FAISS's own loses what happens when it closes.
    with file.open("wb") as stream:
        faiss.write_index(index, faiss.PyCallbackIOWriter(stream.write))


class VectorIndex:
    """An open vector index. Rows are passage rows; scores are cosines, since all vectors have unit length."""

    def __init__(self, file: Path) -> None:
        try:
            self._index = faiss.read_index(str(file))
        except RuntimeError as error:
            raise BuildDamagedError(f"{file.name} cannot be read as a vector index.", "Run a rebuild.") from error
        self.size = int(self._index.ntotal)
        self.dimension = int(self._index.d)

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> tuple[Rows, Vectors]:
        """The `k` rows nearest to `query` (shape (dimension,)) among `allowed` (a mask over rows; None: all), best
        first, with their cosines. Fewer than `k` when fewer are allowed."""
        params = None
        if allowed is not None:
            k = min(k, int(allowed.sum()))
            bitmap = np.packbits(allowed, bitorder="little")
            params = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bitmap))
        k = min(k, self.size)
        if k == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        scores, rows = self._index.search(query[None, :], k, params=params)
        return rows[0], scores[0]

    def vector(self, row: int) -> Vectors:
        """The vector of one passage, shape (dimension,)."""
        vector: Vectors = self._index.reconstruct(row)
        return vector

    def all(self) -> Vectors:
        """Every vector as it is kept, shape (passages, dimension)."""
        vectors: Vectors = self._index.reconstruct_n(0, self.size)
        return vectors
