"""Footnotes: told from the text above them, and given the marks by which the text refers to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pdf.lines import MARK_CLOSE, MARK_OPEN, Line, columns_of, marks

_RULE = re.compile(r"[_\-–—\s]{8,}")
_RAISED = re.compile(f"{MARK_OPEN}\\s*([^{MARK_CLOSE}\\s]+)\\s*{MARK_CLOSE}\\s*(?=\\S)")
_SLASHED = re.compile(r"(\d{1,3}|[a-z]|\*{1,4})/\s+(?=\S)")  # the typewriter's way: "12/ See A/50/23."
_STARRED = re.compile(r"(\*{1,4}|[†‡])\s*(?=[^\s*])")
# A mark that is not raised, in small print: "12 See A/50/23.", "a Includes".
_PLAIN = re.compile(r"(\d{1,3}|[a-z])\s+(?=[\"“(]?[A-Z]|https?:)")
_SMALL = 0.95  # of the body's size: the print of notes where they are set smaller
_WIDE = 2.0  # in ems: a gap that no sentence has, as between the cells of a table


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote, or what of it stands on one page. `mark` is None for the rest of a note from the page before."""

    mark: str | None
    lines: tuple[Line, ...]


def split_notes(lines: Sequence[Line], body_size: float) -> tuple[list[Line], list[Note]]:
    """A page's lines without its footnotes, and the footnotes. `body_size` is the size of the document's text.

    Each column of a page may end in footnotes of its own.
    """
    body: list[Line] = []
    notes: list[Note] = []
    for column in columns_of(lines):
        cut = _first_note_line(column, body_size)
        body.extend(line for line in column[:cut] if not _is_rule(line))
        notes.extend(_notes([line for line in column[cut:] if not _is_rule(line)]))
    return body, notes


def _notes(lines: Sequence[Line]) -> list[Note]:
    plain = not any(mark_of(line) for line in lines)  # the marks of one page are all raised, or none is
    notes: list[Note] = []
    for line in lines:
        mark = _plain_mark(line, notes) if plain else mark_of(line)
        if mark is not None or not notes:
            notes.append(Note(mark, (line,)))
        else:
            notes[-1] = Note(notes[-1].mark, (*notes[-1].lines, line))
    return notes


def _plain_mark(line: Line, notes: Sequence[Note]) -> str | None:
    """The mark that is not raised: that of the first note, or the one after the mark of the note before."""
    match = _PLAIN.match(line.text)
    if match is None or (notes and notes[-1].mark and match[1] != _next(notes[-1].mark)):
        return None
    return match[1]


def _next(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdecimal() else chr(ord(mark[0]) + 1)


def table_note_mark(line: Line, body_size: float) -> str | None:
    """The mark that a note under a table opens with, raised or not; figures that are not raised may be a row's."""
    match = _PLAIN.match(line.text)
    return mark_of(line) or (match[1] if match and match[1].isalpha() and _is_small(line, body_size) else None)


def _is_small(line: Line, body_size: float) -> bool:
    return line.size < _SMALL * body_size


def mark_of(line: Line) -> str | None:
    """The mark that a footnote's first line opens with."""
    for form in (_RAISED, _SLASHED, _STARRED):
        if match := form.match(line.text):
            return match[1].rstrip("/")
    return None


def without_lead(text: str, mark: str | None) -> str:
    """A footnote's text without the mark it opens with."""
    for form in (_RAISED, _SLASHED, _STARRED, _PLAIN):
        if (match := form.match(text)) and match[1].rstrip("/") == mark:
            return text[match.end() :]
    return text


def _is_rule(line: Line) -> bool:
    return _RULE.fullmatch(line.plain) is not None


def _first_note_line(lines: Sequence[Line], body_size: float) -> int:
    """The index of the first footnote line; the number of lines where the page has no footnotes."""
    for index, line in enumerate(lines):
        if _is_rule(line) and _all_notes(lines[index + 1 :], body_size):
            return index
    for index, line in enumerate(lines):
        if mark_of(line) is not None and _all_notes(lines[index:], body_size) and _stands_off(lines, index):
            return index
    return _first_plain_note(lines, body_size)


def _first_plain_note(lines: Sequence[Line], body_size: float) -> int:
    """The same where marks are not raised: small print below the text that a sentence may fill, after a known mark."""
    small = len(lines)
    while small > 0 and _is_small(lines[small - 1], body_size) and not _has_cells(lines[small - 1]):
        small -= 1
    above = lines[:small]
    for index in range(max(small, 1), len(lines)):
        match = _PLAIN.match(lines[index].text)
        if match and _stands_off(lines, index) and (match[1].isalpha() or _refers(above, match[1])):
            return index
    return len(lines)


def _has_cells(line: Line) -> bool:
    return any(right.x0 - left.x1 > _WIDE * line.size for left, right in pairwise(line.cells[1:]))


def _refers(lines: Sequence[Line], mark: str) -> bool:
    """Whether a text has the mark, raised, or behind a word or a stop."""
    behind = re.compile(rf"[^\W\d_][.,;:)”\"]?{mark}(?!\w)|[.,;)”\"] {mark}(?=\s|$)")
    return any(mark in marks(line.text) or behind.search(line.plain) for line in lines)


def _all_notes(lines: Sequence[Line], body_size: float) -> bool:
    """Whether lines at the end of a page can be its footnotes: small print, or each begun by a mark."""
    if not lines:
        return False
    letters = sum(len(line.text) for line in lines)
    small = sum(len(line.text) for line in lines if _is_small(line, body_size))
    if small > 0.9 * letters:
        return True
    alike = all(0.9 < line.size / lines[0].size < 1.1 for line in lines)
    return alike and mark_of(lines[0]) is not None and not any(line.bold for line in lines) and _runs_on(lines)


def _runs_on(lines: Sequence[Line]) -> bool:
    """Whether no gap parts the lines but before a mark, as within a page's footnotes."""
    return all(mark_of(line) is not None or line.y - above.y < 1.6 * line.size for above, line in pairwise(lines))


def _stands_off(lines: Sequence[Line], index: int) -> bool:
    """Whether a gap parts the line from the text above it, or its print is smaller."""
    if index == 0:
        return True
    line, above = lines[index], lines[index - 1]
    return line.size < _SMALL * above.size or line.y - above.y > 1.6 * line.size
