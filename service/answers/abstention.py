"""Whether the evidence answers a question: a logistic regression over the signals, fitted offline.

The weights stand in not_found.json; `python -m eval.train.abstention` fits them to questions with and without an answer
and writes the file: two sets for what was read beside the question, at first and where that was not enough, and one for
a model that has not learnt to read so. Applying them takes plain arithmetic.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from service.answers.features import Signals
from service.answers.rerank import EXIT_BELOW

FILE = Path(__file__).with_name("abstention.json")
SIGNALS = tuple(field.name for field in fields(Signals))
_OF_READING, _OF_READING_ON = {"read", "astray"}, {"read_on", "astray_on"}
# What each set of weights is applied to.
SETS = {
    "unread": tuple(name for name in SIGNALS if name not in _OF_READING | _OF_READING_ON),
    "read": tuple(name for name in SIGNALS if name not in _OF_READING_ON),
    "read_on": SIGNALS,
}


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each signal, to be applied to (signal - mean) / scale."""

    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]
    bias: float

    def probability(self, signals: Signals) -> float:
        """How likely it is, in [0, 1], that the evidence answers."""
        total = self.bias
        for name, weight in self.weights.items():
            total += weight * (getattr(signals, name) - self.means[name]) / self.scales[name]
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@dataclass(frozen=True, slots=True)
class Decisions:
    """A probability below the threshold means that nothing answers. What `read` gives by the sentences that were read
    first stands, unless it lies between the bounds `undecided`: then more is read, and what `read_on` gives counts. But
    nothing answers where all of that reads as hopeless, even if every word that is asked for stands somewhere: so it is
    with "What is the capital of Australia?" (eval/TRIED.md). `unread`, with a threshold of its own, is for a model that
    has not learnt to read."""

    read: Weights
    read_on: Weights
    threshold: float
    undecided: tuple[float, float]
    unread: Weights
    unread_threshold: float

    def leave_open(self, signals: Signals) -> bool:
        """Whether the sentences that were read first leave it open whether anything answers."""
        low, high = self.undecided
        return low <= self.read.probability(signals) < high

    def answered(self, signals: Signals) -> bool:
        """Whether the evidence answers, by what was read of it."""
        if not self.leave_open(signals):
            return self.read.probability(signals) >= self.threshold
        return signals.read_on >= EXIT_BELOW and self.read_on.probability(signals) >= self.threshold

    def answered_unread(self, signals: Signals) -> bool:
        """Whether the evidence answers, nothing of it being read."""
        return self.unread.probability(signals) >= self.unread_threshold


@cache
def load_decisions(file: Path = FILE) -> Decisions:
    """The fitted weights. Raises ValueError when the file was fitted for other signals than there are."""
    content = json.loads(file.read_text(encoding="utf-8"))
    if any(set(content.get(name, {}).get("weights", ())) != set(signals) for name, signals in SETS.items()):
        raise ValueError(f"{file.name} was fitted for other signals; run `python -m eval.train.abstention` again.")
    return Decisions(
        **{name: Weights(**content[name]) for name in SETS},
        threshold=content["threshold"],
        unread_threshold=content["unread threshold"],
        undecided=tuple(content["undecided"]),
    )
