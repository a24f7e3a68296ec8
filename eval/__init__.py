"""Questions with judged quotes become metrics; benchmarks."""

import index  # noqa: F401  # says how many threads NumPy may use, before it is loaded
