"""The canonical text of a PDF, put together once from its elements and footnotes; blocks slice exactly into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.pdf.footnotes import Note, without_lead
from corpus.pdf.lines import without_marks
from corpus.pdf.outline import Element
from corpus.pdf.text import Words, join_lines
from corpus.types import Block

_BETWEEN = "\n\n"
_SLASHED = re.compile(r"(?<=\S) (\d{1,3}|[a-z]|\*{1,3})/(?=[\s.,;:)\"”]|$)")  # a typewriter's note mark in the text


def assemble(elements: Sequence[Element], notes: Sequence[Note], words: Words) -> tuple[str, tuple[Block, ...]]:
    """The text and its blocks. A footnote stands after the block that refers to it, or after its page's last one."""
    footnotes = _footnotes(notes, words)
    slashed = {note.number for note in (*footnotes, *elements) if note.kind == "footnote" and _is_slashed(note)}
    following: dict[int, list[Element]] = {}
    for note in footnotes:
        following.setdefault(_referring(note, elements, slashed), []).append(note)
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for element in _in_order(elements, following):
        text = _quotable(element, slashed)
        if not any(character.isalnum() for character in text):
            continue  # a printer's ornament: "* * *", "-----"
        if parts:
            position += len(_BETWEEN)
        parts.append(text)
        blocks.append(Block(element.kind, position, position + len(text), element.level, element.number, element.pages))
        position += len(text)
    return _BETWEEN.join(parts), tuple(blocks)


def _in_order(elements: Sequence[Element], following: dict[int, list[Element]]) -> Iterator[Element]:
    yield from following.get(-1, [])
    for index, element in enumerate(elements):
        yield element
        yield from following.get(index, [])


def _footnotes(notes: Sequence[Note], words: Words) -> list[Element]:
    """The footnotes as elements; one that runs over to the next page is one element."""
    footnotes: list[Element] = []
    for note in notes:
        text = join_lines([line.text for line in note.lines], words)
        page = note.lines[0].page
        if note.mark is None and footnotes:
            last = footnotes[-1]
            last.text, last.pages = f"{last.text} {text}", (last.pages[0], page)
        else:
            footnotes.append(Element("footnote", text, (page, page), number=note.mark))
    return footnotes


def _is_slashed(note: Element) -> bool:
    return note.number is not None and note.text.startswith(f"{note.number}/")


def _referring(note: Element, elements: Sequence[Element], slashed: set[str | None]) -> int:
    """The index of the element that the footnote belongs to: -1 where it stands before all of them."""
    page = note.pages[0]
    near = [index for index, element in enumerate(elements) if element.pages[0] <= page <= element.pages[1]]
    for index in near:
        marks = elements[index].marks
        if note.number in marks or (note.number in slashed and note.number in _SLASHED.findall(elements[index].text)):
            return index
    return near[-1] if near else max((i for i, element in enumerate(elements) if element.pages[0] <= page), default=-1)


def _quotable(element: Element, slashed: set[str | None]) -> str:
    """The element's text as it is quoted: without note marks, but for the one that a footnote opens with."""
    if element.kind == "footnote":
        return " ".join(
            part for part in (element.number, without_marks(without_lead(element.text, element.number)).strip()) if part
        )
    text = without_marks(element.text)
    if slashed:
        text = _SLASHED.sub(lambda match: "" if match[1] in slashed else match[0], text)
    return re.sub(r"\s+", " ", text).strip()
