"""Abstention: a logistic regression over a few features tells whether the evidence answers a question,
and sure answers from possible ones.

Its weights stand in abstention.json; `python -m eval.train.abstention` fits them to questions with and without an
answer and writes the file: one model for candidates that the cross-encoder read, and one for an encoder without a
cross-encoder. Applying them takes plain arithmetic.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Literal

from service.answers.features import Features

Confidence = Literal["high", "low"]
FILE = Path(__file__).with_name("abstention.json")
FEATURES = tuple(field.name for field in fields(Features))
_READ = {"rerank_score", "second_score", "date_mismatch", "other_year"}
# What each model is applied to.
MODELS = {"reranked": FEATURES, "without_reranking": tuple(name for name in FEATURES if name not in _READ)}


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """One weight for each feature, to be applied to (feature - mean) / scale."""

    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]
    bias: float

    def probability(self, features: Features) -> float:
        """How likely it is, in [0, 1], that the evidence answers."""
        total = self.bias
        for name, weight in self.weights.items():
            total += weight * (getattr(features, name) - self.means[name]) / self.scales[name]
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Nothing answers where the probability is below `answered`; an answer is sure from `confident` on, which few
    unanswerable questions reach."""

    answered: float
    confident: float


@dataclass(frozen=True, slots=True)
class AbstentionClassifier:
    """Decides whether evidence answers, and how sure that is. `without_reranking`, with thresholds of its own, is for a
    model without a cross-encoder."""

    reranked: LogisticModel
    thresholds: Thresholds
    without_reranking: LogisticModel
    thresholds_without_reranking: Thresholds

    def confidence(self, features: Features, *, read: bool) -> Confidence | None:
        """How sure it is that the evidence answers, by the scores of its candidates if they were `read`; None where it
        does not."""
        model, thresholds = (
            (self.reranked, self.thresholds) if read else (self.without_reranking, self.thresholds_without_reranking)
        )
        probability = model.probability(features)
        if probability < thresholds.answered:
            return None
        return "high" if probability >= thresholds.confident else "low"


@cache
def load_abstention_classifier(file: Path = FILE) -> AbstentionClassifier:
    """The fitted weights. Raises ValueError when the file was fitted for other features than there are."""
    content = json.loads(file.read_text(encoding="utf-8"))
    if any(set(content.get(name, {}).get("weights", ())) != set(features) for name, features in MODELS.items()):
        raise ValueError(f"{file.name} was fitted for other features; run `python -m eval.train.abstention` again.")
    return AbstentionClassifier(
        **{name: LogisticModel(**content[name]) for name in MODELS},
        thresholds=Thresholds(**content["thresholds"]),
        thresholds_without_reranking=Thresholds(**content["thresholds without reranking"]),
    )
