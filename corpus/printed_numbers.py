"""Printed paragraph numbers: when a number in front of a paragraph is its name, and not a mere list mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.printed_places import annex_heading
from corpus.types import Block

FEWEST = 3


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph with a number in front: blocks[first:last] belong to it, as in a list item of several paragraphs."""

    first: int
    last: int
    printed: str


def number_blocks(text: str, blocks: Sequence[Block], candidates: Sequence[Numbered]) -> tuple[Block, ...]:
    """The blocks of `text`, with printed numbers where the document numbers its paragraphs.

    It does when the numbers run on through the whole of it, one after the other, and carry at least half of the body;
    or through what comes before its first annex, and then an annex may count anew from 1. A citation to "para. 12" or
    to "annex I, para. 2" is then unambiguous; otherwise the numbers are those of lists, which restart, and a citation
    must not use them.
    """
    annexes = [i for i, b in enumerate(blocks) if b.kind == "heading" and annex_heading(text[b.start : b.end])]
    named = _names(blocks, candidates, 0, len(blocks)) or _names_by_annex(blocks, candidates, [*annexes, len(blocks)])
    numbers = {candidate.first: candidate.printed for candidate in named}
    return tuple(replace(block, number=numbers.get(index)) for index, block in enumerate(blocks))


def _names_by_annex(
    blocks: Sequence[Block], candidates: Sequence[Numbered], annexes: Sequence[int]
) -> Sequence[Numbered]:
    """The names in what comes before the first annex and, if there are any, in each annex; the last of `annexes` is
    where the document ends. A document that numbers nothing before its annexes has lists in them."""
    named = _names(blocks, candidates, 0, annexes[0])
    if not named:
        return []
    anew = [_names(blocks, candidates, first, last, fewest=1) for first, last in pairwise(annexes)]
    return [*named, *(candidate for names in anew if names and names[0].printed == "1" for candidate in names)]


def _names(
    blocks: Sequence[Block], candidates: Sequence[Numbered], first: int, last: int, fewest: int = FEWEST
) -> list[Numbered]:
    """The candidates in blocks[first:last], if they are the names of the paragraphs there."""
    here = [candidate for candidate in candidates if first <= candidate.first < last]
    if len(here) < fewest or not _run_on(here) or not _carry_the_body(blocks, here, first, last):
        return []
    return here


def _run_on(candidates: Sequence[Numbered]) -> bool:
    first = int(candidates[0].printed)
    return all(int(candidate.printed) == first + place for place, candidate in enumerate(candidates))


def _carry_the_body(blocks: Sequence[Block], candidates: Sequence[Numbered], first: int, last: int) -> bool:
    body = sum(block.end - block.start for block in blocks[first:last] if block.kind != "heading")
    numbered = sum(b.end - b.start for c in candidates for b in blocks[c.first : c.last])
    return 2 * numbered >= body
