"""The parts of a document's first page: masthead, session block and title block, told apart by where they stand.

The masthead has the organ's name at the left in large bold print and, at the right, distribution, date and languages.
Under it, at the left margin, stand session, dates and agenda item; then, set in from the margin, the titles.
A publication's cover has only titles, the largest of which is its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.lines import Line, lines_of, without_marks
from corpus.pdf.outline import Element
from corpus.pdf.paragraphs import FontStyle
from corpus.pdf.pdfium import Page, Run
from corpus.pdf.text import Words, join_lines

_ORIGINAL = re.compile(r"(?i)(?:or[i1l]g[i1lt]|english only|english and)")
_RIGHT_BEGINS = (
    re.compile(r"(?i)dist(?:r|rib)?\s?\."),
    re.compile(r"(?i)(?:un)?restricted\b"),
    re.compile(r"\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d$"),
    _ORIGINAL,
)
_BODY_BEGINS = re.compile(
    r"(?i)(?:summary|contents|abstract|introduction|highlights)$|rapporteur\b|[IVX]+\.\s|\d{1,2}\.\s|\*"
)
_LETTERHEAD = re.compile(r"(?i)united|nations( [A-Z])?|united\s+nations( nations unies)?|[A-Z]")
_BLOCK_HEIGHT = 150.0  # points that a masthead's right column may reach down from its first line
_INSET = 28.0  # points from the left margin at which titles begin


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Lines of the first page by part. `masthead` holds the identities of the runs that are no part of the text."""

    organ: tuple[Line, ...]
    right: tuple[Line, ...]
    left: tuple[Line, ...]
    titles: tuple[tuple[Line, ...], ...]
    masthead: frozenset[int]


def front_page(page: Page, style: FontStyle) -> FrontPage:
    """The parts of a first page. One without a masthead has, as `left`, its upper lines, and the titles of a cover."""
    lines = lines_of(page.runs, 1)
    anchor = _anchor(lines, page)
    if anchor is None:
        upper = tuple(line for line in lines if line.y < 0.6 * page.height)
        return FrontPage((), (), upper, _cover_titles(lines, style, page), frozenset())
    right = lines_of(_right_runs(page, anchor), 1)
    taken = {id(run) for line in right for run in line.cells}
    others = lines_of([run for run in page.runs if id(run) not in taken], 1)
    floor = right[-1].y if right else anchor.y
    organ = _organ(others, floor, style)
    floor = max([floor, *(line.y for line in organ)])
    head = [line for line in others if line.y <= floor + 2]
    below = [line for line in others if line.y > floor + 2]
    left, titles = _split_titles(below, style, page)
    consumed = taken | {id(run) for line in head for run in line.cells}
    return FrontPage(tuple(organ), tuple(right), tuple(left), tuple(titles), frozenset(consumed))


def _anchor(lines: Sequence[Line], page: Page) -> Run | None:
    """The run that the right column of a masthead begins with: "Distr.", or else its date or language."""
    cells = [cell for line in lines if line.y < 0.4 * page.height for cell in line.cells if cell.x0 > 0.45 * page.width]
    for form in _RIGHT_BEGINS:
        for cell in cells:
            if form.match(cell.text.strip()):
                return cell
    return None


def _right_runs(page: Page, anchor: Run) -> list[Run]:
    """The runs of the masthead's right column, down to the line that names the original language."""
    runs = [
        run
        for run in page.runs
        if run.upright and run.x0 > anchor.x0 - 12 and anchor.y - 3 <= run.y < anchor.y + _BLOCK_HEIGHT
    ]
    ends = [run.y for run in runs if _ORIGINAL.match(run.text)]
    if ends:
        return [run for run in runs if run.y <= min(ends) + 14 * (_spans_two(runs, min(ends)))]
    return [run for run in runs if run.y < anchor.y + 60]


def _spans_two(runs: Sequence[Run], y: float) -> int:
    """1 where a second language stands right under the original one, else 0."""
    return int(any(0 < run.y - y < 16 and re.fullmatch(r"(?i)[A-Z]{5,8}", run.text.strip()) for run in runs))


def _organ(lines: Sequence[Line], floor: float, style: FontStyle) -> list[Line]:
    """The organ's name: large bold lines beside the right column, and those that follow closely under it."""
    near = [line for line in lines if line.y < floor + 80 and _is_name(line)]
    large = [line for line in near if line.size > (1.3 if style.even else 1.15) * style.size]
    organ: list[Line] = []
    for line in large:
        if organ and line.y - organ[-1].y > 2.2 * organ[-1].size:
            break
        organ.append(line)
    return organ


def _is_name(line: Line) -> bool:
    return _LETTERHEAD.fullmatch(line.plain.strip()) is None and "/" not in line.plain


def _split_titles(lines: Sequence[Line], style: FontStyle, page: Page) -> tuple[list[Line], list[tuple[Line, ...]]]:
    """The lines of the session block, and the groups of title lines after them."""
    if not lines:
        return [], []
    margin = min(line.x0 for line in lines)
    start = next((i for i, line in enumerate(lines) if _may_be_title(line, margin, style)), None)
    if start is None:
        return [line for line in lines if line.y < 0.45 * page.height], []
    groups: list[list[Line]] = []
    for line in lines[start:]:
        if groups and line.text.startswith("["):
            continue  # under a resolution's title: "[without reference to a Main Committee (A/78/L.1)]"
        if not _may_be_title(line, margin, style) or (style.even and lines[start].bold and not line.bold):
            break
        if groups and _same_title(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return list(lines[:start]), [tuple(group) for group in groups]


def _may_be_title(line: Line, margin: float, style: FontStyle) -> bool:
    """Titles are set in; in print they are bold, on a typewriter nothing tells them from text but where they stand."""
    if line.x0 < margin + _INSET or _BODY_BEGINS.match(line.plain) or not re.search(r"[^\W\d_]{3}", line.plain):
        return False
    return line.bold or not style.even or line.x0 > margin + 1.6 * _INSET


def _same_title(above: Line, below: Line) -> bool:
    alike = 0.9 < below.size / above.size < 1.11 and above.bold == below.bold
    return alike and below.y - above.y < 1.6 * above.size


def _cover_titles(lines: Sequence[Line], style: FontStyle, page: Page) -> tuple[tuple[Line, ...], ...]:
    """The groups of large lines on a page without masthead, the largest first."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.size < 1.15 * style.size or not _is_name(line) or line.y > 0.9 * page.height:
            continue
        if groups and _same_title(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(sorted((tuple(group) for group in groups), key=_prominence, reverse=True))


def _prominence(group: tuple[Line, ...]) -> float:
    """The size of a title's print; less for one of a single word, which is a logotype or the name of a series."""
    words = sum(len(without_marks(line.text).split()) for line in group)
    return group[0].size * (1.0 if words > 2 else 0.5)


def mark_front_matter(elements: Sequence[Element], front: FrontPage, words: Words) -> None:
    """Make the document's title its first heading, and keep agenda item and author's line from being headings."""
    titles = [without_marks(join_lines([line.text for line in group], words)) for group in front.titles]
    session = " ".join(without_marks(line.text) for line in front.left) if front.masthead else ""
    for element in elements:
        text = without_marks(element.text)
        if titles and text == titles[0]:
            element.kind, element.level, element.number = "heading", 1, None
        elif element.pages[0] == 1 and element.kind == "heading" and (text in titles[1:] or text in session):
            element.kind, element.level = "paragraph", None
