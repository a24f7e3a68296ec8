"""Lines of the whole document, grouped into the paragraphs, items and headings that they form.

A group goes on over the end of a column or a page where the sentence does. What a group is (heading, numbered
paragraph, item) is decided afterwards, in `corpus.pdf.outline`, when all groups are known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pdf.footnotes import mark_of, table_note_mark
from corpus.pdf.lines import Line, columns_of, without_marks
from corpus.pdf.tables import Row

# "12. The", "12.The", and "12- The" as old documents have it; "1.1 The". A figure in a sentence has a small letter or a
# sign after it: "1.5 per cent".
NUMBER = re.compile(r"(\d{1,3})(?:\.(?=\s|$|[A-Z][a-z\s])|-(?=\s+[A-Z]))")
_MISREAD_NUMBER = re.compile(r"([\dlI]{1,3})[.,\-](?=\s|$)")
DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,2})\.?(?=\s+[\"“‘'(\[]?[A-Z])")
# "(a)", and "a)".
ITEM = re.compile(r"\(?([a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)(?=\s|$)")
BULLET = re.compile(r"[•·▪●○◦■□–—\-*](?=\s)")
NUMERAL = re.compile(r"(?:[IVXL]{1,6}|[A-Z])\.?(?=\s)")
CAPTION = re.compile(r"(?:Table|Figure|Chart|Box|Map|Graph|Image|Diagram) (?:\d[\w.]*|[IVXLA-Z]+(?:\.\w+)*\b)")
_SHORT = 0.06  # of the column's width: a line that ends so much before the margin does not fill it
_EARLY = 0.25  # of the column's width: a line of a sentence that goes on never ends so early
_STOPPED = re.compile(r"\.[\"”’')\]]*$")
_CLOSED = re.compile(r"[.:;!?…][\"”’')\]]*$")


@dataclass(frozen=True, slots=True)
class FontStyle:
    """How the document is set: the size of its text, the pitch of its lines in ems, whether sizes can be relied on.

    `scanned` means that the text was read off a picture, so that stops and digits may have been misread.
    """

    size: float
    pitch: float
    even: bool
    scanned: bool = False


@dataclass(slots=True)
class LineGroup:
    """Lines that belong together, or one row of a table. `mark` is that of a note that stands in the text."""

    lines: list[Line]
    row: str | None = None
    mark: str | None = None
    right: float = 0.0
    left: float = 0.0
    gap: bool = True

    @property
    def pages(self) -> tuple[int, int]:
        return self.lines[0].page, self.lines[-1].page

    @property
    def text(self) -> str:
        """The first line, which decides what the group is."""
        return self.lines[0].plain


def style_of(pages: Sequence[Sequence[Line]]) -> FontStyle:
    """The document's style, by what most of its letters show."""
    sizes: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        sizes[round(line.size * 2) / 2] += len(line.text)
    if not sizes:
        return FontStyle(10.0, 1.3, even=True)
    size = sizes.most_common(1)[0][0]
    near = sum(count for other, count in sizes.items() if abs(other - size) <= 0.5)
    pitches: Counter[float] = Counter()
    for lines in pages:
        for above, below in pairwise(lines):
            if abs(below.size - size) <= 0.5 and abs(above.size - size) <= 0.5 and below.y > above.y:
                pitches[round((below.y - above.y) / size, 1)] += 1
    common = [pitch for pitch, count in pitches.items() if count >= 0.4 * max(pitches.values()) and 0.85 <= pitch < 3]
    return FontStyle(size, min(common, default=1.3), even=near > 0.5 * sizes.total())


def group_lines(pages: Iterable[Sequence[Line | Row]], style: FontStyle) -> list[LineGroup]:
    """The groups of the whole document in reading order."""
    groups: list[LineGroup] = []
    for items in pages:
        margins = _margins([item for item in items if isinstance(item, Line)])
        previous: Line | None = None
        for item in items:
            if isinstance(item, Row):
                groups.append(LineGroup(list(item.lines), row=item.text))
                previous = item.lines[-1]
                continue
            mark = _note_mark(item, groups, style)
            group = None if mark else _group_of(groups, previous, item, style, margins[id(item)])
            if group is None:
                left, right = margins[id(item)]
                gap = previous is None or _parted(previous, item, style)
                groups.append(LineGroup([item], mark=mark, right=right, left=left, gap=gap))
            else:
                group.lines.append(item)
            previous = item
    return groups


def _note_mark(line: Line, groups: Sequence[LineGroup], style: FontStyle) -> str | None:
    """The mark of the note that a line begins; one that is not raised counts under a table and its other notes."""
    under_table = bool(groups) and (groups[-1].row is not None or groups[-1].mark is not None)
    return table_note_mark(line, style.size) if under_table else mark_of(line)


def _group_of(
    groups: Sequence[LineGroup], previous: Line | None, line: Line, style: FontStyle, margins: tuple[float, float]
) -> LineGroup | None:
    """The group that a line goes on: the one of the line before, or a sentence that what stands between has cut off."""
    latest = groups[-1] if groups else None
    body = next((group for group in reversed(groups) if group.row is None and not _cuts(group, style)), None)
    group = body if body is not None and body.lines[-1] is previous else latest
    if group is not None and group.row is None and _goes_on(group, previous, line, style, margins):
        return group
    return body if body is not None and body is not group and _was_cut_off(body, line, style) else None


def _cuts(group: LineGroup, style: FontStyle) -> bool:
    """Whether a group may stand between two halves of a sentence: a note, a caption, small print about a table."""
    small = style.even and all(line.size < 0.93 * style.size for line in group.lines)
    return group.mark is not None or small or CAPTION.match(group.text) is not None


def _was_cut_off(group: LineGroup, line: Line, style: FontStyle) -> bool:
    """Whether a line is the rest of a sentence that a table or a note has cut off."""
    last = group.lines[-1]
    alike = not style.even or 0.88 < line.size / last.size < 1.13
    open_ended = _CLOSED.search(without_marks(last.text)) is None and not _ends_short(group)
    return alike and open_ended and line.text[:1].islower() and line.page - last.page <= 1


def _ends_short(group: LineGroup) -> bool:
    return group.lines[-1].x1 < group.right - _SHORT * (group.right - group.left)


def _margins(lines: Sequence[Line]) -> dict[int, tuple[float, float]]:
    """The left and right edge of the column that each line stands in, by the identity of the line."""
    margins: dict[int, tuple[float, float]] = {}
    for column in columns_of(lines):
        widest = max(line.x1 - line.x0 for line in column)
        full = [line for line in column if line.x1 - line.x0 >= 0.75 * widest]
        edges = min(line.x0 for line in full), sorted(line.x1 for line in full)[int(0.8 * (len(full) - 1))]
        margins |= {id(line): edges for line in column}
    return margins


def _parted(above: Line, below: Line, style: FontStyle) -> bool:
    """Whether more white stands between two lines of one column than within a paragraph."""
    return below.y - above.y > 1.25 * style.pitch * max(above.size, below.size if style.even else above.size)


def number_at(text: str, style: FontStyle) -> re.Match[str] | None:
    """The number that a text opens with, in group 1; on a scan also where its digits or its stop were misread."""
    return NUMBER.match(text) or (_MISREAD_NUMBER.match(text) if style.scanned and text[:3] != "I. " else None)


def lead_of(line: Line, style: FontStyle) -> re.Match[str] | None:
    """What a line opens with that can begin a paragraph or an item: a number, a letter in brackets, a bullet."""
    text = line.plain
    return number_at(text, style) or ITEM.match(text) or DECIMAL.match(text) or BULLET.match(text)


def _stands_apart(line: Line, lead: re.Match[str]) -> bool:
    """Whether white space sets the lead off from the words after it, as a tabulator does."""
    return len(line.cells) > 1 and line.cells[0].text.strip() == lead[0].strip()


def _goes_on(
    group: LineGroup, previous: Line | None, line: Line, style: FontStyle, margins: tuple[float, float]
) -> bool:
    """Whether `line` goes on the latest group, whose last line may stand on an earlier page."""
    last = group.lines[-1]
    same_column = previous is last and line.y > last.y
    closed = _CLOSED.search(without_marks(last.text)) is not None
    width = group.right - group.left
    short = _ends_short(group)
    lead = lead_of(line, style)
    if lead and (_stands_apart(line, lead) or (same_column and _parted(last, line, style))):
        return False
    if lead and (_follows(group.lines[0], line, style) or last.x1 < group.right - _EARLY * width):
        return False
    clause = ITEM.match(line.plain) and same_column and line.x0 <= last.x0 + 0.8 * line.size
    if lead and closed and (not clause or _STOPPED.search(without_marks(last.text))):
        return False  # a letter in brackets at the margin may just as well stand in a sentence: "namely: (a) ..."
    if style.even and not 0.88 < line.size / last.size < 1.13:
        return False
    if same_column:
        if _parted(last, line, style):
            return False
        return not _starts_inside(group, line, closed, short, style)
    return _resumes(group, line, closed, short, margins)


def _follows(first: Line, line: Line, style: FontStyle) -> bool:
    """Whether a line opens with the number after the one that the group opens with, in the same place."""
    before, after = number_at(first.plain, style), number_at(line.plain, style)
    if not before or not after or abs(first.x0 - line.x0) > 2 or not (before[1] + after[1]).isdecimal():
        return False
    return int(after[1]) == int(before[1]) + 1


def _starts_inside(group: LineGroup, line: Line, closed: bool, short: bool, style: FontStyle) -> bool:
    """Whether a line begins a new paragraph though no white parts it from the one above."""
    last = group.lines[-1]
    em = line.size
    if style.even and last.bold != line.bold and short and lead_of(group.lines[0], style) is None:
        return True
    if len(group.lines) == 1 and NUMBER.match(last.plain) and last.x1 < group.right - 0.3 * (group.right - group.left):
        return line.text[:1].isupper() and line.x0 < last.x0 + em  # the title of a point, and its text
    indented = len(group.lines) > 1 and line.x0 > last.x0 + 0.8 * em and closed
    centred = abs((line.x0 + line.x1) - (last.x0 + last.x1)) < 2 * em
    ends_early = short and closed and line.text[:1].isupper() and not centred and line.x0 <= last.x0 + 0.8 * em
    return indented or (ends_early and len(group.lines) > 1)


def _resumes(group: LineGroup, line: Line, closed: bool, short: bool, margins: tuple[float, float]) -> bool:
    """Whether a column or page begins with the rest of the paragraph that was left open before it."""
    first = line.text[:1]
    if first.islower():
        return True
    if (
        all(other.bold for other in group.lines)
        or (line.bold and not group.lines[-1].bold)
        or CAPTION.match(line.plain)
    ):
        return False
    if CAPTION.match(line.plain) or (NUMERAL.match(line.plain) and len(line.cells) > 1):
        return False
    if closed:
        return line.x0 <= margins[0] + 0.8 * line.size and not short
    last = group.lines[-1]
    begun = len(group.lines) > 1 or NUMBER.match(last.plain) is not None
    ragged = begun and last.x1 - last.x0 > 0.6 * (group.right - last.x0)
    return not short or not first.isupper() or ragged
