"""A text as words with places: the unit in which reading is measured."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Words:
    """The runs of non-space characters of one text: word i is [starts[i], ends[i])."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def touching(self, start: int, end: int) -> range:
        """Indexes of the words that share a character with [start, end)."""
        return range(bisect.bisect_right(self.ends, start), bisect.bisect_left(self.starts, end))

    def characters(self, words: Iterable[int]) -> int:
        """How many characters these words have together."""
        return sum(self.ends[i] - self.starts[i] for i in words)


def split_words(text: str) -> Words:
    """The words of `text`."""
    spans = [match.span() for match in WORD.finditer(text)]
    return Words(tuple(start for start, _ in spans), tuple(end for _, end in spans))
