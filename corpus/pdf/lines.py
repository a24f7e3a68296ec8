"""Runs of one region of a page, put together into the lines that a reader sees, in the order in which they are read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from corpus.pdf.pdfium import Run

# A raised note mark is kept in a line's text between these two characters of the private use area, so that later steps
# can tell it from the words around it. No text leaves the reader with them.
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{MARK_OPEN}([^{MARK_CLOSE}]*){MARK_CLOSE}")
_CROWDED = 400  # runs in one row
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[a-z]{1,2}|[*†‡§]{1,4})(?:[,\s]+(?:\d{1,3}|[a-z]))*")
# What makes a number an ordinal where it is raised behind it: "80th", "1er".
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|ème")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on a page (1-based). `cells` are its runs, left to right; bold and italic mean all of it."""

    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    cells: tuple[Run, ...]

    @property
    def plain(self) -> str:
        """The text without its note marks."""
        return without_marks(self.text)


def without_marks(text: str) -> str:
    """The text as it is quoted: raised note marks, which belong to the page rather than to the sentence, taken out."""
    return _MARK.sub("", text)


def marks(text: str) -> list[str]:
    """The raised note marks in a line or a paragraph, in order."""
    return [mark for group in _MARK.findall(text) for mark in re.findall(r"\d+|[a-z]+|[*†‡§]+", group)]


def lines_of(runs: Iterable[Run], page: int) -> list[Line]:
    """The lines that `runs` form, from top to bottom. Runs that are not upright belong to none."""
    rows: list[list[Run]] = []
    upright = [run for run in runs if run.upright]
    order = {id(run): place for place, run in enumerate(upright)}
    for run in sorted(upright, key=lambda run: (run.y, run.x0)):
        row = next(
            (row for row in reversed(rows[-3:]) if abs(run.y - row[0].y) <= 0.3 * max(run.size, row[0].size)), None
        )
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    if any(len(row) > _CROWDED for row in rows):  # a map or a chart, on which comparing all with all takes too long
        return [_line(row, page) for row in rows]
    visible = [[run for run in row if not _is_overprinted(run, row, order)] for row in rows]
    return [_line(row, page) for row in _with_small_print(visible)]


def _is_overprinted(run: Run, row: Sequence[Run], order: dict[int, int]) -> bool:
    """Whether a run of the same size was printed over this one later, as a correction or to make it bolder."""
    for other in row:
        level = abs(other.y - run.y) < 0.05 * run.size and 0.8 < other.size / run.size < 1.25
        if level and order[id(other)] > order[id(run)]:
            shared = min(run.x1, other.x1) - max(run.x0, other.x0)
            if shared > 0.5 * min(run.x1 - run.x0, other.x1 - other.x0):
                return True
    return False


def sideways(runs: Iterable[Run]) -> list[str]:
    """The texts that run up or down the page, as on one that was turned by the printer: its symbol and its number."""
    columns: dict[int, str] = {}
    for run in runs:
        if not run.upright:
            columns[round(run.x0)] = columns.get(round(run.x0), "") + run.text
    return list(columns.values())


def _with_small_print(rows: list[list[Run]]) -> list[list[Run]]:
    """Rows in which raised and lowered runs stand with the text that they belong to."""
    for index, row in enumerate(rows):
        near = [rows[other] for other in (index - 1, index + 1) if 0 <= other < len(rows)]
        hosts = [(run, _host(run, near)) for run in row]
        rows[index] = [run for run, host in hosts if host is None]
        for run, host in hosts:
            if host is not None:
                host.append(run)
    return [row for row in rows if row]


def _host(run: Run, rows: Sequence[list[Run]]) -> list[Run] | None:
    """The row that a small run is a superscript or a subscript of."""
    if len(run.text) > 12:
        return None
    for row in rows:
        for other in row:
            near = -1.5 < run.x0 - other.x1 < 0.6 * other.size or -1.5 < other.x0 - run.x1 < 1.6 * other.size
            if near and run.size < 0.8 * other.size and -0.75 * other.size < run.y - other.y < 0.35 * other.size:
                return row
    return None


def _line(row: list[Run], page: int) -> Line:
    runs = sorted(row, key=lambda run: run.x0)
    main = max(runs, key=lambda run: (len(run.text), run.size))
    letters = sum(len(run.text) for run in runs)
    return Line(
        page=page,
        text=_joined(runs, main),
        x0=runs[0].x0,
        x1=max(run.x1 for run in runs),
        y=main.y,
        size=main.size,
        bold=sum(len(run.text) for run in runs if run.bold) > 0.8 * letters,
        italic=sum(len(run.text) for run in runs if run.italic) > 0.8 * letters,
        cells=tuple(runs),
    )


def _joined(runs: list[Run], main: Run) -> str:
    text = ""
    for index, run in enumerate(runs):
        raised = run.size < 0.8 * main.size and main.y - run.y > 0.12 * main.size
        if raised and _NOTE_MARK.fullmatch(run.text) and not _makes_ordinal(runs, index):
            text += f"{MARK_OPEN}{run.text}{MARK_CLOSE}"
        else:
            small = run.size < 0.8 * main.size and len(run.text) <= 3
            gap = run.x0 - runs[index - 1].x1 if index else 0.0
            text += (" " if text and gap > (0.3 if small else 0.12) * main.size else "") + run.text
    return text


def _makes_ordinal(runs: Sequence[Run], index: int) -> bool:
    """Whether a raised run is the end of an ordinal: such letters behind a number. A single letter may mark a note."""
    before = runs[index - 1].text if index else ""
    return bool(_ORDINAL.fullmatch(runs[index].text) and re.search(r"(?:^|\s)\d{1,3}$", before))


_LEAST_LINES = 6  # that each column must hold for the page to be taken as set in two
_FULL = 0.7  # of the column's width: how long a line of prose is
_MARGIN = 3.0  # points that a run may reach over the gutter


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of one page, top to bottom, or column by column where the page is set in two columns.

    Lines that run across the gutter divide the page into bands; each band is read left column first.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in lines:
        if any(_crosses(cell, gutter) for cell in line.cells):
            ordered.extend(_by_column(band, gutter))
            ordered.append(line)
            band = []
        else:
            band.append(line)
    return ordered + _by_column(band, gutter)


def _crosses(cell: Run, gutter: float) -> bool:
    return cell.x0 < gutter - _MARGIN and cell.x1 > gutter + _MARGIN


def _by_column(band: Sequence[Line], gutter: float) -> list[Line]:
    cells = [cell for line in band for cell in line.cells]
    if not cells:
        return []
    page = band[0].page
    left = lines_of([cell for cell in cells if cell.x0 < gutter - _MARGIN], page)
    return left + lines_of([cell for cell in cells if cell.x0 >= gutter - _MARGIN], page)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the gap between two columns of prose is, or None on a page of one column."""
    cells = [cell for line in lines for cell in line.cells]
    if len(cells) < 2 * _LEAST_LINES:
        return None
    left, right = min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)
    width = right - left
    places = [left + width * step / 100 for step in range(40, 61)]
    crossed = _crossings(cells, places)
    least = min(crossed)
    best = [x for x, letters in zip(places, crossed, strict=True) if letters == least]
    gutter = best[len(best) // 2]
    if least > 0.4 * sum(len(cell.text) for cell in cells):
        return None
    sides = ([c for c in cells if c.x1 <= gutter + _MARGIN], [c for c in cells if c.x0 >= gutter - _MARGIN])
    return gutter if all(_is_prose(side) for side in sides) else None


def _crossings(cells: Sequence[Run], places: Sequence[float]) -> list[int]:
    """How many letters stand in the runs that cross each of the places, which rise."""
    changes = [0] * (len(places) + 1)
    for cell in cells:
        changes[bisect_right(places, cell.x0 + _MARGIN)] += len(cell.text)
        changes[max(bisect_left(places, cell.x1 - _MARGIN), bisect_right(places, cell.x0 + _MARGIN))] -= len(cell.text)
    return list(accumulate(changes))[:-1]


def _is_prose(cells: Sequence[Run]) -> bool:
    """Whether a side of the page holds lines that fill it, as prose does and the cells of a table seldom do."""
    if len(cells) < _LEAST_LINES:
        return False
    width = max(cell.x1 for cell in cells) - min(cell.x0 for cell in cells)
    full = [cell for cell in cells if cell.x1 - cell.x0 > _FULL * width and len(cell.text) > 25]
    return len(full) >= max(_LEAST_LINES, 0.45 * len(cells))
