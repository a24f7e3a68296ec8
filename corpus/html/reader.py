"""Read a saved web page: its main content as blocks, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.errors import FileRejectedError
from corpus.flow.headings import with_headings
from corpus.flow.masthead import Front, read_front
from corpus.flow.paragraphs import number_paragraphs
from corpus.flow.pieces import CELL_GAP, TITLE, Label, Piece, assembled
from corpus.html.decoding import decode_page
from corpus.html.notes import LABEL, NOTE, Note
from corpus.html.page import WebPage, read_page
from corpus.metadata.fields import merge, readings_from
from corpus.metadata.language import detect_language
from corpus.types import Draft, FieldReading, Metadata

if TYPE_CHECKING:
    from corpus.html.page import Element

_SURE = 0.9  # of what a page declares about itself
_SURE_OF_LANGUAGE = 0.95
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r" ?\n[ \n]*")
_OUTSIDE = ("head", "p", "list", "table", "quote", "div", "section", "article", "main", "center")


def read(data: bytes, path: str) -> Draft:
    """The draft of an .html file. Raises FileRejectedError with a reason for its owner."""
    text, is_whole = decode_page(data)
    page = read_page(text)
    pieces = list(_with_notes(_pieces(page.content), page.notes)) if page else []
    if page is None or not any(p.kind != "heading" and any(map(str.isalnum, p.text)) for p in pieces):
        raise FileRejectedError(
            "no main text was found in this web page.",
            "If scripts build it, print it to PDF in a browser; if it is a menu or a list of links, leave it out.",
        )
    if page.has_heading and not page.stands_alone and not any(piece.text == page.title for piece in pieces):
        pieces.insert(0, Piece("heading", page.title, TITLE))
    front = read_front(pieces, [], "text", stated=page.title, published=page.date)
    canonical, blocks = assembled(number_paragraphs(with_headings(pieces, front.title), front.title))
    language = detect_language(canonical)
    if page.stands_alone or front.found.symbols:
        found, readings = _of_paper(page, front)
    else:
        found = _of_page(page, front)
        readings = readings_from(found, "web page", _SURE)
    if language:
        readings = (*readings, FieldReading("language", "text", _SURE_OF_LANGUAGE))
    warnings = () if is_whole else ("some characters could not be read in the page's encoding",)
    return Draft(canonical, blocks, replace(found, language=language), warnings, readings=readings)


def _of_page(page: WebPage, front: Front) -> Metadata:
    """What a page of a site declares. The date is that of publication: web pages declare no other."""
    return Metadata(
        title=page.title,
        date=page.date,
        start_date=page.date,
        end_date=page.date,
        distribution_date=page.date,
        body=page.site,
        author=None if page.author == page.site or front.found.symbols else page.author,  # a paper's is its typist
        document_type=front.found.document_type,
        url=page.url,
        sources=(page.url,) if page.url else (),
    )


def _of_paper(page: WebPage, front: Front) -> tuple[Metadata, tuple[FieldReading, ...]]:
    """What a paper says at its top, and what its page declares of the rest."""
    declared = _of_page(page, front)
    found = merge(front.found, declared)
    told = {reading.field for reading in front.readings}
    rest = (reading for reading in readings_from(declared, "web page", _SURE) if reading.field not in told)
    return found, (*front.readings, *rest)


def _with_notes(pieces: Iterator[Piece], notes: Sequence[Note]) -> Iterator[Piece]:
    """The pieces without marks, each with the notes that it refers to behind it."""
    for piece in pieces:
        places = [int(match[1]) for match in NOTE.finditer(piece.text)]
        text, cells = NOTE.sub("", piece.text), tuple(NOTE.sub("", cell) for cell in piece.cells)
        yield replace(piece, text=text, cells=cells, opening=NOTE.sub("", piece.opening))
        for note in (notes[place] for place in places if place < len(notes)):
            yield Piece("footnote", f"{note.mark} {note.text}", number=note.mark)


def _pieces(parent: Element) -> Iterator[Piece]:
    """The blocks of a container. Text that stands loose between its elements is a paragraph of its own."""
    bold = parent.get("rend") == "bold"
    loose = parent.text or ""
    for element in parent:
        if element.tag in _OUTSIDE:
            yield from _paragraph(loose, bold)
            loose = element.tail or ""
            yield from _piece(element)
        else:
            loose += _inline(element) + (element.tail or "")
    yield from _paragraph(loose, bold)


def _piece(element: Element) -> Iterator[Piece]:
    if element.tag == "head":
        level = (element.get("rend") or "h2")[1:]
        if heading := _tidy(_inline(element)).replace("\n", " "):
            yield Piece("heading", heading, int(level) if level.isdigit() else 2)
    elif element.tag == "list":
        yield from _items(element, 1)
    elif element.tag == "table":
        for row in element.iter("row"):
            cells = tuple(_tidy(_inline(cell)) for cell in row.iterchildren("cell"))
            if line := CELL_GAP.join(" ".join(cell.split()) for cell in cells if cell):
                yield Piece("table", line, cells=cells)
    else:
        yield from _pieces(element)


def _items(listing: Element, level: int) -> Iterator[Piece]:
    for part in listing:
        if part.tag == "item":
            inner = list(part.iterchildren("list"))
            if own := _tidy(_inline(part, skip="list"), labelled=True):
                yield _labelled(own, level)
            for deeper in inner:
                yield from _items(deeper, level + 1)
        elif part.tag == "list":
            yield from _items(part, level + 1)
        else:
            yield from _piece(part)


def _labelled(text: str, level: int) -> Piece:
    """An item with the number in front of it."""
    match = LABEL.match(text)
    if match is None:
        return Piece("item", text, level, opening=text[:40])
    label = Label(match[3], match[1], int(match[2]), f"{match[1]} {match[2]}")
    rest = text[match.end() :]
    return Piece("item", f"{label.text} {rest}", level, label, rest[:40])


def _paragraph(text: str, bold: bool) -> Iterator[Piece]:
    if tidy := _tidy(text):
        yield Piece("paragraph", tidy, opening=tidy[:40], bold=bold)


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


def _tidy(text: str, *, labelled: bool = False) -> str:
    plain = text if labelled else LABEL.sub(r"\3 ", text)
    return _LINE_ENDS.sub("\n", _BLANKS.sub(" ", plain)).strip()
