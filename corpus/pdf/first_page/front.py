"""What of a first page is no part of the text, and which of its lines is the document's heading."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.pdf.first_page.labeller import Labelled
from corpus.pdf.lines import without_marks
from corpus.pdf.outline import Element
from corpus.pdf.text import Words, join_lines

_MASTHEAD = {"head", "symbol", "distribution", "date", "language", "other", "body", "session", "days", "agenda"}
_ALWAYS = {"head", "symbol", "distribution", "date", "language"}
_SURE = 0.8  # probability from which a piece is taken out of the text
_LOWEST = 0.55  # of the page's height: mastheads and session blocks end above it


def outside_text(front: Sequence[Labelled]) -> frozenset[int]:
    """The identities of the runs of the masthead and of the session block: they are shown as metadata, and no passage of
    the text. A page without a right column has no masthead, and all of it is text."""
    if not any(piece.segment.right for piece in front):
        return frozenset()
    taken: set[int] = set()
    for piece in front:
        segment = piece.segment
        above = segment.page == 1 and segment.y < _LOWEST
        if above and piece.label in _MASTHEAD and (segment.right or piece.certainty > _SURE or piece.label in _ALWAYS):
            taken.update(map(id, segment.runs))
    return frozenset(taken)


def mark_titles(elements: Sequence[Element], front: Sequence[Labelled], words: Words) -> None:
    """Make the document's title its first heading, and keep agenda item and author's line from being headings."""
    titles = [_text(piece, words) for piece in front if piece.label == "title"]
    others = {_text(piece, words) for piece in front if piece.label in ("by", "agenda", "session", "body", "days")}
    for element in elements:
        if element.pages[0] > 2:
            break
        text = without_marks(element.text).strip()
        if titles and text == titles[0]:
            element.kind, element.level, element.number = "heading", 1, None
        elif element.pages[0] == 1 and element.kind == "heading" and (text in titles[1:] or text in others):
            element.kind, element.level = "paragraph", None


def _text(piece: Labelled, words: Words) -> str:
    return join_lines([without_marks(line) for line in piece.segment.lines], words)
