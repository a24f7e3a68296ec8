"""The quotations in a paragraph that somebody wrote: between quotation marks of any style, or in lines that open with
">". Outermost ones only; what is quoted inside a quotation is a part of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.quotations.folding import has_word

# Which marks open what a mark may close: English, German, Polish, French, German in books, Swedish, Japanese.
OPENED_BY = {
    "”": "“„”",
    "“": "„",
    "»": "«»",
    "«": "»",
    "›": "‹›",
    "‹": "›",
    "’": "‘‚",
    "‘": "‚",
    "」": "「",
    "』": "『",
    '"': '"',
    "'": "'",
}
_ALWAYS_OPEN = "“„«‹‘「『"
_OPEN_BEFORE_WORDS = "\"'”»›‚"
_STRAIGHT = "\"'"
_SINGLE = "'’‘‚"
_APOSTROPHES = "\"'’‘"
# More marks than this are never open at once in a text that anybody wrote.
_MOST_OPEN = 16

_MARK = re.compile(f"[{''.join(OPENED_BY)}„‚「『]")
_BLOCK = re.compile(r"^[ \t]*>.*(?:\n[ \t]*>.*)*", re.MULTILINE)
_BLOCK_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_LINE_IN_BLOCK = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
# Marks that are typed or escaped in several characters, with what stands between them.
_TYPED_MARKS = re.compile(r"(``)([^`]*?)('')|(<<)([^<>]*)(>>)|(&quot;)((?:(?!&quot;|\n\s*\n).)*)(&quot;)", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n|\Z")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted, and where it stands in the text it was found in, its marks left out (code points)."""

    text: str
    start: int
    end: int


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of `text`, in order; those without a word are none."""
    blocks = [Quotation(_unwrapped(match[0]), match.start(), match.end()) for match in _BLOCK.finditer(text)]
    inline = _Marks(_BLOCK.sub(lambda match: "\n" * len(match[0]), text)).quotations()
    return sorted((one for one in [*blocks, *inline] if has_word(one.text)), key=lambda one: one.start)


def _unwrapped(block: str) -> str:
    """A block without its marks; its lines are one paragraph up to a blank one."""
    return _LINE_IN_BLOCK.sub(" ", _BLOCK_MARK.sub("", block))


def _with_marks(text: str) -> str:
    """The text with one mark and spaces where marks have several characters, so that what is quoted stays in place."""
    return _TYPED_MARKS.sub(_marked, text)


def _marked(match: re.Match[str]) -> str:
    opening, words, closing = (group for group in match.groups() if group is not None)
    return f"{'“':>{len(opening)}}{words}{'”':<{len(closing)}}"


class _Marks:
    """The quotation marks of a text, paired."""

    def __init__(self, text: str) -> None:
        self._text = text = _with_marks(text)
        self._marks = [match.start() for match in _MARK.finditer(text)]
        self._singles = [at for at in self._marks if text[at] in _SINGLE]
        self._line_starts = {match.end() for match in re.finditer(r"(?m)^[ \t]*", text)}
        self._ends = [match.start() for match in _PARAGRAPH_END.finditer(text)]

    def quotations(self) -> list[Quotation]:
        """What stands between the outermost pairs, and what follows a mark that is never closed."""
        pairs, open_ = self._pairs()
        outer: list[tuple[int, int]] = []
        for start, end in sorted(pairs):
            if not outer or start > outer[-1][1]:
                outer.append((start, end))
        found = [self._quotation(start, end) for start, end in outer]
        starts, covered = [start for start, _ in outer], 0
        for at in open_:
            following = bisect_left(starts, at)
            inside = at < covered or (following > 0 and at < outer[following - 1][1])
            if self._text[at] in _ALWAYS_OPEN and not inside:
                covered = min([self._paragraph_end(at), *starts[following : following + 1]])
                covered = self._straight_end(at, covered)
                found.append(self._quotation(at, covered))
        return found

    def _pairs(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Where pairs open and close, and where marks open that nothing closes."""
        pairs: list[tuple[int, int]] = []
        stack: list[int] = []
        lost: list[int] = []
        for before, at in pairwise([0, *self._marks]):
            if self._paragraph_end(before) < at:
                # An apostrophe is taken for a single mark too easily to be paired beyond its paragraph.
                lost += [place for place in stack if self._text[place] in _SINGLE]
                stack = [place for place in stack if self._text[place] not in _SINGLE]
            opener = self._opener_closed_by(at, stack)
            if opener is not None:
                pairs.append((stack[opener], at))
                del stack[opener:]
            elif self._opens(at) and not self._repeats_an_open_one(at, stack):
                stack.append(at)
                lost += stack[:-_MOST_OPEN]
                stack = stack[-_MOST_OPEN:]
        return pairs, sorted(lost + stack)

    def _opener_closed_by(self, at: int, stack: Sequence[int]) -> int | None:
        """Which of the open marks is closed by the one at `at`, if any."""
        openers = OPENED_BY.get(self._text[at], "")
        return next(
            (
                place
                for place in range(len(stack) - 1, -1, -1)
                if self._text[stack[place]] in openers and self._closes(at)
            ),
            None,
        )

    def _opens(self, at: int) -> bool:
        mark, before, after = self._text[at], self._text[at - 1 : at], self._text[at + 1 : at + 2]
        if mark in _ALWAYS_OPEN:
            return True
        return mark in _OPEN_BEFORE_WORDS and not before.isalnum() and bool(after.strip())

    def _closes(self, at: int) -> bool:
        """Whether the mark is no apostrophe: no word goes on behind it, and it is not that of "States' rights"."""
        mark, before, after = self._text[at], self._text[at - 1], self._text[at + 1 : at + 2]
        if mark not in _APOSTROPHES:
            return True
        if after.isalnum() or (mark in _STRAIGHT and before.isspace()):
            return False
        return mark not in _SINGLE or before not in "sS" or not self._closed_later(at)

    def _closed_later(self, at: int) -> bool:
        """Whether the next single mark of the paragraph could close as well."""
        following = bisect_left(self._singles, at + 1)
        if following == len(self._singles) or self._singles[following] > self._paragraph_end(at):
            return False
        later = self._singles[following]
        return not self._opens(later) and not self._text[later + 1 : later + 2].isalnum()

    def _repeats_an_open_one(self, at: int, stack: Sequence[int]) -> bool:
        """Whether the mark opens another paragraph of a quotation of several."""
        return at in self._line_starts and any(self._text[one] == self._text[at] for one in stack)

    def _paragraph_end(self, at: int) -> int:
        return self._ends[bisect_left(self._ends, at)]

    def _straight_end(self, at: int, end: int) -> int:
        """Where a straight mark closes the curly one at `at`, before `end`; `end` if none does."""
        marks = self._marks[bisect_left(self._marks, at + 1) : bisect_left(self._marks, end)]
        straight = (mark for mark in marks if self._text[mark] == '"' and self._closes(mark))
        return next(straight, end) if self._text[at] in "“„" else end

    def _quotation(self, start: int, end: int) -> Quotation:
        opening = re.escape(self._text[start])
        text = re.sub(rf"(?m)(?<=\n)[ \t]*{opening}", "", self._text[start + 1 : end])
        return Quotation(text, start + 1, end)
