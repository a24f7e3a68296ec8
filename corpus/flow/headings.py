"""Which pieces of a flowing text are its headings, and at what level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from corpus.flow.pieces import Piece
from corpus.structure.divisions import annex_heading

_LONGEST_BOLD_HEADING = 120
_LONGEST_LINE_ABOVE_TITLE = 200


def with_headings(pieces: Sequence[Piece], title: int | None) -> list[Piece]:
    """The pieces with headings from level 1, which is the document's title alone: the piece at place `title`, if one is
    known, or else a single topmost heading that everything else stands under."""
    if title is None:
        headed = _with_bold_headings(list(pieces))
        return _shifted(headed, 1 if _begins_with_title(headed) else 2)
    below = _shifted(_with_bold_headings(list(pieces[title + 1 :])), 2)
    return [*_shifted(pieces[:title], 2), replace(pieces[title], kind="heading", level=1), *below]


def _with_bold_headings(pieces: list[Piece]) -> list[Piece]:
    """Where nobody used heading styles, short paragraphs in bold type are the headings that a reader sees."""
    if any(piece.kind == "heading" for piece in pieces):
        return pieces
    bold = [_is_bold_heading(piece) for piece in pieces]
    if 2 * sum(bold) > len(pieces):
        return pieces
    return [replace(p, kind="heading", level=1) if bold[i] else p for i, p in enumerate(pieces)]


def _is_bold_heading(piece: Piece) -> bool:
    is_short = len(piece.text) <= _LONGEST_BOLD_HEADING or annex_heading(piece.text) is not None
    is_short = is_short and "\n" not in piece.text
    return piece.kind in ("paragraph", "item") and piece.bold and is_short and piece.text[-1] not in ".;:,"


def _begins_with_title(pieces: Sequence[Piece]) -> bool:
    levels = _levels(pieces)
    above = takewhile(lambda piece: piece.kind != "heading", pieces)
    stands_first = all(len(piece.text) <= _LONGEST_LINE_ABOVE_TITLE for piece in above)
    return bool(levels) and levels[0] == min(levels) and levels.count(levels[0]) == 1 and stands_first


def _shifted(pieces: Sequence[Piece], top: int) -> list[Piece]:
    """The pieces with headings from level `top`."""
    shift = top - min(_levels(pieces), default=top)
    return [replace(p, level=p.level + shift) if p.kind == "heading" and p.level is not None else p for p in pieces]


def _levels(pieces: Sequence[Piece]) -> list[int]:
    return [piece.level for piece in pieces if piece.kind == "heading" and piece.level is not None]
