"""The time that a check may take."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Literal, TypeVar

from corpus.text.superscripts import NOTE_SIGN
from service.quotations.folding import (
    DASHES,
    QUOTE_MARKS,
    Change,
    Folded,
    bare_letters,
    gap_changes,
    goes_on,
    raised_in,
    without_signs,
)

T = TypeVar("T")


class OutOfTimeError(Exception):
    """There is no time to look any further."""


def in_time(places: Iterable[T], until: float) -> Iterator[T]:
    """What is to be looked through, one by one, until the time is over. Raises OutOfTimeError."""
    for place in places:
        if time.monotonic() > until:
            raise OutOfTimeError
        yield place


Side = Literal["before", "after"]

# Behind these a number is a name, and what follows it is another: "in Article 5 300 people".
_NUMBERED = ("Article", "para.", "paras.", "paragraph", "Table", "page", "p.", "resolution", "decision", "chapter")
_UNNUMBERED = "".join(rf"(?<!\b(?i:{re.escape(name)})[ \u00a0])" for name in _NUMBERED)
# "1,400", "38.6", "4/2010"; a thousand may also be set off by an apostrophe or by a space that does not break, and by
# another space where no row of numbers stands.
_NUMBER = re.compile(
    rf"(?:(?<!\d)\d{{1,3}}(?:['’\u00a0\u2009\u202f]\d{{3}}(?!\d))+|"
    rf"{_UNNUMBERED}(?<!\d)(?<!\d )\d{{1,3}}(?: \d{{3}}(?!\d))+(?! \d)|\d+)"
    r"(?:[.,/]\d+)*"
)
LONGEST_NUMBER = 40
# Before a number these are signs of their own ("more than 92"), and no marks of formatting.
_SIGNS = ">#"


@dataclass(frozen=True, slots=True)
class Span:
    """A place where a quotation stands: offsets into the text, and what differs there; nothing where it is exact."""

    start: int
    end: int
    changes: frozenset[Change] = frozenset()

    def holds(self, other: Span) -> bool:
        """Whether the other place lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Edges:
    """Which ends of what is sought must be ends of words. They need not be where a bracket cuts a word: "[T]he"."""

    left: bool = True
    right: bool = True


WHOLE_WORDS = Edges()


@dataclass(frozen=True, slots=True)
class Edge:
    """How many characters beside its outermost letter the source shares with the quotation, and what differs there."""

    size: int = 0
    changes: frozenset[Change] = frozenset()


def find_spans(quote: Folded, source: Folded, edges: Edges = WHOLE_WORDS, until: float = inf) -> Iterator[Span]:
    """The places in `source` that say what `quote` says, in order. A quotation without letters is nowhere. Raises
    OutOfTimeError at the time `until` (of `time.monotonic`)."""
    for first in in_time(_places(quote.letters, source.letters), until):
        last = first + len(quote.letters) - 1
        if _fits(source, first, last, edges) and (found := _span(quote, source, first, last)):
            yield found


def _places(sought: str, letters: str) -> Iterator[int]:
    at = letters.find(sought) if sought else -1
    while at >= 0:
        yield at
        at = letters.find(sought, at + 1)


def _fits(source: Folded, first: int, last: int, edges: Edges) -> bool:
    """Whether the letters `first` to `last` begin and end where words and numbers do."""
    text, start, end = source.text, int(source.at[first]), int(source.at[last]) + 1
    return not (edges.left and _cuts(text, start)) and not (edges.right and _cuts(text, end))


def _cuts(text: str, at: int) -> bool:
    """Whether a word or a number goes on over the place `at`."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if goes_on(before, after):
        return NOTE_SIGN.match(text, at) is None
    if not before.isdecimal() and not after.isdecimal():
        return False
    begin = max(0, at - LONGEST_NUMBER)
    numbers = _NUMBER.finditer(text, begin, at + LONGEST_NUMBER)
    return any(number.start() < at < number.end() for number in numbers)


def _span(quote: Folded, source: Folded, first: int, last: int) -> Span | None:
    """The span of the letters `first` to `last`, with the marks around them that the quotation has too; None where a
    difference is none that a quotation may make."""
    inner = _inner_changes(quote, source, first)
    before, after = quote.before(0).strip(), quote.after(len(quote.at) - 1).strip()
    touching = quote.before(0)[-1:] == before[-1:]
    left = _edge(before, source.before(first), "before", source.letters[first], touching=touching)
    right = _edge(after, source.after(last), "after", source.letters[last])
    if inner is None or left is None or right is None:
        return None
    if _are_quote_marks(before) and _are_quote_marks(after) and bool(left.size) != bool(right.size):
        left = right = Edge()  # the pair is the quotation's own, and the source has one like it by chance
    start, end = source.start(int(source.at[first]) - left.size), source.end(int(source.at[last]) + right.size)
    if quote.raised and not _has_in_order(raised_in(source.raw[start:end]), quote.raised):
        return None
    return Span(
        start,
        end,
        inner | left.changes | right.changes | _other_characters(quote, source, first, last),
    )


def _has_in_order(there: Iterable[str], wanted: Iterable[str]) -> bool:
    left = iter(there)
    return all(one in left for one in wanted)


def _inner_changes(quote: Folded, source: Folded, first: int) -> frozenset[Change] | None:
    """What differs between the letters; None where it may not."""
    count = len(quote.at)
    ours = quote.text[quote.at[0] : quote.at[-1] + 1]
    theirs = source.text[source.at[first] : source.at[first + count - 1] + 1]
    if ours == theirs:
        return frozenset()
    changes: frozenset[Change] = frozenset()
    for i in range(count - 1):
        mine, other = quote.after(i), source.after(first + i)
        if mine != other:
            found = gap_changes(mine, other, quote.letters[i], quote.letters[i + 1])
            if found is None:
                return None
            changes |= found
    return changes


def _edge(marks: str, theirs: str, side: Side, letter: str, *, touching: bool = True) -> Edge | None:
    """How the `marks` of the quotation beside its outermost `letter` (`touching` it, or set off by a space) stand to
    `theirs`, what the source has there. None for a sign that makes another number of it."""
    if side == "before" and letter.isdigit() and _signed(theirs) and not _signed(f" {marks}"):
        return None
    if not marks or _taken(theirs, len(marks), side) == marks:
        return Edge(len(marks))
    if (bare := without_signs(marks)) != marks:
        edge = _edge(bare.strip(), theirs, side, letter, touching=touching)
        return edge and Edge(edge.size, edge.changes | {"note sign"})
    left, right = ("", letter) if side == "before" else (letter, "")
    for size in range(1, len(theirs) + 1):
        taken = _taken(theirs, size, side)
        if taken == taken.strip() and (changes := gap_changes(marks, taken, left, right)):
            return Edge(size, changes)
    if side == "before" and letter.isdigit() and marks[-1] in DASHES:
        return None
    if side == "before" and letter.isdigit() and touching and marks[-1] in _SIGNS:
        return None
    if _are_quote_marks(marks):
        return Edge()
    return Edge(0, frozenset({"dashes"} if set(marks) & set(DASHES) else {"markup"}))


def _signed(gap: str) -> bool:
    """Whether what stands before a number ends in a minus sign; the dash of "2010-2012" is none."""
    return len(gap) > 1 and gap[-1] in DASHES and gap[-2] not in DASHES


def _taken(theirs: str, size: int, side: Side) -> str:
    """The `size` characters of a gap that are next to the words."""
    return theirs[-size:] if side == "before" else theirs[:size]


def _are_quote_marks(marks: str) -> bool:
    return bool(marks) and set(marks) <= set(QUOTE_MARKS)


def _other_characters(quote: Folded, source: Folded, first: int, last: int) -> frozenset[Change]:
    """Whether one of the two has ligatures or put-together accents where the other has not."""
    if quote.starts is None and source.starts is None:
        return frozenset()
    ours = quote.raw[quote.start(int(quote.at[0])) : quote.end(int(quote.at[-1]))]
    theirs = source.raw[source.start(int(source.at[first])) : source.end(int(source.at[last]))]
    return frozenset() if bare_letters(ours) == bare_letters(theirs) else frozenset({"characters"})
