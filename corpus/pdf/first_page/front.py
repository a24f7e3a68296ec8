"""What of a first page is no part of the text, and which of its lines is the document's heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.pdf.first_page.fields import FrontPage
from corpus.pdf.first_page.labeller import Labelled
from corpus.pdf.lines import without_marks
from corpus.pdf.outline import Element
from corpus.places import SUBJECT

_COLUMN = {"head", "symbol", "distribution", "date", "language"}
_BLOCK = {"body", "session", "days", "agenda"}
_BELOW = 0.02  # of the page's height: how far under the last line of its right column a masthead reaches
_LIKELY = 0.5
_SURE = 0.8  # probability from which a piece is taken out of the text
_LOWEST = 0.55  # of the page's height: mastheads and session blocks end above it


def outside_text(front: Sequence[Labelled]) -> frozenset[int]:
    """The identities of the runs of the masthead and of the session block: they are shown as metadata, and no passage
    of the text. A page without a right column has no masthead, and all of it is text."""
    column = [piece.segment.y for piece in front if piece.segment.right and _is_column(piece)]
    if not column:
        return frozenset()
    taken: set[int] = set()
    for piece in front:
        segment = piece.segment
        if segment.page != 1 or segment.y > _LOWEST:
            continue
        beside = segment.right and segment.y <= max(column) + _BELOW
        block = piece.label in _BLOCK and piece.certainty > _SURE and not SUBJECT.fullmatch(segment.plain)
        if _is_column(piece) or beside or block:
            taken.update(map(id, segment.runs))
    return frozenset(taken)


def _is_column(piece: Labelled) -> bool:
    """Whether a piece is one of a masthead's own, and no cell of a table beside it."""
    return piece.label in _COLUMN and piece.certainty > _LIKELY and any(map(str.isalpha, piece.segment.plain))


def mark_titles(elements: Sequence[Element], front: FrontPage) -> None:
    """Make the document's title its first heading, and keep agenda item and author's line from being headings."""
    titles = [front.text(piece) for piece in front.of("title")]
    others = {front.text(piece) for piece in front.of("by", "agenda", "session", "body", "days")}
    for element in elements:
        if element.pages[0] > 2:
            break
        text = re.sub(r"\s*\*{1,4}(?=$|\s)", "", without_marks(element.text)).strip()
        if titles and text == titles[0]:
            element.kind, element.level, element.number = "heading", 1, None
        elif element.pages[0] == 1 and element.kind == "heading" and (text in titles[1:] or text in others):
            element.kind, element.level = "paragraph", None
