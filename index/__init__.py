"""Passages become vectors and a keyword index, published as an immutable build, opened by a Searcher."""

import os

# Before NumPy is loaded. A search multiplies matrices so small that a second thread of the BLAS mostly waits for the
# first: with another program at work on the other core, 15 ms go by where one thread takes less than one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
