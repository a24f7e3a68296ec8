"""What the printer put on each page around the text: running heads, page numbers, job numbers, bar codes.

Such lines stand at the edges of a page. They are known by their form, or because they come again on other pages at the
same height. They are taken out of the text; the page numbers among them are kept as the pages' printed labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.lines import MARK_OPEN, Line
from corpus.symbols import find_symbols

_EDGE = 0.14  # of the page's height: where furniture may stand
_REPEAT = 0.11
_LANGUAGES = r"(?:English|Arabic|Chinese|French|Russian|Spanish)(?: (?:only|and French only))?"
_FORMS = re.compile(
    rf"""(?ix)
    (?:pa[gq]e|p\.)\ *\d{{1,4}}                               # Page 12
    | [-–—]?\ *\d{{1,4}}\ *[-–—]?                              # 12, - 12 -
    | [ivxl]{{1,6}}
    | /\s*\.\s*\.\s*\.?                                        # /...
    | {_LANGUAGES}
    | \(?page\ \d+\)?
    | please\ recycle.*
    | \*[0-9A-Z]{{5,12}}\*?                                    # *2416783*
    | GE\.\s?\d\d-\d{{4,6}}.*                                  # GE.25-05795 (E) 170425
    | V\.\s?\d\d-\d{{4,6}}.*
    | (?:\d{{2}}-\d{{5}})(?:\ *\(E\))?(?:\ +\d{{6}})*(?:\ +\d+/\d+)?(?:\ +/\s?\.\.\.)?  # 25-12345 (E) 170425
    | (?:\d+/\d+|\d+|[ivxl]+)\ +(?:\d{{2}}|GE\.\d\d|V\.\d\d)-\d{{4,6}}
    | (?:\d{{2}}|GE\.\d\d|V\.\d\d)-\d{{4,6}}\ +(?:\d+/\d+|\d+|[ivxl]+)
    | \d\d-[\dIl]{{5}}\ +\d{{4}}[a-z]?\ *\([EFRSC]\).*          # 84-17984 2308c (E)
    | [\[\d\]\s*(E)]{{6,}}
    | [_\-–—=•.\s]{{1,}}
    """
)
_PAGE_OF = re.compile(r"(\d{1,4}) */ *(\d{1,4})")  # 2/15; 2025/8 is the number of a decision
_CONFUSED = str.maketrans("i1|!j", "lllll")
_MISREAD = {"engllsh", "french", "spanlsh", "russlan"}
_SLASHED = re.compile(r"(?:^|\s)(\d{1,4})\s*/\s*\d{1,4}(?:\s|$)")
_LABEL = re.compile(r"(?i)(?:page\s*)?(\d{1,4}|[ivxl]{1,6})")


@dataclass(frozen=True, slots=True)
class Stripped:
    """One page without its furniture: what is left, what was taken, and the page number that was printed."""

    lines: tuple[Line, ...]
    furniture: tuple[Line, ...]
    label: str | None


def strip_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[Stripped]:
    """Each page's lines without running heads, page numbers, job numbers and bar codes."""
    repeated = _repeated(pages, heights)
    return [_strip(lines, height, repeated) for lines, height in zip(pages, heights, strict=True)]


def page_label(texts: Sequence[str]) -> str | None:
    """The page number among pieces of furniture: "2/15", "Page 2", or a number that stands alone."""
    for text in texts:
        if match := _SLASHED.search(text):
            return match[1]
    for text in texts:
        if match := _LABEL.fullmatch(text.strip()):
            return match[1]
    return None


def _keys(line: Line) -> set[tuple[str, int]]:
    """What makes a line the same on another page: its text, or its text but for a number that counts the pages."""
    text, row = line.plain, round(line.y / 12)
    texts = {text.casefold()}
    for number in re.finditer(r"\d{1,4}", text):
        counted = f"#{int(number[0]) - line.page}"
        texts.add((text[: number.start()] + counted + text[number.end() :]).casefold())
    return {(key, row + shift) for key in texts for shift in (-1, 0, 1)}


def _repeated(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[tuple[str, int]]:
    """What stands at the same height near the edge of at least three pages, and of every fourth."""
    seen: Counter[tuple[str, int]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        edge = [line for line in lines if not _REPEAT * height < line.y < (1 - _REPEAT) * height]
        seen.update(set().union(*map(_keys, edge)))
    return {key for key, count in seen.items() if count >= max(3, len(pages) // 4)}


def _strip(lines: Sequence[Line], height: float, repeated: set[tuple[str, int]]) -> Stripped:
    at_edge = [line for line in lines if not _EDGE * height < line.y < (1 - _EDGE) * height]
    taken = [
        line for line in at_edge if _is_form(line.text) or _keys(line) & repeated or _is_running_head(line, height)
    ]
    head = [line for line in taken if line.y < height / 2 and _only_furniture_beyond(line, lines, taken, above=True)]
    foot = [line for line in taken if line.y > height / 2 and _only_furniture_beyond(line, lines, taken, above=False)]
    gone = {id(line) for line in (*head, *foot)}
    return Stripped(
        tuple(line for line in lines if id(line) not in gone), (*head, *foot), page_label(_pieces((*foot, *head)))
    )


def _only_furniture_beyond(line: Line, lines: Sequence[Line], taken: Sequence[Line], *, above: bool) -> bool:
    """Whether nothing but furniture stands between `line` and the edge of its page."""
    known = {id(other) for other in taken}
    beyond = [other for other in lines if (other.y < line.y - 1 if above else other.y > line.y + 1)]
    return all(id(other) in known for other in beyond)


def _is_form(text: str) -> bool:
    """Whether a line says nothing but where it stands: symbol, language, page, job number, bar code."""
    text = text.strip()
    if page_of := _PAGE_OF.fullmatch(text):
        return int(page_of[1]) <= int(page_of[2])
    if _FORMS.fullmatch(text) or _squashed(text) in _MISREAD:
        return True
    if text.startswith((MARK_OPEN, "*")):
        return False  # a note that consists of a symbol
    rest = text
    for _, _, symbol in find_symbols(text):
        rest = rest.replace(symbol, " ", 1)
    rest = re.sub(rf"(?i)\b(?:page \d+|{_LANGUAGES})\b", " ", rest)
    return rest != text and not re.sub(r"[\s*\-–/.\d]", "", rest)


def _is_running_head(line: Line, height: float) -> bool:
    """Whether a line at the top of a later page has a symbol as a cell, as where title and date stand beside it."""
    if line.page == 1 or line.y > _REPEAT * height or len(line.cells) < 2:
        return False
    return any(find_symbols(cell.text)[:1] == [(0, len(cell.text), cell.text)] for cell in line.cells)


def _squashed(text: str) -> str:
    """The text without white space, and letters that a scan confuses made equal."""
    return re.sub(r"\s+", "", text).casefold().translate(_CONFUSED)


def _pieces(furniture: Sequence[Line]) -> list[str]:
    cells = [cell.text for line in furniture for cell in line.cells]
    return cells + [line.plain for line in furniture]
