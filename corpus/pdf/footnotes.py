"""Footnotes: told from the text above them, and given the marks by which the text refers to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pdf.lines import MARK_CLOSE, MARK_OPEN, Line

_RULE = re.compile(r"[_\-–—\s]{8,}")
_RAISED = re.compile(f"{MARK_OPEN}\\s*([^{MARK_CLOSE}\\s]+)\\s*{MARK_CLOSE}\\s*(?=\\S)")
_SLASHED = re.compile(r"(\d{1,3}|[a-z]|\*{1,4})/\s+(?=\S)")  # the typewriter's way: "12/ See A/50/23."
_STARRED = re.compile(r"(\*{1,4}|[†‡])\s*(?=[^\s*])")
_SMALL = 0.95  # of the body's size: the print of notes where they are set smaller


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote, or what of it stands on one page. `mark` is None for the rest of a note from the page before."""

    mark: str | None
    lines: tuple[Line, ...]


def split_notes(lines: Sequence[Line], body_size: float) -> tuple[list[Line], list[Note]]:
    """A page's lines without its footnotes, and the footnotes. `body_size` is the size of the document's text."""
    cut = _first_note_line(lines, body_size)
    body = [line for line in lines[:cut] if not _is_rule(line)]
    notes: list[Note] = []
    for line in lines[cut:]:
        if _is_rule(line):
            continue
        mark = mark_of(line)
        if mark is not None or not notes:
            notes.append(Note(mark, (line,)))
        else:
            notes[-1] = Note(notes[-1].mark, (*notes[-1].lines, line))
    return body, notes


def mark_of(line: Line) -> str | None:
    """The mark that a footnote's first line opens with."""
    for form in (_RAISED, _SLASHED, _STARRED):
        if match := form.match(line.text):
            return match[1].rstrip("/")
    return None


def without_lead(text: str) -> str:
    """A footnote's text without the mark it opens with."""
    for form in (_RAISED, _SLASHED, _STARRED):
        if match := form.match(text):
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
    return len(lines)


def _all_notes(lines: Sequence[Line], body_size: float) -> bool:
    """Whether lines at the end of a page can be its footnotes: small print, or each begun by a mark."""
    if not lines:
        return False
    letters = sum(len(line.text) for line in lines)
    small = sum(len(line.text) for line in lines if line.size < _SMALL * body_size)
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
