"""Logistic regression with a ridge penalty, whose signs may be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

Array = npt.NDArray[np.float64]
STEPS = 50
CLOSE = 1e-8


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted model: `weights` apply to (x - means) / scales."""

    weights: Array
    means: Array
    scales: Array
    bias: float

    def probabilities(self, x: Array) -> Array:
        """The probability of 1 for each row of `x`, shape (rows, features)."""
        return _sigmoid((x - self.means) / self.scales @ self.weights + self.bias)


def fit(x: Array, y: Array, counts: Array, ridge: float) -> Logistic:
    """Fit to rows `x` with outcomes `y` (0 or 1), each counting `counts` times. The bias is not penalised. A feature
    that is the same in all rows gets the weight 0."""
    means = np.average(x, axis=0, weights=counts)
    scales = np.sqrt(np.average((x - means) ** 2, axis=0, weights=counts))
    scales[scales < CLOSE] = 1.0
    if not x.shape[1]:
        share = float(np.average(y, weights=counts))
        return Logistic(np.zeros(0), means, scales, float(np.log(share / (1 - share))))
    model = LogisticRegression(C=1 / ridge, solver="newton-cholesky", tol=CLOSE, max_iter=STEPS)
    model.fit((x - means) / scales, y, sample_weight=counts)
    return Logistic(model.coef_[0], means, scales, float(model.intercept_[0]))


def fit_signed(x: Array, y: Array, counts: Array, ridge: float, signs: Sequence[int]) -> Logistic:
    """The same with the sign of each weight given (1 or -1): one at a time, the feature whose weight goes furthest the
    wrong way is left out, until none does. Its weight is 0."""
    kept = np.arange(x.shape[1])
    wanted = np.asarray(signs)
    while True:
        model = fit(x[:, kept], y, counts, ridge)
        against = model.weights * wanted[kept]
        if not len(kept) or against.min() >= 0:
            break
        kept = np.delete(kept, int(against.argmin()))
    weights, means, scales = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.ones(x.shape[1])
    weights[kept], means[kept], scales[kept] = model.weights, model.means, model.scales
    return Logistic(weights, means, scales, model.bias)


def _sigmoid(values: Array) -> Array:
    result: Array = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return result
