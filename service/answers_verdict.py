"""Whether the evidence answers a question: a logistic regression over the signals, fitted offline.

The weights stand in not_found.json; `python -m eval.calibrate` fits them to questions with and without an answer and
writes the file: one set for what was read beside the question, and one for a model that has not learnt to read so.
Applying them takes plain arithmetic.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from service.answers_signals import Signals

FILE = Path(__file__).with_name("not_found.json")
SIGNALS = tuple(field.name for field in fields(Signals))
# Those that only what was read has.
READING = frozenset({"read"})


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`weights` has one weight for each signal, to be applied to (signal - mean) / scale; a probability below
    `threshold` means that nothing answers."""

    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]
    bias: float
    threshold: float

    def probability(self, signals: Signals) -> float:
        """How likely it is, in [0, 1], that the evidence answers."""
        total = self.bias
        for name, weight in self.weights.items():
            total += weight * (getattr(signals, name) - self.means[name]) / self.scales[name]
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))

    def answers(self, signals: Signals) -> bool:
        """Whether the evidence answers."""
        return self.probability(signals) >= self.threshold


@dataclass(frozen=True, slots=True)
class Decisions:
    """The weights for what was read, and those for what was not."""

    read: Verdicts
    unread: Verdicts


@cache
def load_decisions(file: Path = FILE) -> Decisions:
    """The fitted weights. Raises ValueError when the file was fitted for other signals than there are."""
    content = json.loads(file.read_text(encoding="utf-8"))
    if set(content["read"]["weights"]) != set(SIGNALS) or set(content["unread"]["weights"]) != set(SIGNALS) - READING:
        raise ValueError(f"{file.name} was fitted for other signals; run `python -m eval.calibrate` again.")
    return Decisions(Verdicts(**content["read"]), Verdicts(**content["unread"]))
