"""Passages become vectors and a keyword index, published as an immutable build, opened by a Searcher."""

import os
import sys

# Before NumPy is loaded. A search multiplies matrices so small that a second thread of the BLAS mostly waits for the
# first: with another program at work on the other core, 15 ms go by where one thread takes less than one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Before torch is loaded. Its default build brings Triton, which compiles for graphics cards; nothing here uses one, and
# torch goes on without it. Loaded, it takes time and prints pages of leak warnings when the program ends.
sys.modules.setdefault("triton", None)  # type: ignore[arg-type]  # None: cannot be imported (the import system, 5.3.1)
