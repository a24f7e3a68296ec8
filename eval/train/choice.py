"""Conditional logit: weights by which a right row comes first among the rows of one question.

McFadden, "Conditional logit analysis of qualitative choice behavior", 1974; as a loss of a ranking it is that of ListNet
for the first place (Cao et al., ICML 2007). Of several right rows any may come first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from eval.train.logistic import Array

STEPS = 200
CLOSE = 1e-9


def fit_choice(
    questions: Sequence[Array], right: Sequence[npt.NDArray[np.bool_]], counts: Sequence[float], ridge: float
) -> Array:
    """A weight for each column of the rows, to be applied to rows as they are. `questions` have shape (rows, columns)
    and at least one `right` row each; every question counts `counts` times. The penalty is on weights for columns of
    spread 1. A column that is the same in all rows gets the weight 0. Raises ValueError where there is no question."""
    if not questions:
        raise ValueError("No question has a right row.")
    spread = np.vstack(questions).std(axis=0)
    scales = np.where(spread < CLOSE, np.inf, spread)
    scaled = [rows / scales for rows in questions]

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = 0.5 * ridge * float(weights @ weights), ridge * weights
        for rows, own, count in zip(scaled, right, counts, strict=True):
            scores = rows @ weights
            total += count * float(logsumexp(scores) - logsumexp(scores[own]))
            slope = slope + count * (softmax(scores) @ rows - softmax(scores[own]) @ rows[own])
        return total, slope

    made: Array = minimize(loss, np.zeros(len(scales)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return made / scales
