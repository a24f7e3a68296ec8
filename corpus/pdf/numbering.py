"""Which of the numbers that open a paragraph are paragraph numbers.

A report numbers its paragraphs in one sequence, which may start again in an annex. A number counts when it stands in
such a sequence and what follows reads like a paragraph. List items, agenda items and years stand in sequences of short
entries, or in none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from corpus.structure.labels import roman_value

_LOST = 3  # so many numbers may be missing in a row, as where a scan is unreadable
_SAME_PLACE = 6.0  # points


@dataclass(frozen=True, slots=True)
class Opening:
    """A paragraph that opens with a number: the number, how many words follow, and whether they end like a sentence.

    `operative` means that it begins as a resolution's paragraphs do: "Decides", "Takes note", "Also requests". `x` is
    where the number stands, in points from the left.
    """

    value: int
    words: int
    closed: bool
    operative: bool = False
    x: float = 0.0


@dataclass(slots=True)
class _Chain:
    members: list[int]
    last: int
    x: float
    nested: bool = False


def paragraph_numbers(openings: Sequence[Opening]) -> list[bool]:
    """For each opening, in reading order, whether its number is a printed paragraph number."""
    accepted = [False] * len(openings)
    for chain in _chains(openings):
        if _reads_like_paragraphs([openings[index] for index in chain.members], chain.nested):
            for index in chain.members:
                accepted[index] = True
    return accepted


def _chains(openings: Sequence[Opening]) -> list[_Chain]:
    """The sequences that the openings form. A sequence that another one goes on around is nested in it."""
    chains: list[_Chain] = []
    stack: list[_Chain] = []
    for index, opening in enumerate(openings):
        chain = _continued(stack, opening, _followers(openings, index))
        if chain is not None:
            for inner in stack[stack.index(chain) + 1 :]:
                inner.nested = True
            del stack[stack.index(chain) + 1 :]
            chain.members.append(index)
            chain.last = opening.value
        elif opening.value == 1 or _starts_run(openings, index):
            chain = _Chain([index], opening.value, opening.x)
            chains.append(chain)
            stack.append(chain)
    return chains


def _followers(openings: Sequence[Opening], index: int) -> list[int]:
    return [opening.value for opening in openings[index + 1 : index + 3]]


def _continued(stack: Sequence[_Chain], opening: Opening, following: Sequence[int]) -> _Chain | None:
    """The open sequence that the number goes on, the innermost first; a few numbers may have been lost.

    Where it would go on two of them, the one whose numbers stand in the same place is meant.
    """
    fitting = [chain for chain in reversed(stack) if opening.value == chain.last + 1]
    if fitting:
        return next((chain for chain in fitting if abs(chain.x - opening.x) < _SAME_PLACE), fitting[0])
    for chain in reversed(stack):
        skipped = opening.value - chain.last - 1
        resumed = opening.value + 1 in following and opening.words > 5
        if 0 < skipped <= _LOST and (resumed or (opening.closed and opening.words >= 12)):
            return chain
    return None


def _starts_run(openings: Sequence[Opening], index: int) -> bool:
    """Whether a sequence begins here with another number than 1, as in an addendum."""
    value = openings[index].value
    return _followers(openings, index) == [value + 1, value + 2]


def _reads_like_paragraphs(members: Sequence[Opening], nested: bool) -> bool:
    """Whether a sequence holds sentences. Where many paragraphs are still to be written, the others decide."""
    words = median(opening.words for opening in members)
    if len(members) >= 8:
        words = max(words, mean(opening.words for opening in members))
    closed = sum(opening.closed for opening in members) / len(members)
    if sum(opening.operative for opening in members) > 0.5 * len(members):
        return closed > 0.5
    if nested:
        return words >= 30 and closed > 0.8
    if len(members) == 1:
        return words >= 15 and closed == 1
    return closed >= 0.6 and words >= 12


class ItemLevels:
    """Follows lettered and roman items below a paragraph and says what each is called: "12 (a)", "12 (a) (i)"."""

    def __init__(self) -> None:
        self._parent: str | None = None
        self._letter: str | None = None
        self._roman = 0
        self._before: tuple[str | None, str | None] = (None, None)

    def enter(self, number: str | None) -> None:
        """A numbered paragraph begins, or (None) a heading ends the one before."""
        self._before = (self._parent, self._letter)
        self._parent, self._letter, self._roman = number, None, 0

    def item(self, label: str, following: str | None = None) -> tuple[str | None, int]:
        """The full printed number of the item "(label)" and its level, 1 for the outermost.

        `following` is the label of the next item: it tells the letter i after h from the first roman number.
        """
        parent, letter = self._before
        if self._letter is None and self._roman == 0 and letter and label != "i" and label == _next_letter(letter):
            self._parent, self._letter = parent, letter  # the list of the paragraph before goes on
        if self._is_roman(label, following):
            self._roman = roman_value(label) or 0
            path = [self._parent, f"({self._letter})" if self._letter else None, f"({label})"]
            return self._full(path), 2 if self._letter else 1
        self._letter, self._roman = label, 0
        return self._full([self._parent, f"({label})"]), 1

    def _is_roman(self, label: str, following: str | None) -> bool:
        if roman_value(label) != self._roman + 1:
            return False
        next_in_letters = self._letter is not None and label == _next_letter(self._letter)
        return not next_in_letters or self._roman > 0 or following == "ii"

    def _full(self, path: Sequence[str | None]) -> str | None:
        return " ".join(part for part in path if part) if self._parent else None


def _next_letter(letter: str) -> str:
    if letter == "z":
        return "aa"
    return letter[:-1] + chr(ord(letter[-1]) + 1)
