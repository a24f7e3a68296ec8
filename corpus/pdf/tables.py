"""Tables and tables of contents among the lines of a page: found by their aligned cells, read row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

from corpus.pdf.lines import Line
from corpus.pdf.pdfium import Run

_CELL_GAP = 0.95  # in ems: the least gap between two cells
_SENTENCE_GAP = 1.6
_TIGHT = 1.5  # in ems: lines of one cell stand no further apart
_MOST_SINGLE = 16  # lines of one cell that may follow each other inside a table
# Underscores lead on from a word; alone they are a rule, or a line to be filled in.
_LEADER = re.compile(r"(?:\s?\.){4,}|…{2,}|(?<=[^\W_])\s?_{4,}")
_LEAD_IN = re.compile(r"(?:\d{1,3}|[A-Z]|[IVXLC]+)\.|\(?[a-z\d]{1,4}\)|[•·▪●○–—-]|\d+/|\*+|\d{1,3}(?:\.\d{1,2})+\.?")
_JUSTIFIED = 2.2  # in ems: the widest blank of a line that is set to the full width of its cell
_EVEN = 0.3  # in ems: how much the blanks of such a line may differ
_BEGIN, _END = 4, 3  # cells that begin, or end, at one place of a page, for it to be the edge of a column
BAR = " | "


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells' texts joined by a bar, and the lines that it came from."""

    text: str
    lines: tuple[Line, ...]


def find_tables(lines: Sequence[Line]) -> list[Line | Row]:
    """The lines in order, with those that form a table replaced by its rows."""
    lines = _with_whole_cells(lines)
    result: list[Line | Row] = []
    index = 0
    while index < len(lines):
        end = _table_end(lines, index)
        if end > index:
            result.extend(_rows(lines[index:end]))
            index = end
        elif _has_leader(lines[index]):
            result.extend(_rows(lines[index : index + 1]))
            index += 1
        else:
            result.append(lines[index])
            index += 1
    return result


def _with_whole_cells(lines: Sequence[Line]) -> list[Line]:
    """Lines in which words that wide blanks part, to fill a cell that is set justified, are one run."""
    begins = _recurring((run.x0 for line in lines for run in line.cells), _BEGIN)
    ends = _recurring((run.x1 for line in lines for run in line.cells), _END)
    return [replace(line, cells=_joined_words(line, begins, ends)) if len(line.cells) > 2 else line for line in lines]


def _places(x: float) -> tuple[int, int]:
    return round(x), round(x + 0.5)


def _recurring(xs: Iterable[float], least: int) -> set[int]:
    """The places that so many of the edges have, to a point."""
    counts = Counter(place for x in xs for place in _places(x))
    return {place for place, count in counts.items() if count >= least}


def _joined_words(line: Line, begins: set[int], ends: set[int]) -> tuple[Run, ...]:
    stretches: list[list[Run]] = []
    for run in line.cells:
        words = stretches[-1] if stretches else []
        inside = begins.isdisjoint(_places(run.x0)) and all(map(_is_word, (*words[-1:], run)))
        if words and inside and _is_even((*words, run), line.size):
            words.append(run)
        else:
            stretches.append([run])
    filled = [len(words) > 2 and not ends.isdisjoint(_places(words[-1].x1)) for words in stretches]
    joined = [[reduce(_join, words)] if full else words for words, full in zip(stretches, filled, strict=True)]
    return tuple(run for words in joined for run in words)


def _is_word(run: Run) -> bool:
    return run.text[-1:].isalpha() or (len(run.text) > 2 and run.text[-2].isalpha())


def _is_even(words: Sequence[Run], size: float) -> bool:
    """Whether words stand as far from each other as a line that is set justified may part them."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    return max(gaps) < _JUSTIFIED * size and max(gaps) - min(gaps) < _EVEN * size


def _join(left: Run, right: Run) -> Run:
    space = " " if right.x0 - left.x1 > 0.12 * left.size else ""
    return replace(left, text=left.text + space + right.text, x1=right.x1)


def _cells(line: Line) -> list[Run]:
    """The cells of a line: its runs, those standing close together made one."""
    cells: list[Run] = []
    for run in line.cells:
        if cells and (_is_near(cells[-1], run, line.size) or _LEAD_IN.fullmatch(cells[-1].text.strip())):
            cells[-1] = _join(cells[-1], run)
        else:
            cells.append(run)
    return cells


def _is_near(left: Run, right: Run, size: float) -> bool:
    """Whether two runs stand in one cell. A typewriter sets a wider gap after a full stop, which parts no cells."""
    return right.x0 - left.x1 < (_SENTENCE_GAP if left.text[-1:] in ".:;?!/" else _CELL_GAP) * size


def _has_leader(line: Line) -> bool:
    """Whether dots lead from an entry to its page number, as in a table of contents."""
    text = line.text
    return (". ." in text or ".." in text or "……" in text or "__" in text) and _LEADER.search(text) is not None


def _is_tabular(line: Line) -> bool:
    return len(_cells(line)) > 1 or _has_leader(line)


def _table_end(lines: Sequence[Line], start: int) -> int:
    """The index after the table that begins at `start`; `start` itself where none begins."""
    if not _is_tabular(lines[start]) and not _begins_entry(lines[start : start + 5]):
        return start
    starts: list[float] = []
    tabular = 0
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if index > start and line.y - lines[index - 1].y > 6 * line.size:
            break
        if _is_tabular(line):
            starts.extend(cell.x0 for cell in _cells(line))
            tabular += 1
            end = index + 1
        elif index + 1 - end > _MOST_SINGLE or not (
            _fits(line, starts, lines[start:end]) or _begins_entry(lines[index : index + 5])
        ):
            break
    while end < len(lines) and _is_tail(lines[end], lines[end - 1], starts):
        end += 1
    return end if tabular >= 3 and _is_aligned(lines[start:end]) else start


def _begins_entry(lines: Sequence[Line]) -> bool:
    """Whether the first of the lines begins an entry of a table of contents whose leader stands on a later one."""
    pitches = [below.y - above.y for above, below in pairwise(lines)]
    leaders = [index for index, line in enumerate(lines) if index and _has_leader(line)]
    return bool(leaders) and all(pitch < 1.7 * lines[0].size for pitch in pitches[: leaders[0]])


def _fits(line: Line, starts: Sequence[float], table: Sequence[Line]) -> bool:
    """Whether a line of one cell can stand in one of the table's columns."""
    if not starts:
        return False
    left, right = min(row.x0 for row in table), max(row.x1 for row in table)
    inner = [x for x in starts if x > left + 8]
    if any(abs(line.x0 - x) < 4 for x in inner):
        return line.x1 < right + 8
    return abs(line.x0 - left) < 4 and line.x1 < min(inner, default=left + 0.55 * (right - left))


def _is_tail(line: Line, previous: Line, starts: Sequence[float]) -> bool:
    """Whether a line goes on a cell of the table's last row."""
    inner = sorted(x for x in starts if x > min(starts) + 8)
    if not 0 < line.y - previous.y < _TIGHT * line.size:
        return False
    first = abs(line.x0 - min(starts)) < 3 and bool(inner) and line.x1 < inner[0] - 3 and line.text[:1].islower()
    return first or any(abs(line.x0 - x) < 3 for x in inner)


def _is_aligned(lines: Sequence[Line]) -> bool:
    """Whether the cells after the first stand under each other, by their left edge, right edge or middle."""
    rows = [_cells(line) for line in lines if _is_tabular(line)]
    if sum(_has_leader(line) for line in lines) >= 0.5 * len(rows):
        return True
    edges = [{key for cell in row[1:] for key in _edges(cell)} for row in rows]
    aligned = 0
    for index, here in enumerate(edges):
        near = edges[max(0, index - 6) : index] + edges[index + 1 : index + 7]
        aligned += any(here & other for other in near)
    return aligned >= 0.7 * len(rows)


def _edges(cell: Run) -> set[tuple[str, int]]:
    places = {"left": cell.x0, "right": cell.x1, "middle": (cell.x0 + cell.x1) / 2}
    return {(side, round(place / 3) + shift) for side, place in places.items() for shift in (0, 1)}


def _rows(lines: Sequence[Line]) -> list[Row]:
    columns = _columns(lines)
    contents = sum(_has_leader(line) for line in lines) >= 0.4 * len(lines)
    loose = any(below.y - above.y > _TIGHT * below.size for above, below in pairwise(lines))
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        near = index > 0 and line.y - lines[index - 1].y <= (1.7 if contents else _TIGHT) * line.size
        if contents:
            joined = near and not _has_leader(lines[index - 1])
        else:
            first = min(_column(cell, columns) for cell in _cells(line)) == 0
            joined = near and (loose or not first)
        if joined and groups:
            groups[-1].append(line)
        else:
            groups.append([line])
    rows = [Row(_row_text(group, columns), tuple(group)) for group in groups]
    return [row for row in rows if row.text]


def _row_text(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> str:
    texts: dict[int, list[str]] = {}
    for line in lines:
        for cell in _cells(line):
            text = _LEADER.sub(BAR, cell.text).strip(" |")
            if text:
                texts.setdefault(_column(cell, columns), []).append(text)
    return BAR.join(" ".join(texts[column]) for column in sorted(texts))


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The horizontal extents of the columns, from the rows that have the most cells."""
    rows = [_cells(line) for line in lines]
    most = max(len(row) for row in rows)
    spans = sorted((cell.x0, cell.x1) for row in rows if len(row) >= max(2, most - 1) for cell in row)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1] - 1:
            columns[-1] = (columns[-1][0], max(x1, columns[-1][1]))
        else:
            columns.append((x0, x1))
    return columns or [(0.0, 0.0)]


def _column(cell: Run, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a cell stands in: the one it shares most with, or the nearest."""
    return max(range(len(columns)), key=lambda i: min(cell.x1, columns[i][1]) - max(cell.x0, columns[i][0]))
