"""The reading order of a page's lines: two columns of prose are read one after the other, not across."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.pdf_lines import Line, lines_of
from corpus.pdfium import Run

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
    crossed = {x: sum(len(cell.text) for cell in cells if _crosses(cell, x)) for x in places}
    least = min(crossed.values())
    best = [x for x in places if crossed[x] == least]
    gutter = best[len(best) // 2]
    if least > 0.4 * sum(len(cell.text) for cell in cells):
        return None
    sides = ([c for c in cells if c.x1 <= gutter + _MARGIN], [c for c in cells if c.x0 >= gutter - _MARGIN])
    return gutter if all(_is_prose(side) for side in sides) else None


def _is_prose(cells: Sequence[Run]) -> bool:
    """Whether a side of the page holds lines that fill it, as prose does and the cells of a table seldom do."""
    if len(cells) < _LEAST_LINES:
        return False
    width = max(cell.x1 for cell in cells) - min(cell.x0 for cell in cells)
    full = [cell for cell in cells if cell.x1 - cell.x0 > _FULL * width and len(cell.text) > 25]
    return len(full) >= max(_LEAST_LINES, 0.45 * len(cells))
