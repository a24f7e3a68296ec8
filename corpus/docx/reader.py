"""Read a Word file: canonical text, blocks, and what the file says of itself.

Tracked changes are read as accepted. Left out are comments, hidden text, headers and footers (but for the symbol in
them), and tables of contents, which repeat the headings. Word settles pages only when it prints, so no block has any.
Of the file's properties only the title is taken: its dates are those of the file, its language is what the program was
set to.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.docx.inline import InlineReader, lines_of
from corpus.docx.notes import read_notes
from corpus.docx.numbering import Counters, read_lists
from corpus.docx.package import Package, open_package
from corpus.docx.pieces import PieceReader
from corpus.docx.styles import read_styles
from corpus.errors import FileRejectedError
from corpus.flow.headings import with_headings
from corpus.flow.masthead import read_front
from corpus.flow.paragraphs import number_paragraphs
from corpus.flow.pieces import Piece, assembled
from corpus.metadata.language import detect_language
from corpus.types import Draft, FieldReading

_SURE_OF_LANGUAGE = 0.95
_SURE_OF_PROPERTY = 0.6  # of a title that is only among the file's properties, where old ones stay
# What programs and templates put into the title property without anybody's doing.
_NO_TITLE = re.compile(r"microsoft word\b.*|document ?\d*|untitled.*|word document|.*\.docx?|[\W\d_]*", re.IGNORECASE)


def read(data: bytes, path: str) -> Draft:
    """The draft of a .docx file. Raises FileRejectedError with a reason for its owner."""
    package = open_package(data)
    pieces, headers, unread = _pieces(package)
    if not any(piece.kind != "heading" for piece in pieces):
        raise FileRejectedError("a Word file without text.", "Is it made of pictures? Export it with its text.")
    front = read_front(pieces, headers, "print", stated=_title(package))
    text, blocks = assembled(number_paragraphs(with_headings(pieces, front.title), front.title))
    found = replace(front.found, language=detect_language(text))
    readings = [*front.readings, FieldReading("language", "text", _SURE_OF_LANGUAGE)]
    if front.title is None and found.title:
        readings.append(FieldReading("title", "text", _SURE_OF_PROPERTY))
    warnings = (f"{unread} embedded documents were not read",) if unread else ()
    return Draft(text, blocks, found, warnings, readings=tuple(readings))


def _pieces(package: Package) -> tuple[list[Piece], list[str], int]:
    """The pieces of body and endnotes, the lines in the headers of the pages, and how much could not be read."""
    styles = read_styles(package.styles)
    inline = InlineReader(styles)
    reader = PieceReader(
        styles,
        Counters(read_lists(package.numbering, styles), styles),
        inline,
        read_notes(package.footnotes, package.endnotes, package.settings, package.body),
    )
    pieces = [*reader.read(package.body), *reader.endnotes()]
    return pieces, [line for header in package.headers for line in lines_of(header, inline)], reader.unread


def _title(package: Package) -> str:
    """The title property, where somebody filled it in."""
    stated = " ".join(package.title.split())
    return "" if _NO_TITLE.fullmatch(stated) else stated
