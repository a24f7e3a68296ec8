"""How sure a mean over questions is: percentile bootstrap (Efron, 1979), seeded, so that a report repeats itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from eval.types import Difference, Estimate

RESAMPLES = 2000
SEED = 20260101
LEVEL = (2.5, 97.5)


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of `values` with its 95 % interval; all zero when there are none."""
    if not values:
        return Estimate(0.0, 0.0, 0.0, 0)
    low, high = _interval(np.asarray(values, dtype=np.float64))
    return Estimate(float(np.mean(values)), low, high, len(values))


def compare(first: Mapping[str, float], second: Mapping[str, float]) -> Difference:
    """The mean of first - second over the questions both have, resampled in pairs."""
    shared = sorted(first.keys() & second.keys())
    if not shared:
        return Difference(0.0, 0.0, 0.0, 0, 0, 0)
    differences = np.asarray([first[id_] - second[id_] for id_ in shared], dtype=np.float64)
    low, high = _interval(differences)
    better, worse = int(np.sum(differences > 0)), int(np.sum(differences < 0))
    return Difference(float(np.mean(differences)), low, high, len(shared), better, worse)


def _interval(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    generator = np.random.default_rng(SEED)
    picks = generator.integers(0, len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), LEVEL)
    return float(low), float(high)
