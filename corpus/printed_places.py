"""Which printed paragraph number a block stands under; what citations and passages both go by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.types import BODY_KINDS, Block

_NUMBER = re.compile(r"\s*([^\s(]+)\s*(.*)")
_ANNEX = re.compile(
    r"(annex|appendix|enclosure)(?:\s+([IVXLC]+|\d{1,3}|[A-Z])(?=[\s.:–-]|$))?(?=[\s.:–-]|$)", re.IGNORECASE
)


def annex_heading(title: str) -> tuple[str, str | None] | None:
    """What the annex that a heading opens is called, "annex", and its number, if any; None for any other heading."""
    match = _ANNEX.match(title.strip("#* "))
    return (match[1].lower(), match[2]) if match else None


def governing_number(blocks: Sequence[Block], index: int) -> str | None:
    """The printed number of a body block; for an unnumbered part of a list, that of the paragraph it belongs to."""
    for block in reversed(blocks[: index + 1]):
        if block.kind == "heading":
            return None
        if block.kind in BODY_KINDS and (block.number or block.level is None):
            return block.number
    return None


def split_number(number: str) -> tuple[str, str]:
    """ "12 (a)" into "12" and "(a)"."""
    match = _NUMBER.fullmatch(number)
    return (match[1], match[2]) if match else (number, "")


def printed_range(blocks: Sequence[Block], first: int, last: int) -> str | None:
    """The printed numbers of the body blocks among blocks[first..last]: one number as printed ("12 (a)", "2.4"), of
    several the paragraphs as ranges ("12-14", "3, 5-6")."""
    body = (i for i in range(first, last + 1) if blocks[i].kind in BODY_KINDS)
    numbers = list(dict.fromkeys(number for i in body if (number := governing_number(blocks, i))))
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
