"""The outline of a report, kept to say where in it a span stands, and in which annex: an annex may hold a document that
has annexes of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from corpus.paragraph_numbers import annex_heading
from corpus.types import BODY_KINDS, Block, Report, ReportSummary

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """Where a block stands: the heading above it, and the annex it belongs to ("annex II",
    "annex III, annex I"), if any."""

    title: str | None = None
    annex: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A report without its text. `places[i]` is where `blocks[i]` stands; `ambiguous` holds the printed
    numbers, each with its annex, that several paragraphs bear."""

    summary: ReportSummary
    blocks: tuple[Block, ...]
    places: tuple[OutlinePlace, ...]
    page_labels: tuple[str | None, ...]
    ambiguous: frozenset[tuple[str | None, str]]

    @property
    def numbered(self) -> bool:
        """Whether any paragraph has a printed number."""
        return any(block.number for block in self.blocks if block.kind in BODY_KINDS)


def outline(report: Report) -> Outline:
    """The outline of a report."""
    places = tuple(_places(report))
    bearers = Counter(
        (place.annex, block.number)
        for block, place in zip(report.blocks, places, strict=True)
        if block.number and block.kind in BODY_KINDS
    )
    ambiguous = frozenset(number for number, count in bearers.items() if count > 1)
    return Outline(report.summary, report.blocks, places, report.page_labels, ambiguous)


def _places(report: Report) -> Iterator[OutlinePlace]:
    """The place of each block."""
    here, annexes = OutlinePlace(), Annexes()
    for block in report.blocks:
        if block.kind == "heading":
            title = report.text[block.start : block.end].strip("#* ")
            annexes.heading(title, block.level or 1)
            here = OutlinePlace(shorten(title, LONGEST_TITLE, placeholder="…") or None, str(annexes) or None)
        yield here


_CHAPTER = re.compile(r"(?:chapter|part)\s|[IVXLC]+\.\s", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class _Annex:
    """One that is open: as it is called, and the level of its heading. `kind` is the kind of its number, of which
    `value` is the place in the order; two unnumbered ones have the same place."""

    word: str
    number: str | None
    level: int
    kind: str
    value: int

    def __str__(self) -> str:
        return " ".join(filter(None, (self.word, self.number)))


class Annexes:
    """The annexes that are open, the innermost last, while the headings of a report are read in order."""

    def __init__(self) -> None:
        self._open: list[_Annex] = []

    def __str__(self) -> str:
        """For example "annex III, annex I"."""
        return ", ".join(map(str, self._open))

    def heading(self, title: str, level: int) -> None:
        """Read the next heading. An annex ends where the next one begins, and at a heading that is above it in rank or
        begins a chapter."""
        if called := annex_heading(title):
            self._enter(*called, level)
            return
        while self._open and _ends(self._open[-1], title, level):
            self._open.pop()

    def _enter(self, word: str, number: str | None, level: int) -> None:
        alike = [place for place, one in enumerate(self._open) if one.word == word]
        letters = [one for one in (self._open[place] for place in alike) if one.kind == "letter"]
        kind, value = _order(number, letters)
        begun = _Annex(word, number, level, kind, value)
        before = {place: value - self._open[place].value for place in alike if self._open[place].kind == kind}
        if 0 in before.values() and not (before and before[max(before)] == 1):
            return  # a running head: the annex goes on
        later = [place for place, steps in before.items() if steps > 0]
        if later:
            # The one whose number it follows most closely; of two, the inner one.
            self._open[min(reversed(later), key=lambda place: before[place]) :] = [begun]
        else:
            self._open[self._room(word, alike) :] = [begun]

    def _room(self, word: str, alike: list[int]) -> int:
        """How many of the open ones hold an annex that follows none of them. A number that goes back begins inside the
        innermost; an appendix or enclosure belongs to the annex that it comes in, and no other annex to those."""
        if alike:
            return len(self._open)
        annexes = [place for place, one in enumerate(self._open) if one.word == "annex"]
        return annexes[-1] + 1 if word != "annex" and annexes else 0


def _ends(annex: _Annex, title: str, level: int) -> bool:
    return level < annex.level or (level == annex.level and _CHAPTER.match(title) is not None)


def _order(number: str | None, letters: list[_Annex]) -> tuple[str, int]:
    """The kind of a number and its place in the order. "I" is Roman, but for one that comes after an annex "H"."""
    if number is None:
        return "none", 0
    mark = number.upper()
    if mark.isdecimal():
        return "arabic", int(mark)
    place = ord(mark[0]) - ord("A") + 1
    goes_on = any(place - one.value in {0, 1} for one in letters)
    if len(mark) == 1 and (mark not in "IVX" or goes_on):
        return "letter", place
    return "roman", _roman(mark)


def _roman(mark: str) -> int:
    values = [_ROMAN[character] for character in mark]
    return sum(-value if value < max(values[i + 1 :], default=0) else value for i, value in enumerate(values))
