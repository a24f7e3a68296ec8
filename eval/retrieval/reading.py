"""What a person gets who reads the returned passages in order until a budget of words is spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.data.words import Words

BUDGET = 1500


@dataclass(frozen=True, slots=True)
class Reading:
    """`recall`: distinct gold characters read / gold characters, white space not counted. `precision`: distinct gold
    words read / words read; a word read twice costs twice and counts once. Both are 0 when there is nothing."""

    recall: float
    precision: float
    words: int


def read(
    passages: Sequence[tuple[str, range]], document: str, words: Words, gold: frozenset[int], budget: int = BUDGET
) -> Reading:
    """Read `passages` (document and word indexes, in rank order), the last one only as far as the budget reaches.
    `gold` are word indexes of `document`, whose words are `words`."""
    spent = 0
    seen: set[int] = set()
    for name, span in passages:
        part = span[: budget - spent]
        spent += len(part)
        if name == document:
            seen.update(gold.intersection(part))
        if spent >= budget:
            break
    there = words.characters(gold)
    return Reading(
        recall=words.characters(seen) / there if there else 0.0,
        precision=len(seen) / spent if spent else 0.0,
        words=spent,
    )
