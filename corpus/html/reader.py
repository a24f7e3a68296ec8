"""Read a saved web page: its main content as blocks, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import FileRejectedError
from corpus.html.decoding import decode_page
from corpus.html.page import WebPage, read_page
from corpus.language import detect_language
from corpus.metadata import readings_from
from corpus.paragraph_numbers import Numbered, number_blocks
from corpus.types import Block, BlockKind, Draft, Metadata

if TYPE_CHECKING:
    from corpus.html.page import Element

Piece = tuple[BlockKind, str, int | None]

_SURE = 0.9  # of what a page declares about itself
CELL_GAP = " | "
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r" ?\n[ \n]*")
_PRINTED = re.compile(r"(\d{1,3})\.\s")
_OUTSIDE = ("head", "p", "list", "table", "quote", "div", "section", "article", "main", "center")


def read(data: bytes, path: str) -> Draft:
    """The draft of an .html file. Raises FileRejectedError with a reason for its owner."""
    text, is_whole = decode_page(data)
    page = read_page(text)
    pieces = list(_pieces(page.content)) if page else []
    if page is None or not any(kind != "heading" and any(map(str.isalnum, content)) for kind, content, _ in pieces):
        raise FileRejectedError(
            "no main text was found in this web page.",
            "If scripts build it, print it to PDF in a browser; if it is a menu or a list of links, leave it out.",
        )
    blocks: list[Block] = []
    at = 0
    for kind, content, level in pieces:
        blocks.append(Block(kind, at, at + len(content), level))
        at += len(content) + 2
    warnings = () if is_whole else ("some characters could not be read in the page's encoding",)
    canonical = "\n\n".join(content for _, content, _ in pieces)
    found = _metadata(page, canonical)
    readings = readings_from(found, "web page", _SURE)
    return Draft(canonical, _numbered(canonical, blocks), found, warnings, readings=readings)


def _metadata(page: WebPage, text: str) -> Metadata:
    """The date is that of publication: web pages declare no other."""
    return Metadata(
        title=" ".join(page.title.split()),
        date=page.date,
        start_date=page.date,
        end_date=page.date,
        distribution_date=page.date,
        body=page.site,
        author=page.author if page.author != page.site else None,
        language=detect_language(text),
        url=page.url,
        sources=(page.url,) if page.url else (),
    )


def _numbered(text: str, blocks: list[Block]) -> tuple[Block, ...]:
    candidates = [
        Numbered(place, place + 1, match.group(1))
        for place, block in enumerate(blocks)
        if block.kind == "paragraph" and (match := _PRINTED.match(text, block.start))
    ]
    return number_blocks(text, blocks, candidates)


def _pieces(parent: Element) -> Iterator[Piece]:
    """The blocks of a container. Text that stands loose between its elements is a paragraph of its own."""
    loose = parent.text or ""
    for element in parent:
        if element.tag in _OUTSIDE:
            yield from _paragraph(loose)
            loose = element.tail or ""
            yield from _piece(element)
        else:
            loose += _inline(element) + (element.tail or "")
    yield from _paragraph(loose)


def _piece(element: Element) -> Iterator[Piece]:
    if element.tag == "head":
        level = (element.get("rend") or "h2")[1:]
        if heading := _tidy(_inline(element)).replace("\n", " "):
            yield "heading", heading, int(level) if level.isdigit() else 2
    elif element.tag == "list":
        yield from _items(element, 1)
    elif element.tag == "table":
        for row in element.iter("row"):
            if line := _row(row):
                yield "table", line, None
    else:
        yield from _pieces(element)


def _items(listing: Element, level: int) -> Iterator[Piece]:
    for item in listing.iterchildren("item"):
        inner = list(item.iterchildren("list"))
        if own := _tidy(_inline(item, skip="list")):
            yield "item", own, level
        for deeper in inner:
            yield from _items(deeper, level + 1)


def _row(row: Element) -> str:
    cells = (" ".join(_inline(cell).split()) for cell in row.iterchildren("cell"))
    return CELL_GAP.join(cell for cell in cells if cell)


def _paragraph(text: str) -> Iterator[Piece]:
    if tidy := _tidy(text):
        yield "paragraph", tidy, None


def _inline(element: Element, skip: str = "") -> str:
    """All the text in an element; what used to stand on lines of its own does so again."""
    if element.tag == "lb":
        return "\n"
    parts = [element.text or ""]
    for part in element:
        gap = "\n" if part.tag in _OUTSIDE or part.tag == "item" else ""
        if part.tag != skip:
            parts += [gap, _inline(part, skip), gap]
        parts.append(part.tail or "")
    return "".join(parts)


def _tidy(text: str) -> str:
    return _LINE_ENDS.sub("\n", _BLANKS.sub(" ", text)).strip()
