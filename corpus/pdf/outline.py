"""What each group of lines is: heading, numbered paragraph, item, paragraph, table row or note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.paragraph_numbers import OPERATIVE
from corpus.pdf.footnotes import mark_of
from corpus.pdf.lines import marks, without_marks
from corpus.pdf.numbering import ItemLevels, Opening, paragraph_numbers
from corpus.pdf.paragraphs import BULLET, CAPTION, DECIMAL, ITEM, NUMBER, FontStyle, LineGroup, number_at
from corpus.pdf.text import Words, join_lines
from corpus.types import BlockKind

_CLOSED = re.compile(r"[.:;,?!…\]][\"”’')\]]*(?: and| or| \d{1,3}/)?$")
_CHAPTER = re.compile(r"(?:[IVXL]{1,6}\.?|Chapter [IVXL\d]+|Part [IVX\w]+|Section [IVX\d]+)(?=\s|$)")
_ANNEX = re.compile(r"(?i)(?:annex|appendix|enclosure|attachment)(?:es)?\b(?: [IVXL\d]{1,5}| [A-Z])?")
_SECTION = re.compile(r"[A-Z]\.(?=\s)")
_SUBSECTION = re.compile(r"(?:\d{1,2}|[a-z])\.(?=\s)|\((?:[a-z]{1,2}|[ivx]+|\d{1,2})\)")
_NO_TITLE = re.compile(r"\(|Rapporteur\b")
_LONGEST_HEADING = 400


@dataclass(slots=True)
class Element:
    """One block to be: its text with note marks still in it, what it is, and the pages that it stands on."""

    kind: BlockKind
    text: str
    pages: tuple[int, int]
    number: str | None = None
    level: int | None = None

    @property
    def marks(self) -> list[str]:
        return marks(self.text)


def outline(groups: Sequence[LineGroup], style: FontStyle, words: Words, centre: float) -> list[Element]:
    """The elements of the document's body in order. `centre` is the middle of the text, in points from the left."""
    texts = [group.row if group.row is not None else _text(group, words) for group in groups]
    headings = [
        group.row is None and _is_heading(group, without_marks(text), style, centre)
        for group, text in zip(groups, texts, strict=True)
    ]
    numbers = _numbers(groups, texts, headings, style)
    elements: list[Element] = []
    items, levels = ItemLevels(), HeadingLevels(style)
    for index, (group, text) in enumerate(zip(groups, texts, strict=True)):
        previous = elements[-1] if elements else None
        if headings[index] and previous is not None and _completes(previous, group, text):
            previous.text = f"{previous.text} {text}"
        elif headings[index]:
            items.enter(None)
            elements.append(Element("heading", text, group.pages, level=levels.level(text, group.lines[0].size)))
        else:
            label = next((label for later in texts[index + 1 : index + 4] if (label := _item_label(later))), None)
            elements.append(_element(group, text, numbers.get(index), items, label))
    return elements


def _completes(previous: Element, group: LineGroup, text: str) -> bool:
    """Whether a heading is the title that belongs to a label on its own: "Annex I", "Table 2"."""
    if previous.pages[1] != group.pages[0] or _numeral(text) or _ANNEX.match(text):
        return False
    label = without_marks(previous.text)
    return CAPTION.fullmatch(label) is not None or (previous.kind == "heading" and _ANNEX.fullmatch(label) is not None)


def _item_label(text: str) -> str | None:
    match = ITEM.match(without_marks(text))
    return match[1] if match else None


def _text(group: LineGroup, words: Words) -> str:
    return join_lines([line.text for line in group.lines], words)


def _element(group: LineGroup, text: str, number: str | None, items: ItemLevels, following: str | None) -> Element:
    if group.row is not None:
        return Element("table", text, group.pages)
    mark = mark_of(group.lines[0])
    if mark is not None:
        return Element("footnote", text, group.pages, number=mark)
    if number is not None:
        items.enter(number)
        return Element("paragraph", text, group.pages, number=number)
    bare = without_marks(text)
    if match := ITEM.match(bare):
        full, level = items.item(match[1], following)
        return Element("item", text, group.pages, number=full, level=level)
    if BULLET.match(bare):
        return Element("item", text, group.pages, level=1)
    if NUMBER.match(bare) and len(bare.split()) < 40:
        items.enter(None)  # what is lettered below it belongs to the list, not to the paragraph before
        return Element("item", text, group.pages, level=1)
    return Element("paragraph", text, group.pages)


def _numbers(
    groups: Sequence[LineGroup], texts: Sequence[str], headings: Sequence[bool], style: FontStyle
) -> dict[int, str]:
    """The printed paragraph numbers, by index of the group."""
    openings: list[tuple[int, Opening]] = []
    decimals: list[tuple[int, str]] = []
    for index, group in enumerate(groups):
        bare = without_marks(texts[index])
        if group.row is not None or headings[index]:
            continue
        match = number_at(bare, style)
        count = len(bare.split()) - 1
        closed = _CLOSED.search(bare) is not None
        if match and count:
            value = int(match[1].replace("l", "1").replace("I", "1"))
            openings.append(
                (index, Opening(value, count, closed, OPERATIVE.match(bare) is not None, group.lines[0].x0))
            )
        elif (decimal := DECIMAL.match(bare)) and closed and count >= 12:
            decimals.append((index, decimal[1]))
    accepted = paragraph_numbers([opening for _, opening in openings])
    found = {index: str(opening.value) for (index, opening), yes in zip(openings, accepted, strict=True) if yes}
    return found | (dict(decimals) if len(decimals) >= 4 else {})


def _is_heading(group: LineGroup, text: str, style: FontStyle, centre: float) -> bool:
    if len(text) > _LONGEST_HEADING or len(group.lines) > 8 or not re.search(r"[^\W\d_]{2}|^[IVX]+\.?$", text):
        return False
    if CAPTION.match(text) or text.startswith(("*", "[")) or BULLET.match(text):
        return False
    closed = re.search(r"[.;:,][\"”’')\]]*$", text) is not None and not re.search(r"\betc\.$", text)
    bold = style.even and all(line.bold for line in group.lines)
    italic = style.even and all(line.italic for line in group.lines)
    if closed:
        larger = style.even and not style.scanned and all(line.size > 1.05 * style.size for line in group.lines)
        return (italic and DECIMAL.match(text) is not None) or (larger and NUMBER.match(text) is not None)
    if bold:
        return True
    large = style.even and not style.scanned and all(line.size > 1.12 * style.size for line in group.lines)
    if large or _ANNEX.fullmatch(text):
        return True
    words = text.split()
    if italic:
        return len(words) <= 30 and group.gap and (group.right - group.lines[-1].x1) > 20
    return group.gap and len(words) <= 40 and _is_typed_heading(group, text, centre)


def _numeral(text: str) -> bool:
    return bool(_CHAPTER.match(text) or _SECTION.match(text) or _SUBSECTION.match(text))


def _is_typed_heading(group: LineGroup, text: str, centre: float) -> bool:
    """Whether a group is a heading as a typewriter sets it: capitals or a numeral, in the middle of the page."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters) > 0.9 * len(letters) and len(letters) >= 4
    middle = all(abs((line.x0 + line.x1) / 2 - centre) < 0.05 * centre for line in group.lines)
    inset = all(line.x0 > group.left + 1.5 * line.size for line in group.lines)
    if capitals:
        return middle or _CHAPTER.match(text) is not None or len(text.split()) <= 8
    return middle and inset and not _NO_TITLE.match(text) and (_numeral(text) or _is_centred(group))


def _is_centred(group: LineGroup) -> bool:
    """Whether lines about the middle of the page were set there one by one, which an indented quotation is not."""
    starts = [line.x0 for line in group.lines]
    if len(starts) > 1:
        return max(starts) - min(starts) > group.lines[0].size / 2
    width = group.right - group.left
    return starts[0] > group.left + 0.12 * width and group.lines[0].x1 < group.right - 0.12 * width


class HeadingLevels:
    """Gives headings their depth: 2 for chapters and annexes, 3 for sections, and so on; 1 is the title's."""

    def __init__(self, style: FontStyle) -> None:
        self._style = style
        self._letter = ""
        self._numbered = 1

    def level(self, text: str, size: float) -> int:
        """The depth of the heading `text`. One without a numeral stands below the last one that has one."""
        section = _SECTION.match(text)
        if section and (text[0] not in "IVXLCDM" or (self._letter and ord(text[0]) == ord(self._letter) + 1)):
            self._letter, self._numbered = text[0], 3
        elif _ANNEX.match(text) or _CHAPTER.match(text):
            self._letter, self._numbered = "", 2
        elif section:
            self._letter, self._numbered = text[0], 3
        elif DECIMAL.match(text) or _SUBSECTION.match(text):
            self._numbered = 5 if text.startswith("(") else 4
        elif self._style.even and size > 1.3 * self._style.size:
            self._numbered = 2
        else:
            return min(self._numbered + 1, 6)
        return self._numbered
