"""Which sentences are quoted: the best first, none that repeats another, several reports where several speak."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.answers.candidates import Candidate
from service.answers.intent import Kind


@dataclass(frozen=True, slots=True)
class MmrSettings:
    """Maximal marginal relevance: how many sentences one kind of answer takes at most. A sentence is taken that answers
    with the probability `least`, and with `beside` times the probability of the best; the best is taken in any case. A
    sentence loses `redundancy` times its likeness to one that was chosen, and `same_document_penalty` for each chosen
    before it from the same report, in log odds."""

    most: int
    least: float
    beside: float
    redundancy: float = 1.0
    same_document_penalty: float = 0.0


MMR_SETTINGS: dict[Kind, MmrSettings] = {
    "fact": MmrSettings(most=3, least=0.2, beside=0.5),
    "theme": MmrSettings(most=6, least=0.1, beside=0.3, same_document_penalty=0.2),
    "comparison": MmrSettings(most=2, least=0.1, beside=0.5),
}
# Of two sentences that share this much of the shorter one's words, only one is quoted.
SAME = 0.8


def probability(score: float) -> float:
    """The probability that a sentence answers, from its log odds."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def choose(sentences: Sequence[Candidate], settings: MmrSettings) -> list[Candidate]:
    """The sentences to be quoted, in the order of their worth (maximal marginal relevance: Carbonell and Goldstein,
    SIGIR 1998)."""
    left = sorted(sentences, key=lambda one: -one.score)
    floor = max(settings.least, settings.beside * probability(left[0].score)) if left else 0.0
    left = [one for n, one in enumerate(left) if n == 0 or probability(one.score) >= floor]
    chosen: list[Candidate] = []
    reports: Counter[str] = Counter()
    likeness = [0.0] * len(left)
    while left and len(chosen) < settings.most:
        worth = [
            one.score - settings.redundancy * alike - settings.same_document_penalty * reports[one.report_id]
            for one, alike in zip(left, likeness, strict=True)
        ]
        best = max(range(len(left)), key=worth.__getitem__)
        taken = left[best]
        chosen.append(taken)
        reports[taken.report_id] += 1
        kept = [
            (one, max(alike, like(one, taken)))
            for i, (one, alike) in enumerate(zip(left, likeness, strict=True))
            if i != best
        ]
        kept = [(one, alike) for one, alike in kept if alike < SAME or _differs(one, taken)]
        left, likeness = [one for one, _ in kept], [alike for _, alike in kept]
    return chosen


def like(one: Candidate, other: Candidate) -> float:
    """The share of the shorter sentence's words that the other has too, in [0, 1]."""
    shorter = min(len(one.stems), len(other.stems))
    return len(one.stems & other.stems) / shorter if shorter else 0.0


def _differs(one: Candidate, other: Candidate) -> bool:
    """Whether another report gives other numbers: then both are shown, and it is said."""
    return one.report_id != other.report_id and _numbers(one) != _numbers(other)


def _numbers(sentence: Candidate) -> frozenset[str]:
    return frozenset(stem for stem in sentence.stems if stem.isdigit())
