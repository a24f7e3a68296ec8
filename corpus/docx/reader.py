"""Read a Word file: canonical text, blocks, and what the file says of itself.

Tracked changes are read as accepted. Left out are comments, hidden text, headers and footers (but for the symbol in
them), and tables of contents, which repeat the headings. Word settles pages only when it prints, so no block has any.
Of the file's properties only the title is taken: its dates are those of the file, its language is what the program was
set to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from corpus.docx.inline import InlineReader, lines_of
from corpus.docx.masthead import read_masthead
from corpus.docx.notes import read_notes
from corpus.docx.numbering import Counters, read_lists
from corpus.docx.package import Package, open_package
from corpus.docx.paragraphs import number_paragraphs
from corpus.docx.pieces import Piece, PieceReader
from corpus.docx.styles import TITLE, read_styles
from corpus.errors import FileRejectedError
from corpus.language import detect_language
from corpus.metadata import readings_from
from corpus.types import Block, Draft

_SURE = 0.9  # of what the top of a Word file says, which no model has been asked about
_LONGEST_BOLD_HEADING = 120
_LONGEST_LINE_ABOVE_TITLE = 200
# What programs and templates put into the title property without anybody's doing.
_NO_TITLE = re.compile(r"microsoft word\b.*|document ?\d*|untitled.*|word document|.*\.docx?|[\W\d_]*", re.IGNORECASE)


def read(data: bytes, path: str) -> Draft:
    """The draft of a .docx file. Raises FileRejectedError with a reason for its owner."""
    package = open_package(data)
    pieces, headers, unread = _pieces(package)
    if not any(piece.kind != "heading" for piece in pieces):
        raise FileRejectedError("a Word file without text.", "Is it made of pictures? Export it with its text.")
    pieces = number_paragraphs(_levelled(_with_bold_headings(pieces)))
    warnings = (f"{unread} embedded documents were not read",) if unread else ()
    text, blocks = _assembled(pieces)
    found = replace(read_masthead(headers, pieces, _title(package, pieces)), language=detect_language(text))
    return Draft(text, blocks, found, warnings, readings=readings_from(found, "text", _SURE))


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


def _assembled(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The canonical text, and the blocks that cut it up."""
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        blocks.append(Block(piece.kind, at, at + len(piece.text), piece.level, piece.number))
        at += len(piece.text) + 2
    return "\n\n".join(piece.text for piece in pieces), tuple(blocks)


def _with_bold_headings(pieces: list[Piece]) -> list[Piece]:
    """Where nobody used heading styles, short paragraphs in bold type are the headings that a reader sees."""
    if any(piece.kind == "heading" and piece.level != TITLE for piece in pieces):
        return pieces
    bold = [_is_bold_heading(piece) for piece in pieces]
    if 2 * sum(bold) > len(pieces):
        return pieces
    return [
        replace(piece, kind="heading", level=1 if place else TITLE) if bold[place] else piece
        for place, piece in enumerate(pieces)
    ]


def _is_bold_heading(piece: Piece) -> bool:
    is_short = len(piece.text) <= _LONGEST_BOLD_HEADING and "\n" not in piece.text
    return piece.kind in ("paragraph", "item") and piece.bold and is_short and piece.text[-1] not in ".;:,"


def _levelled(pieces: list[Piece]) -> list[Piece]:
    """The pieces with headings from level 1, which is the document's title alone: its own style has it, or else a
    single topmost heading that everything else stands under."""
    levels = [piece.level for piece in pieces if piece.kind == "heading" and piece.level is not None]
    if not levels:
        return pieces
    top = min(levels)
    above = takewhile(lambda piece: piece.kind != "heading", pieces)
    stands_first = all(len(piece.text) <= _LONGEST_LINE_ABOVE_TITLE for piece in above)
    is_title = levels[0] == top and levels.count(top) == 1 and stands_first
    shift = 1 - top if top == TITLE or is_title else 2 - top
    return [
        replace(piece, level=piece.level + shift) if piece.kind == "heading" and piece.level is not None else piece
        for piece in pieces
    ]


def _title(package: Package, pieces: Sequence[Piece]) -> str:
    """The title that a reader sees, else the title property where somebody filled it in."""
    shown = next((piece.text for piece in pieces if piece.kind == "heading" and piece.level == 1), "")
    stated = " ".join(package.title.split())
    return " ".join(shown.split()) or ("" if _NO_TITLE.fullmatch(stated) else stated)
