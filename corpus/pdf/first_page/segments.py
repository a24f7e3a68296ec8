"""The pieces of print on a document's first pages, in the order in which they are read: what the labeller labels.

A line of a masthead holds pieces of two columns ("General Assembly" and "Distr.: General"), so lines are taken apart at
wide gaps; and what goes on over several lines in one print, as most titles do, is put together again. The column at
the right of a masthead is read before what stands at the left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import date_span
from corpus.pdf.lines import MARK_CLOSE, MARK_OPEN, Line, lines_of, without_marks
from corpus.pdf.pdfium import Page, Run
from corpus.symbols import find_symbols

MOST = 60  # pieces of one page: mastheads and titles stand among the first
_GAP = 1.1  # in ems: a wider one parts two pieces
_LOW = 0.45  # of the page's height: how far down a masthead's right column may reach
_RIGHT = 0.53  # of the page's width: where it begins at the earliest
_FEW_WORDS = 60  # on a first page that is a cover: the next one is looked at, too
_LEADING = 1.55  # in ems: lines of one piece stand no further apart
_SIGN = re.compile(r"(?i)dist(?:r|rib)?\s?\.|original\s*:|(?:un)?restricted\b")
# What begins something of its own, whatever stands above it in the same print.
_SESSION_LINE = r".{0,60}\bsession(?: of)?(?: \d{4})?\*?$|[a-z-]+ year$"
_AGENDA_LINE = r"(?:provisional )?agenda items?\b|items? \d"
_BEGINS = re.compile(
    rf"(?i){_AGENDA_LINE}|{_SESSION_LINE}|"
    r"(?:note|report|letter|memorandum)s? (?:by|of) the (?:secretar|director|chair|president|co-chair|"
    r"executive secretar|administrator)|(?:submitted|prepared|presented) by|draft (?:resolution|decision) |"
    r"identical letters|letters? dated|addendum$|corrigendum|summary$|contents$|annex\b|subject\s*:|original\s*:|distr"
)
_ENDS = re.compile(rf"(?i){_AGENDA_LINE}|{_SESSION_LINE}")
_SHORT_LINE = 60  # characters: a line that says nothing but place and days
_LARGE = 1.15  # times the size of the text: print of titles, which are not cut at words
_UNFINISHED = re.compile(r"(?i)(?:[,–—-]|\b(?:of|the|and|on|in|to|for|by|with|at|from|its|a|an|under|as))$")


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of print. `plain` is its text without note marks and asterisks; `page` counts from 1; coordinates are
    shares of the page's width and height, `height` that of the print, `size` the print relative to the document's
    text; `row` counts the page's visible lines."""

    lines: tuple[str, ...]
    plain: str
    page: int
    x0: float
    x1: float
    y: float
    bottom: float
    height: float
    size: float
    bold: bool
    italic: bool
    row: int
    right: bool
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The lines, parted by blanks, with their note marks."""
        return " ".join(self.lines)


def bare(text: str) -> str:
    """A line without its note marks and the asterisks at its end."""
    return re.sub(r"(?<=\S)\s*\*{1,4}$", "", without_marks(text)).strip()


def marked(text: str) -> bool:
    """Whether a piece opens with a raised note mark: it is a note and no part of a title."""
    return text.startswith(MARK_OPEN) and text.find(MARK_CLOSE) < 6


def segments_of(
    pages: Sequence[Page], printed: Sequence[Sequence[Line]], body_size: float, even: bool = True
) -> list[Segment]:
    """The pieces on the first page, and on the second where the first is a cover with few words. `printed` are the
    lines of each page, `body_size` is the size of the document's text in points, `even` whether sizes can be relied on.
    """
    found = _on_page(pages[0], printed[0], body_size, even)
    words = sum(len(piece.text.split()) for piece in found)
    if words < _FEW_WORDS and len(pages) > 1:
        found += _on_page(pages[1], printed[1], body_size, even)
    return found


def _on_page(page: Page, lines: Sequence[Line], body_size: float, even: bool) -> list[Segment]:
    if not page.width or not page.height:
        return []
    parts = [(row, part) for row, line in enumerate(lines) for part in _parts(line)]
    signs = [part.x0 for _, part in parts if part.y < _LOW * page.height and _SIGN.match(part.text)]
    signs = [x0 for x0 in signs if x0 > _RIGHT * page.width]
    edge = min(signs, default=0.62 * page.width) - 0.02 * page.width
    right = [(row, part) for row, part in parts if part.x0 >= edge and part.y < _LOW * page.height]
    taken = {id(part) for _, part in right}
    left = [(row, part) for row, part in parts if id(part) not in taken]
    pieces = [_segment([part], row, page, body_size, right=True) for row, part in right]
    pieces += [_segment(group, row, page, body_size, right=False) for row, group in _grouped(left, body_size, even)]
    return pieces[:MOST]


def _parts(line: Line) -> list[Line]:
    groups: list[list[Run]] = []
    for run in line.cells:
        if groups and run.x0 - groups[-1][-1].x1 < _GAP * line.size:
            groups[-1].append(run)
        else:
            groups.append([run])
    if len(groups) == 1:
        return [line]
    return [part for group in groups for part in lines_of(group, line.page)]


def _grouped(parts: Sequence[tuple[int, Line]], body_size: float, even: bool) -> list[tuple[int, list[Line]]]:
    """The parts that go on one another, with the row of the first. What stands beside others in its row may be a column
    of its own, so the last few groups are looked at."""
    groups: list[tuple[int, list[Line]]] = []
    for row, part in parts:
        for _, group in reversed(groups[-3:]):
            if _goes_on(group, part, body_size, even):
                group.append(part)
                break
        else:
            groups.append((row, [part]))
    return groups


def _goes_on(group: Sequence[Line], below: Line, body_size: float, even: bool) -> bool:
    above = group[-1]
    ratio = below.size / above.size
    alike = (0.95 < ratio < 1.05 and above.bold == below.bold) if even else 0.8 < ratio < 1.25
    if not alike or not 0 < below.y - above.y < _LEADING * max(above.size, below.size if even else above.size):
        return False
    text, before = bare(below.text), bare(above.text)
    aligned = abs(below.x0 - group[0].x0) < 1.6 * above.size
    centred = abs((below.x0 + below.x1) - (above.x0 + above.x1)) < 1.2 * above.size
    if not aligned and not centred:
        return False
    if marked(below.text) or find_symbols(text)[:1] == [(0, len(text), text)]:
        return False
    if text[:1].islower() or _UNFINISHED.search(before):
        return True
    if len(text) < _SHORT_LINE and len(group) == 1 and date_span(text) and text[:1] != "(":
        return False
    large = even and below.bold and below.size > _LARGE * body_size
    return large or not (_BEGINS.match(text) or _ENDS.match(before))


def _segment(group: Sequence[Line], row: int, page: Page, body_size: float, *, right: bool) -> Segment:
    letters = sum(len(line.text) for line in group) or 1
    size = sum(line.size * len(line.text) for line in group) / letters
    return Segment(
        tuple(line.text for line in group),
        " ".join(bare(line.text) for line in group),
        group[0].page,
        min(line.x0 for line in group) / page.width,
        max(line.x1 for line in group) / page.width,
        group[0].y / page.height,
        group[-1].y / page.height,
        size / page.height,
        size / body_size,
        all(line.bold for line in group),
        all(line.italic for line in group),
        row,
        right,
        tuple(run for line in group for run in line.cells),
    )
