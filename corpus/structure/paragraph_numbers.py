"""Printed paragraph numbers: when a number in front of a paragraph is its name, and under which one a block stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.structure.divisions import annex_heading
from corpus.types import BODY_KINDS, Block

_NUMBER = re.compile(r"\s*([^\s(]+)\s*(.*)")
OPERATIVE = re.compile(
    r"\d{1,3}\.\s+(?:(?:Also|Further|Again|Once again|Strongly|Firmly|Solemnly),?\s)?"
    r"(?i:accepts|acknowledges|adopts|affirms|agrees|appeals|approves|authorizes|calls|commends|concludes|condemns|confirms|congratulates|considers|decides|"
    r"declares|demands|deplores|determines|directs|draws|elects|emphasizes|encourages|endorses|establishes|expresses|"
    r"extends|insists|instructs|invites|"
    r"notes|proclaims|reaffirms|recalls|recognizes|recommends|regrets|reiterates|rejects|reminds|renews|requests|"
    r"resolves|stresses|supports|takes|thanks|underlines|underscores|urges|welcomes)\b"
)
"""How an operative paragraph of a resolution begins, with its number: "4. Also requests"."""


def governing_number(blocks: Sequence[Block], index: int) -> str | None:
    """The printed number of a body block; for an unnumbered part of a list, that of the paragraph it belongs to."""
    for at in range(index, -1, -1):
        if blocks[at].kind == "heading":
            return None
        if _governs(blocks[at]):
            return blocks[at].number
    return None


def governing_numbers(blocks: Sequence[Block]) -> list[str | None]:
    """The governing number of each block, from one look at each; None for what is no body block."""
    numbers: list[str | None] = []
    governing: str | None = None
    for block in blocks:
        if block.kind == "heading":
            governing = None
        elif _governs(block):
            governing = block.number
        numbers.append(governing if block.kind in BODY_KINDS else None)
    return numbers


def _governs(block: Block) -> bool:
    return block.kind in BODY_KINDS and (bool(block.number) or block.level is None)


def split_number(number: str) -> tuple[str, str]:
    """ "12 (a)" into "12" and "(a)"."""
    match = _NUMBER.fullmatch(number)
    return (match[1], match[2]) if match else (number, "")


def printed_range(governing: Iterable[str | None]) -> str | None:
    """The governing numbers of successive blocks as they are printed: one as it is ("12 (a)", "2.4"), of several the
    paragraphs as ranges ("12-14", "3, 5-6")."""
    numbers = list(dict.fromkeys(number for number in governing if number))
    if len(numbers) == 1:
        return numbers[0]
    ranges: list[tuple[str, str]] = []
    for number in dict.fromkeys(split_number(number)[0] for number in numbers):
        if ranges and follows(ranges[-1][1], number):
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ", ".join(a if a == b else f"{a}-{b}" for a, b in ranges) or None


def follows(number: str, other: str) -> bool:
    """Whether `other` is the next number: 13 after 12, 2.5 after 2.4."""
    stem, _, last = number.rpartition(".")
    other_stem, _, other_last = other.rpartition(".")
    return stem == other_stem and last.isdecimal() and other_last.isdecimal() and int(other_last) == int(last) + 1


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
    """Of the candidates, which are in order, those in blocks[first:last], if they name the paragraphs there."""
    begin, end = (bisect_left(candidates, edge, key=lambda candidate: candidate.first) for edge in (first, last))
    here = list(candidates[begin:end])
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
