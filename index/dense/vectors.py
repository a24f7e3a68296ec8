"""Inner-product search over unit vectors. The one module that imports FAISS.

In a small collection every vector is compared in full precision. In a large one every vector is compared twice as
roughly as it is kept: by codes of half a byte for two numbers, looked up in registers (André, Kermarrec and Le
Scouarnec, "Quicker ADC", TPAMI 2021), and the best of them once more with a byte for each number. At 100,000 passages
that takes a twelfth of the time of full precision and finds 99 of the exact 100 (`python -m eval.speed.cost`). Where a
filter is set, the bytes of all that passes it are compared: inverted lists and graphs lose most there.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from index.errors import BuildDamagedError
from index.types import Mask, Rows, Vectors

EXACT_UP_TO = 20_000  # passages
# Vectors that the codes are learnt from, and how many more than wanted are compared by their bytes.
LEARNT_FROM = 20_000
COMPARED_AGAIN = 10

# One question is too little work to share.
faiss.omp_set_num_threads(1)


def write_vectors(vectors: Vectors, file: Path) -> None:
    """Write an index of `vectors`, shape (passages, dimension); row i is passage row i."""
    size, dimension = vectors.shape
    vectors = np.ascontiguousarray(vectors)
    if size <= EXACT_UP_TO:
        index = faiss.IndexFlatIP(dimension)
    else:
        precise = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        precise.train(vectors)  # the range of each dimension
        pairs = dimension // 2 if dimension % 2 == 0 else dimension
        rough = faiss.IndexPQFastScan(dimension, pairs, 4, faiss.METRIC_INNER_PRODUCT)
        rough.train(vectors[np.random.default_rng(0).choice(size, min(size, LEARNT_FROM), replace=False)])
        index = faiss.IndexRefine(rough, precise)
        index.k_factor = COMPARED_AGAIN
    index.add(vectors)
    # Through Python's file, which tells what the disk refuses; FAISS's own loses what happens when it closes.
    with file.open("wb") as stream:
        faiss.write_index(index, faiss.PyCallbackIOWriter(stream.write))


class VectorIndex:
    """An open vector index. Rows are passage rows; scores are cosines, since all vectors have unit length."""

    def __init__(self, file: Path) -> None:
        try:
            read = faiss.read_index(str(file))
        except RuntimeError as error:
            raise BuildDamagedError(f"{file.name} cannot be read as a vector index.", "Run a rebuild.") from error
        # What it is read from owns the part that compares with filters.
        self._index = read
        self._every = faiss.downcast_index(read.refine_index) if isinstance(read, faiss.IndexRefine) else read
        self.size = int(read.ntotal)
        self.dimension = int(read.d)

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> tuple[Rows, Vectors]:
        """The `k` rows nearest to `query` (shape (dimension,)) among `allowed` (a mask over rows; None: all), best
        first, with their cosines. Fewer than `k` when fewer are allowed."""
        k = min(k, self.size if allowed is None else int(allowed.sum()))
        if k == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if allowed is None:
            scores, rows = self._index.search(query[None, :], k)
        else:
            bitmap = np.packbits(allowed, bitorder="little")
            params = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bitmap))
            scores, rows = self._every.search(query[None, :], k, params=params)
        return rows[0], scores[0]

    def vector(self, row: int) -> Vectors:
        """The vector of one passage, shape (dimension,)."""
        vector: Vectors = self._every.reconstruct(row)
        return vector

    def all(self) -> Vectors:
        """Every vector as it is kept, shape (passages, dimension)."""
        vectors: Vectors = self._every.reconstruct_n(0, self.size)
        return vectors
