"""Where each block of a report stands: under which heading, in which divisions, in which place of a preamble.

The paragraphs before the first operative one of a resolution bear no numbers; they are counted, and called the first,
second, third preambular paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import shorten

from corpus.divisions import Division, Divisions, annex_heading, text_heading
from corpus.paragraph_numbers import OPERATIVE
from corpus.types import BODY_KINDS, Block

LONGEST_TITLE = 80
_CONTENTS = re.compile(r"(?:[IVXLC]+|[A-Z])\.\s.*\|\s*\d+", re.DOTALL)
SUBJECT = re.compile(r"(?:The|Le|La|Les|El|Los|Las)\s.{3,300},", re.DOTALL)
"""The words that a preamble begins with: "The General Assembly,"."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the heading above it; the divisions it belongs to, outermost first; and for the paragraphs
    of a preamble, which of them it is."""

    title: str | None = None
    path: tuple[Division, ...] = ()
    preambular: int | None = None


def places(text: str, blocks: Sequence[Block]) -> tuple[Place, ...]:
    """The place of each block of a report."""
    preambular = dict(_preambular(text, blocks))
    return tuple(
        replace(place, preambular=preambular.get(index)) for index, place in enumerate(_in_divisions(text, blocks))
    )


def _in_divisions(text: str, blocks: Sequence[Block]) -> Iterator[Place]:
    titles = [text[block.start : block.end].strip("#* ") for block in blocks if block.kind == "heading"]
    words = [text_heading(title) for title in titles]
    own = titles[0] if words and words.count(words[0]) == 1 and words[0] else None  # a resolution in none
    here, divisions = Place(), Divisions()
    for before, block in pairwise([None, *blocks]):
        if block and block.kind == "heading":
            title = text[block.start : block.end].strip("#* ")
            listed = before and before.kind == "table" and _CONTENTS.fullmatch(text, before.start, before.end)
            if title != own and not (listed and annex_heading(title)):
                divisions.heading(title, block.level or 1)
            here = Place(shorten(title, LONGEST_TITLE, placeholder="…") or None, divisions.path)
        yield here


def _preambular(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The paragraphs of preambles, by index, each with its count.

    They follow a heading or the words "The General Assembly," one after the other, each ending in a comma. Where these
    words are missing, the first operative paragraph after them shows that they are a preamble.
    """
    run: list[int] | None = []
    led = False
    for index, block in enumerate(blocks):
        words = text[block.start : block.end].strip()
        plain = block.kind in BODY_KINDS and not block.number
        if block.kind in {"footnote", "table"} or (plain and run and block.level is not None):
            continue  # a point of a preambular paragraph
        if plain and SUBJECT.fullmatch(words):
            run, led = [], True
        elif plain and run is not None and (words.endswith((",", ", and")) or _leads_to_points(words, blocks, index)):
            run.append(index)
        else:
            if run and (led or (block.number == "1" and OPERATIVE.match(words))):
                yield from ((paragraph, count) for count, paragraph in enumerate(run, start=1))
            run, led = ([] if block.kind == "heading" else None), False


def _leads_to_points(words: str, blocks: Sequence[Block], index: int) -> bool:
    return words.endswith(":") and any(block.level is not None for block in blocks[index + 1 : index + 2])
