"""Weights that put a right row first."""

from __future__ import annotations

import numpy as np
import pytest

from eval.train.choice import fit_choice
from eval.train.logistic import Array
from eval.train.sentence_score import Rows, fit_rows


def questions(seed: int, count: int = 60) -> tuple[list[Array], list[Array]]:
    """Rows of three columns, of which the first two tell which row is right; the third is the same in all rows."""
    made = np.random.default_rng(seed)
    rows, answers = [], []
    for _ in range(count):
        x = np.hstack([made.normal(size=(12, 2)), np.ones((12, 1))])
        worth = 3 * x[:, 0] - x[:, 1] + 0.1 * made.normal(size=12)
        rows.append(x)
        answers.append((np.arange(12) == worth.argmax()).astype(float))
    return rows, answers


def test_right_rows_come_first_on_questions_that_were_not_seen() -> None:
    rows, answers = questions(1)
    weights = fit_choice(rows, [one == 1 for one in answers], [1.0] * len(rows), 1.0)
    assert weights[0] > 0 > weights[1]
    assert weights[2] == 0
    unseen, wanted = questions(2)
    first = [bool(own[(x @ weights).argmax()]) for x, own in zip(unseen, wanted, strict=True)]
    assert np.mean(first) > 0.85


def test_a_question_that_counts_nothing_changes_nothing() -> None:
    rows, answers = questions(3)
    right = [one == 1 for one in answers]
    alone = fit_choice(rows, right, [1.0] * len(rows), 1.0)
    more = fit_choice([*rows, -rows[0]], [*right, right[0]], [*[1.0] * len(rows), 0.0], 1.0)
    assert more == pytest.approx(alone, rel=1e-2)


def test_nothing_right_is_said() -> None:
    with pytest.raises(ValueError, match="right row"):
        fit_choice([], [], [], 1.0)


def test_the_score_is_the_log_odds_that_a_sentence_answers() -> None:
    rows, answers = questions(4)
    silent = [Rows(x, np.zeros(len(x))) for x, _ in zip(rows, answers, strict=True)]
    made = fit_rows([*(Rows(x, own) for x, own in zip(rows, answers, strict=True)), *silent])
    scores = np.concatenate([made.scores(x) for x in rows])
    sure = 1 / (1 + np.exp(-np.concatenate([scores, scores])))
    assert sure.mean() == pytest.approx(np.concatenate([*answers, *(one.answers for one in silent)]).mean(), rel=0.05)


def test_what_only_helps_is_left_out() -> None:
    rows, answers = questions(5)
    helped = [np.where(np.arange(12) == 0, np.nan, own) if own[0] == 0 else own for own in answers]
    made = fit_rows([Rows(x, own) for x, own in zip(rows, helped, strict=True)])
    assert np.isfinite(made.weights).all()
    assert np.isfinite(made.bias)
