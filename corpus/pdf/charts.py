"""Charts and maps among the lines of a page: the words and figures on them, which belong to no sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.pdf.lines import Line
from corpus.pdf.paragraphs import BULLET, CAPTION, ITEM, NUMBER
from corpus.pdf.tables import BAR, Row

_FIGURE = re.compile(r"[-–−+<>~]?\s?[$€£]?\.?\d(?:[\d.,\s]*\d)?\s?(?:%|[km]|bn|°C?)?")
_FEWEST = 3  # figures on their own that make a chart
_WIDE = 0.75  # of the text's width: what prose fills and a label does not
_FAR = 4.0  # in ems: words of one chart stand no further down the page from each other
_STOPPED = re.compile(r"[.;:,][\"”’')\]]*$")


def find_charts(items: Sequence[Line | Row]) -> list[Line | Row]:
    """The items of one page in order, with the words and figures of each chart made one row."""
    lines = [item for item in items if isinstance(item, Line)]
    width = max((line.x1 for line in lines), default=0) - min((line.x0 for line in lines), default=0)
    margins = {round(line.x0) + shift for line in lines if line.x1 - line.x0 > _WIDE * width for shift in (-1, 0, 1)}
    result: list[Line | Row] = []
    labels: list[Line] = []
    for item in items:
        if isinstance(item, Line) and (_is_figures(item) or _is_label(item, width, margins)):
            if labels and not _is_near(labels[-1], item):
                result.extend(_with_chart(labels))
                labels = []
            labels.append(item)
        else:
            result.extend((*_with_chart(labels), item))
            labels = []
    return result + _with_chart(labels)


def _is_near(above: Line, below: Line) -> bool:
    """Whether two labels may stand on one chart. The figures around a pie stand far from each other."""
    down = below.y - above.y
    return 0 <= down < _FAR * below.size or (down > 0 and _is_figures(above) and _is_figures(below))


def _is_figures(line: Line) -> bool:
    return all(_FIGURE.fullmatch(cell.text.strip()) for cell in line.cells)


def _is_label(line: Line, width: float, margins: set[int]) -> bool:
    """Whether a line may be the word at a bar or in a legend: short, in plain print, and not where prose begins."""
    text = line.plain
    if line.bold or _STOPPED.search(text) or any(form.match(text) for form in (BULLET, CAPTION, ITEM, NUMBER)):
        return False
    return line.x1 - line.x0 < _WIDE * width and round(line.x0) not in margins


def _with_chart(labels: Sequence[Line]) -> list[Line | Row]:
    """The lines, made one row if figures on their own stand among them."""
    if sum(len(line.cells) for line in labels if _is_figures(line)) < _FEWEST:
        return list(labels)
    return [Row(BAR.join(cell.text.strip() for line in labels for cell in line.cells), tuple(labels))]
