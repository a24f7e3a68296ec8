"""A Word file's body as a flat list of pieces, in reading order: headings, paragraphs, items, tables, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.docx.inline import Inline, InlineReader, is_gone
from corpus.docx.notes import Notes
from corpus.docx.numbering import Counters
from corpus.docx.styles import Styles, heading_level, is_contents
from corpus.docx.xml import ALTERNATE, child, chosen, switch, value, w
from corpus.flow.pieces import CELL_GAP, Piece

if TYPE_CHECKING:
    from corpus.docx.xml import Element

_LONGEST_HEADING = 200
_PARAGRAPH, _TABLE, _CONTROL, _ROW, _CELL = w("p"), w("tbl"), w("sdt"), w("tr"), w("tc")
_WRAPPERS = {w(n) for n in ("customXml", "sdtContent", "ins", "moveTo")}
_FOREIGN = w("altChunk")


@dataclass(slots=True)
class PieceReader:
    """Reads containers of paragraphs and tables one after the other: numbering and notes count on from one to the
    next. A class because of these counts."""

    styles: Styles
    counters: Counters
    inline: InlineReader
    notes: Notes
    unread: int = 0
    _carried: Inline | None = None

    def read(self, container: Element) -> Iterator[Piece]:
        """The pieces of a body, a text box, a cell or a note. A footnote follows the piece that refers to it."""
        yield from self._read_each(container)
        rest, self._carried = self._carried, None
        if rest is not None and rest.text:
            yield Piece("paragraph", rest.text)

    def endnotes(self) -> Iterator[Piece]:
        """The endnotes that were referred to, in order; to be asked for at the end of the body."""
        for mark, body in self.notes.endnotes():
            yield from self._note(mark, body)

    def _read_each(self, wrapper: Element) -> Iterator[Piece]:
        for element in wrapper:
            yield from self._read_any(element)

    def _read_any(self, element: Element) -> Iterator[Piece]:
        if element.tag == _PARAGRAPH:
            yield from self._paragraph(element)
        elif element.tag == _TABLE:
            yield from self._table(element)
        elif element.tag == _CONTROL:
            content = child(element, "sdtContent")
            gallery = value(element, "sdtPr", "docPartObj", "docPartGallery")
            is_instruction = switch(element, "sdtPr", "showingPlcHdr")
            if content is not None and gallery != "Table of Contents" and not is_instruction:
                yield from self._read_each(content)
        elif element.tag == ALTERNATE:
            branch = chosen(element)
            if branch is not None:
                yield from self._read_each(branch)
        elif element.tag in _WRAPPERS:
            yield from self._read_each(element)
        elif element.tag == _FOREIGN:
            self.unread += 1

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        properties = child(paragraph, "pPr")
        lineage = self.styles.of_paragraph(properties)
        inline, self._carried = self._carried or Inline(), None
        self.inline.read(paragraph, lineage, inline)
        if is_gone(properties):
            self._carried = inline
            return
        text = inline.text
        if not text and self.styles.hides(child(properties, "rPr"), lineage):
            return
        label = self.counters.next_label(properties, lineage)
        if text and not is_contents(lineage):
            piece = Piece("paragraph", text, None, label, inline.opening, _place(properties), not inline.plain)
            yield _with_label(_sorted_out(piece, heading_level(properties, lineage)))
        for mark, body in self.notes.refer(inline.notes):
            yield from self._note(mark, body)
        for box in inline.boxes:
            yield from self.read(box)

    def _table(self, table: Element) -> Iterator[Piece]:
        """A table row by row, each a piece. A table of one column is there for its frame: what stands in it
        is read as if it stood outside."""
        rows = [list(_cells(row)) for row in _rows(table)]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self.read(cell)
            return
        notes: list[Piece] = []
        for row in rows:
            yield from self._row(row, notes)
        yield from notes

    def _row(self, row: list[Element], notes: list[Piece]) -> list[Piece]:
        """A row as a line, then the rows of the tables inside its cells as lines of their own. Its notes go to
        `notes`."""
        cells: list[str] = []
        inner: list[Piece] = []
        for cell in row:
            own: list[str] = []
            for piece in self.read(cell):
                if piece.kind == "footnote":
                    notes.append(piece)
                elif piece.kind == "table":
                    inner.append(piece)
                else:
                    own.append(piece.text)
            cells.append("\n".join(own))
        line = CELL_GAP.join(" ".join(cell.split()) for cell in cells if cell)
        return [*([Piece("table", line, cells=tuple(cells))] if line else []), *inner]

    def _note(self, mark: str, body: Element) -> Iterator[Piece]:
        text = "\n".join(piece.text for piece in self.read(body))
        if not mark.isalnum():  # an author's own mark is also typed into the note
            text = text.removeprefix(mark).lstrip()
        if text:
            yield Piece("footnote", f"{mark} {text}", number=mark)


def _sorted_out(piece: Piece, heading: int | None) -> Piece:
    """The piece as what it is: a heading, a list item, or the paragraph it was taken for."""
    # Lawyers use heading styles to number whole paragraphs.
    is_paragraph = len(piece.text) > _LONGEST_HEADING and piece.text.endswith((".", ";", ":"))
    if heading is not None and not is_paragraph:
        return replace(piece, kind="heading", level=heading)
    if piece.label is not None:
        return replace(piece, kind="item", level=piece.label.level + 1)
    return piece


def _with_label(piece: Piece) -> Piece:
    if piece.label is None or not piece.label.text:
        return piece
    return replace(piece, text=f"{piece.label.text} {piece.text}")


def _place(properties: Element | None) -> str:
    indent = child(properties, "ind")
    left = None if indent is None else indent.get(w("left")) or indent.get(w("start"))
    return f"{value(properties, 'pStyle')}:{left}"


def _rows(table: Element) -> Iterator[Element]:
    """The rows that are there once changes are accepted, whatever wraps them."""
    for element in table:
        if element.tag == _ROW:
            if child(element, "trPr", "del") is None:
                yield element
        elif element.tag == _CONTROL or element.tag in _WRAPPERS:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row that show something of their own: not the lower parts of one that spans rows."""
    for element in row:
        if element.tag == _CELL:
            merge = child(element, "tcPr", "vMerge")
            is_lower_part = merge is not None and merge.get(w("val")) != "restart"
            if not is_lower_part and child(element, "tcPr", "cellDel") is None:
                yield element
        elif element.tag == _CONTROL or element.tag in _WRAPPERS:
            yield from _cells(element)
