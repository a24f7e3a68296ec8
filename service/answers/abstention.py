"""Abstention: a logistic regression over a few features tells whether the evidence answers a question.

Its weights stand in abstention.json; `python -m eval.train.abstention` fits them to questions with and without an
answer and writes the file: two models for candidates that the cross-encoder scored, at first and where that was not
enough, and one for an encoder without a cross-encoder. Applying them takes plain arithmetic.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from service.answers.features import Features
from service.answers.rerank import EXIT_BELOW

FILE = Path(__file__).with_name("abstention.json")
FEATURES = tuple(field.name for field in fields(Features))
_FIRST, _DEEP = {"rerank_score", "date_mismatch"}, {"deep_rerank_score", "deep_date_mismatch"}
# What each model is applied to.
MODELS = {
    "without_reranking": tuple(name for name in FEATURES if name not in _FIRST | _DEEP),
    "first": tuple(name for name in FEATURES if name not in _DEEP),
    "deep": FEATURES,
}


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
class AbstentionClassifier:
    """Nothing answers where the probability is below the threshold. What model `first` gives by the candidates that
    were scored first stands, unless it lies between the bounds `undecided`: then more are scored, and what `deep` gives
    counts. But nothing answers where all of these score below the early-exit threshold, even if every word that is
    asked for stands somewhere: so it is with "What is the capital of Australia?" (eval/TRIED.md). `without_reranking`,
    with a threshold of its own, is for a model without a cross-encoder."""

    first: LogisticModel
    deep: LogisticModel
    threshold: float
    undecided: tuple[float, float]
    without_reranking: LogisticModel
    threshold_without_reranking: float

    def is_undecided(self, features: Features) -> bool:
        """Whether the candidates that were scored first leave it open whether anything answers."""
        low, high = self.undecided
        return low <= self.first.probability(features) < high

    def answered(self, features: Features) -> bool:
        """Whether the evidence answers, by the scores of its candidates."""
        if not self.is_undecided(features):
            return self.first.probability(features) >= self.threshold
        return features.deep_rerank_score >= EXIT_BELOW and self.deep.probability(features) >= self.threshold

    def answered_without_reranking(self, features: Features) -> bool:
        """Whether the evidence answers, nothing of it being scored."""
        return self.without_reranking.probability(features) >= self.threshold_without_reranking


@cache
def load_abstention_classifier(file: Path = FILE) -> AbstentionClassifier:
    """The fitted weights. Raises ValueError when the file was fitted for other features than there are."""
    content = json.loads(file.read_text(encoding="utf-8"))
    if any(set(content.get(name, {}).get("weights", ())) != set(features) for name, features in MODELS.items()):
        raise ValueError(f"{file.name} was fitted for other features; run `python -m eval.train.abstention` again.")
    return AbstentionClassifier(
        **{name: LogisticModel(**content[name]) for name in MODELS},
        threshold=content["threshold"],
        threshold_without_reranking=content["threshold without reranking"],
        undecided=tuple(content["undecided"]),
    )
