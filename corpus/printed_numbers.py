"""Printed paragraph numbers: when a number in front of a paragraph is its name, and not a mere list mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.types import Block

FEWEST = 3


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph with a number in front: blocks[first:last] belong to it, as in a list item of several paragraphs."""

    first: int
    last: int
    printed: str


def number_blocks(blocks: Sequence[Block], candidates: Sequence[Numbered]) -> tuple[Block, ...]:
    """The blocks, with printed numbers where the document numbers its paragraphs.

    It does when the numbers run on through the whole of it, one after the other, and carry at least half of the body.
    A citation to "para. 12" is then unambiguous; otherwise the numbers are those of lists, which restart, and a
    citation must not use them.
    """
    if len(candidates) < FEWEST or not _run_on(candidates) or not _carry_the_body(blocks, candidates):
        return tuple(blocks)
    numbers = {candidate.first: candidate.printed for candidate in candidates}
    return tuple(replace(block, number=numbers.get(index)) for index, block in enumerate(blocks))


def _run_on(candidates: Sequence[Numbered]) -> bool:
    first = int(candidates[0].printed)
    return all(int(candidate.printed) == first + place for place, candidate in enumerate(candidates))


def _carry_the_body(blocks: Sequence[Block], candidates: Sequence[Numbered]) -> bool:
    body = sum(block.end - block.start for block in blocks if block.kind != "heading")
    numbered = sum(b.end - b.start for c in candidates for b in blocks[c.first : c.last])
    return 2 * numbered >= body
