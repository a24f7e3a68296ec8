"""Which annex a place is in, from the headings above it; an annex may hold a document that has annexes of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.paragraph_numbers import annex_heading

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
