"""How well it is told that nothing answers: figures over questions that were judged by models that never saw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.retrieval.report import align
from eval.train.folds import Booleans, Example
from eval.train.logistic import Array


@dataclass(frozen=True, slots=True)
class Refusals:
    """How well "not found" is said. `refused` is the share of answerable questions that got no answer."""

    precision: float
    recall: float
    f1: float
    refused: float
    answerable: int
    unanswerable: int

    @classmethod
    def counted(cls, right: float, told: float, answerable: int, unanswerable: int) -> Refusals:
        """From how often "not found" was rightly said, and how often at all; 0 where a share is not defined."""
        return cls(
            precision=right / told if told else 0.0,
            recall=right / unanswerable if unanswerable else 0.0,
            f1=2 * right / (told + unanswerable) if told + unanswerable else 0.0,
            refused=(told - right) / answerable if answerable else 0.0,
            answerable=answerable,
            unanswerable=unanswerable,
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """Along the examples: the mean probability of an answer by models that did not see the question, and in which share
    of the judgments it was refused, each time with the threshold of what the model was fitted to."""

    probabilities: Array
    silent: Array


def figures(silent: Array, answerable: Booleans, by_rule: int) -> Refusals:
    """The figures of what was judged, with `by_rule` unanswerable questions found out by rule."""
    right, told = float(silent[~answerable].sum()) + by_rule, float(silent.sum()) + by_rule
    return Refusals.counted(right, told, int(answerable.sum()), int((~answerable).sum()) + by_rule)


def to_table(found: Sequence[Example], judged: Mapping[str, Judged], ruled: Sequence[Example]) -> str:
    """The figures of each way of leaving out, by home; `ruled` were found out by rule."""
    rows: list[Sequence[str]] = [
        ["left out", "home", "answerable", "unanswerable", "AUC", "precision", "recall", "F1", "refused"]
    ]
    answerable = np.asarray([example.answerable for example in found])
    for way, got in judged.items():
        for home in dict.fromkeys(example.home for example in found):
            own = np.asarray([example.home == home and example.kind == "own" for example in found])
            by_rule = sum(example.home == home and example.kind == "own" for example in ruled)
            told = figures(got.silent[own], answerable[own], by_rule)
            shares = (
                _area(got.probabilities[own], answerable[own]),
                told.precision,
                told.recall,
                told.f1,
                told.refused,
            )
            counted = (str(told.answerable), str(told.unanswerable))
            rows.append([way, home, *counted, *(f"{share:.3f}" for share in shares)])
    return align(rows)


def by_kind(found: Sequence[Example], judged: Judged) -> str:
    """How many of each kind of unanswerable question were found out by a model that had seen none of the kind."""
    silent: dict[str, list[float]] = {}
    for example, share in zip(found, judged.silent.tolist(), strict=True):
        if example.family and example.kind == "own":
            silent.setdefault(example.family, []).append(share)
    return ", ".join(f"{family} {sum(own) / len(own):.2f}" for family, own in sorted(silent.items()))


def _area(probabilities: Array, answerable: Booleans) -> float:
    """The area under the ROC curve: how often an answerable question is ranked above an unanswerable one."""
    above = probabilities[answerable][:, None] - probabilities[~answerable][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean()) if above.size else 0.0
