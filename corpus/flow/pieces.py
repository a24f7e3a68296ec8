"""A flowing text as a flat list of pieces, in reading order: headings, paragraphs, items, rows of tables, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Block, BlockKind

CELL_GAP = " | "
TITLE = 0
"""The level of a piece that its file marks as the document's title; headings have 1 to 9."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in front of a paragraph: "12.", "(a)"; empty for a bullet. `series` names the count it belongs to,
    `form` the number format of its level, `level` is 0-based."""

    text: str
    form: str
    level: int
    series: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to be. `text` begins with the label, if the block has one; `opening` is its beginning as typed, with
    tabs; `place` tells paragraphs apart that look alike but stand at different depths; `bold` says that all of the text
    is in bold type; `number` is the number of a paragraph, or a note's mark; `cells` are the cells of a table's row,
    with their lines."""

    kind: BlockKind
    text: str
    level: int | None = None
    label: Label | None = None
    opening: str = ""
    place: str = ""
    bold: bool = False
    number: str | None = None
    cells: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The lines that a reader sees, each cell's for itself."""
        return [line.strip() for part in self.cells or (self.text,) for line in part.split("\n") if line.strip()]


def assembled(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The canonical text, and the blocks that cut it up."""
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        blocks.append(Block(piece.kind, at, at + len(piece.text), piece.level, piece.number))
        at += len(piece.text) + 2
    return "\n\n".join(piece.text for piece in pieces), tuple(blocks)
