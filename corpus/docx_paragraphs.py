"""Which of the numbers in a Word file are names of paragraphs ("para. 12"), and which are marks of a list.

Numbers name paragraphs where one count runs through the document: over its headings, or through most of its text. A
count that begins anew in every list names nothing that could be cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.docx_pieces import Piece
from corpus.docx_subparagraphs import Subparagraphs

Value = tuple[int, ...]
"""A number with its parts: 12 is (12,), 2.4 is (2, 4)."""

FEWEST = 3
_LEAST_ACROSS_HEADINGS = 0.25
_LEAST_WITHIN = 0.5
_AUTOMATIC = re.compile(r"\(?(\d{1,4}(?:\.\d{1,3})*)[.)]?")
_TYPED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)(?:[.)]?\t\s*|\.\s+)(?=\S)")


@dataclass(slots=True)
class _Count:
    """Numbers that follow one another: where they stand and what they are."""

    key: str
    places: list[int]
    first: Value
    last: Value


def number_paragraphs(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with their printed numbers where they have some: "12", "12 (a)", "12 (a) (i)", "2.4"."""
    named = {place for count in _naming_counts(pieces) for place in count.places}
    numbered: list[Piece] = []
    below = Subparagraphs()
    for place, piece in enumerate(pieces):
        value = _value(piece)
        if piece.kind == "heading":
            below = Subparagraphs()
        elif place in named and value is not None:
            below = Subparagraphs(_shown(value))
            piece = replace(piece, kind="paragraph", level=None, number=_shown(value))
        elif piece.kind in ("paragraph", "item"):
            number = below.number_of(piece, None if value is None else _shown(value))
            if number is not None:
                piece = replace(piece, kind="item", level=below.depth, number=number)
        numbered.append(piece)
    return numbered


def _naming_counts(pieces: Sequence[Piece]) -> list[_Count]:
    """The count that names paragraphs, and those that take over from it, as in an annex."""
    counts = _joined(_counts(pieces))
    weights = [_weight(pieces, count) for count in counts]
    fit = [i for i, count in enumerate(counts) if _names(pieces, count, weights[i])]
    if not fit:
        return []
    main = counts[max(fit, key=lambda i: weights[i])]
    naming = [main]
    for i, count in enumerate(counts):
        apart = count.places[0] > main.places[-1] or count.places[-1] < main.places[0]
        if apart and (i in fit or (count.key == main.key and count.first[-1] == 1)):
            naming.append(count)
    return naming


def _names(pieces: Sequence[Piece], count: _Count, weight: float) -> bool:
    span = pieces[count.places[0] : count.places[-1]]
    crosses = any(piece.kind == "heading" for piece in span)
    return len(count.places) >= FEWEST and weight >= (_LEAST_ACROSS_HEADINGS if crosses else _LEAST_WITHIN)


def _counts(pieces: Sequence[Piece]) -> list[_Count]:
    """Runs of successive numbers in lists of one kind, in order of their beginnings."""
    counts: list[_Count] = []
    for place, piece in enumerate(pieces):
        value = _value(piece)
        if value is None:
            continue
        key = piece.label.series if piece.label else f"typed {piece.place}"
        running = [c for c in counts if c.key == key and _follows(c.last, value)]
        if running:
            count = max(running, key=lambda c: c.places[-1])
            count.places.append(place)
            count.last = value
        else:
            counts.append(_Count(key, [place], value, value))
    return counts


def _joined(counts: list[_Count]) -> list[_Count]:
    """Counts of different lists that a reader sees as one: the second goes on where the first has ended."""
    joined: list[_Count] = []
    for count in counts:
        before = [c for c in joined if c.places[-1] < count.places[0] and _follows(c.last, count.first)]
        if before and count.first[-1] > 1:
            earlier = max(before, key=lambda c: c.places[-1])
            earlier.places += count.places
            earlier.last = count.last
        else:
            joined.append(count)
    return joined


def _follows(last: Value, value: Value) -> bool:
    """Whether 13 after 12, 2.5 after 2.4, 3.1 after 2.4."""
    if len(last) != len(value):
        return False
    changed = next((i for i, (a, b) in enumerate(zip(last, value, strict=True)) if a != b), None)
    return changed is not None and value[changed] == last[changed] + 1 and set(value[changed + 1 :]) <= {1}


def _weight(pieces: Sequence[Piece], count: _Count) -> float:
    """The part of the body, by length, that stands in the paragraphs of a count and in the items under them."""
    body = sum(len(piece.text) for piece in pieces if piece.kind in ("paragraph", "item"))
    return sum(len(piece.text) for place in count.places for piece in _with_items(pieces, place)) / max(body, 1)


def _with_items(pieces: Sequence[Piece], place: int) -> Iterator[Piece]:
    yield pieces[place]
    for piece in pieces[place + 1 :]:
        if piece.kind == "footnote":
            continue
        if piece.kind != "item" or _value(piece) is not None:
            return
        yield piece


def _value(piece: Piece) -> Value | None:
    if piece.kind not in ("paragraph", "item"):
        return None
    match = _AUTOMATIC.fullmatch(piece.label.text) if piece.label else _TYPED.match(piece.opening)
    return tuple(int(part) for part in match.group(1).split(".")) if match else None


def _shown(value: Value) -> str:
    return ".".join(map(str, value))
