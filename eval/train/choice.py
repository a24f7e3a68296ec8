"""Conditional logit: weights by which a right row comes first among the rows of one question.

McFadden, "Conditional logit analysis of qualitative choice behavior", 1974; as a loss of a ranking it is that of
ListNet for the first place (Cao et al., ICML 2007). Of several right rows any may come first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

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
    rows, is_right = np.vstack(questions), np.concatenate(right)
    sizes = [len(one) for one in questions]
    firsts = np.cumsum([0, *sizes[:-1]])
    own = np.repeat(np.arange(len(sizes)), sizes)
    count = np.asarray(counts, dtype=np.float64)
    spread = rows.std(axis=0)
    scales = np.where(spread < CLOSE, np.inf, spread)
    scaled = rows / scales

    def loss(weights: Array) -> tuple[float, Array]:
        scores = scaled @ weights
        scores -= np.maximum.reduceat(scores, firsts)[own]
        worth = np.exp(scores)
        every = np.add.reduceat(worth, firsts)
        # Where all right rows are too far from coming first for a float, what is lost is bounded.
        good = np.maximum(np.add.reduceat(np.where(is_right, worth, 0.0), firsts), np.finfo(np.float64).tiny)
        pull = count[own] * (worth / every[own] - np.where(is_right, worth, 0.0) / good[own])
        lost = float(count @ (np.log(every) - np.log(good)))
        return lost + 0.5 * ridge * float(weights @ weights), pull @ scaled + ridge * weights

    made: Array = minimize(loss, np.zeros(len(scales)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return made / scales
