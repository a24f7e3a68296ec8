"""What a report has between the parts of a quotation in pieces, and what must be told of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.quotations.brackets import Gap, number_beside
from service.quotations.folding import Change, has_word

# Words left out that are printed; of more only their number is told.
MOST_PRINTED = 25
_REACH = 200

_BLOCK_END = re.compile(r"\n\s*\n")
_HEADING = re.compile(r"\s*#{1,6}\s")


@dataclass(frozen=True, slots=True)
class Between:
    """The text of a report between two parts of a quotation, with the number of its words."""

    text: str
    words: int

    @property
    def printed(self) -> str | None:
        """The words, where they are few."""
        return " ".join(self.text.split()) if self.words <= MOST_PRINTED else None


def betweens(text: str, parts: Sequence[tuple[int, int]]) -> tuple[Between, ...]:
    """What stands between the parts, which are offsets into the text, in order."""
    found = [text[end:start] for (_, end), (start, _) in pairwise(parts)]
    return tuple(Between(one, sum(map(has_word, one.split()))) for one in found)


def joint_changes(gaps: Sequence[Gap], between: Sequence[Between]) -> frozenset[Change]:
    """The differences that the quotation shows itself."""
    texts = ["", *(one.text for one in between), ""]
    return frozenset[Change]().union(*(gap.changes(text) for gap, text in zip(gaps, texts, strict=False)))


def joint_warnings(
    gaps: Sequence[Gap], between: Sequence[Between], text: str, span: tuple[int, int]
) -> tuple[str, ...]:
    """What a reader must be told of a quotation in pieces that stands in `text` from `span[0]` to `span[1]`."""
    if not gaps:
        return ()
    told = [warning for gap, one in zip(gaps[1:-1], between, strict=True) for warning in gap.warnings(one.text)]
    start, end = span
    told = [
        *gaps[0].added(text[max(0, start - _REACH) : start].rstrip()),
        *told,
        *gaps[-1].added(text[end : end + _REACH].lstrip()),
    ]
    if extent := _extent(text[start:end]):
        told.append(f"Its pieces stand apart: it runs over {extent}.")
    return tuple(dict.fromkeys(told))


def other_numbers(gaps: Sequence[Gap], text: str, parts: Sequence[tuple[int, int]]) -> list[str]:
    """The numbers in brackets that `text` has others for, beside and between the parts, which are offsets into it."""
    first, last = number_beside(text, parts[0][0], parts[-1][1])
    gaps = [gaps[0].only_number(), *gaps[1:-1], gaps[-1].only_number()]
    there = [first, *(one.text for one in betweens(text, parts)), last]
    return [
        f"“[{' '.join(gap.brackets)}]” is not what stands there: “{' '.join(one.split())}”."
        for gap, one in zip(gaps, there, strict=True)
        if not gap.may_stand_for(one)
    ]


def _extent(stretch: str) -> str:
    """Over how many paragraphs and headings a stretch of text runs; nothing where it is a single one."""
    blocks = [block for block in _BLOCK_END.split(stretch) if has_word(block)]
    headings = sum(bool(_HEADING.match(block)) for block in blocks)
    paragraphs = len(blocks) - headings
    if len(blocks) < 2:
        return ""
    counted = f"{paragraphs} {'paragraph' if paragraphs == 1 else 'paragraphs'}"
    if not headings:
        return counted
    return f"{counted} and {headings} {'heading' if headings == 1 else 'headings'}"
