"""Which of the numbers in a flowing text are names of paragraphs ("para. 12"), and which are marks of a list.

Numbers name paragraphs where one count runs through the document: over its headings, or through most of its text. A
count that begins anew in every list names nothing that could be cited.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from corpus.flow.pieces import Piece
from corpus.structure.labels import label

Value = tuple[int, ...]
"""A number with its parts: 12 is (12,), 2.4 is (2, 4)."""

FEWEST = 3
_LEAST_ACROSS_HEADINGS = 0.25
_LEAST_WITHIN = 0.5
_INTERRUPTIONS = 40  # so many other counts of its kind may stand between two numbers of one
_AUTOMATIC = re.compile(r"\(?(\d{1,4}(?:\.\d{1,3})*)[.)]?")
_TYPED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)(?:[.)]?\t\s*|\.\s+)(?=\S)")


@dataclass(slots=True, eq=False)
class _Count:
    """Numbers that follow one another: where they stand and what they are."""

    key: str
    places: list[int]
    first: Value
    last: Value


def number_paragraphs(pieces: Sequence[Piece], title: int | None) -> list[Piece]:
    """The pieces, with their printed numbers where they have some: "12", "12 (a)", "12 (a) (i)", "2.4". What stands
    above the `title` is a masthead, and no text."""
    body = islice(pieces, title or 0, None)
    length = sum(len(piece.text) for piece in body if _may_be_numbered(piece))
    named = {place for count in _naming_counts(pieces, length) for place in count.places}
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


def _may_be_numbered(piece: Piece) -> bool:
    """Whether a piece is text that has numbers where others have: not so the preamble of a resolution, whose clauses
    all end with a comma."""
    return piece.kind in ("paragraph", "item") and not piece.text.endswith(",")


def _naming_counts(pieces: Sequence[Piece], body: int) -> list[_Count]:
    """The count that names paragraphs, and those that take over from it, as in an annex. `body` is the length of the
    text that may be numbered."""
    counts = _joined(_counts(pieces))
    shares = [_length(pieces, count) / max(body, 1) for count in counts]
    fit = [i for i, count in enumerate(counts) if _names(pieces, count, shares[i])]
    if not fit:
        return []
    main = counts[max(fit, key=lambda i: shares[i])]
    naming = [main]
    for i, count in enumerate(counts):
        apart = count.places[0] > main.places[-1] or count.places[-1] < main.places[0]
        if apart and (i in fit or (count.key == main.key and count.first[-1] == 1)):
            naming.append(count)
    return naming


def _names(pieces: Sequence[Piece], count: _Count, share: float) -> bool:
    if len(count.places) < FEWEST or share < _LEAST_ACROSS_HEADINGS:
        return False
    between = islice(pieces, count.places[0], count.places[-1])
    return share >= _LEAST_WITHIN or any(piece.kind == "heading" for piece in between)


def _counts(pieces: Sequence[Piece]) -> list[_Count]:
    """Runs of successive numbers in lists of one kind, in order of their beginnings."""
    counts: list[_Count] = []
    open_counts: dict[str, list[_Count]] = defaultdict(list)  # by key, the last one that went on at the end
    for place, piece in enumerate(pieces):
        value = _value(piece)
        if value is None:
            continue
        key = piece.label.series if piece.label else f"typed {piece.place}"
        recent = open_counts[key]
        count = next((count for count in reversed(recent) if _follows(count.last, value)), None)
        if count is None:
            count = _Count(key, [place], value, value)
            counts.append(count)
        else:
            recent.remove(count)
            count.places.append(place)
            count.last = value
        open_counts[key] = [*recent[-_INTERRUPTIONS:], count]
    return counts


def _joined(counts: list[_Count]) -> list[_Count]:
    """Counts of different lists that a reader sees as one: the second goes on where the first has ended."""
    joined: list[_Count] = []
    by_last: dict[Value, list[_Count]] = defaultdict(list)
    for count in counts:
        before = by_last[(*count.first[:-1], count.first[-1] - 1)]
        earlier = next((c for c in reversed(before) if c.places[-1] < count.places[0]), None)
        if earlier is None or count.first[-1] == 1:
            joined.append(count)
            earlier = count
        else:
            before.remove(earlier)
            earlier.places += count.places
            earlier.last = count.last
        by_last[earlier.last].append(earlier)
    return joined


def _follows(last: Value, value: Value) -> bool:
    """Whether 13 after 12, 2.5 after 2.4, 3.1 after 2.4."""
    if len(last) != len(value):
        return False
    changed = next((i for i, (a, b) in enumerate(zip(last, value, strict=True)) if a != b), None)
    return changed is not None and value[changed] == last[changed] + 1 and set(value[changed + 1 :]) <= {1}


def _length(pieces: Sequence[Piece], count: _Count) -> int:
    """How much text stands in the paragraphs of a count and in the items under them."""
    return sum(len(piece.text) for place in count.places for piece in _with_items(pieces, place))


def _with_items(pieces: Sequence[Piece], place: int) -> Iterator[Piece]:
    yield pieces[place]
    for below in range(place + 1, len(pieces)):
        piece = pieces[below]
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


_FORMS = ("lowerLetter", "lowerRoman", "upperLetter", "upperRoman", "russianLower")
_AUTOMATIC_PART = re.compile(r"\(?(\w{1,6})[.)]?")
_TYPED_PART = re.compile(r"\(?([^\W\d_]{1,5})\)\s+(?=\S)")


@dataclass(slots=True)
class _Depth:
    form: str
    count: int
    shown: str


@dataclass(slots=True)
class Subparagraphs:
    """What has been counted under one numbered paragraph; under None, nothing is."""

    paragraph: str | None = None
    _depths: list[_Depth] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How deep the last subparagraph stands, 1 for one directly under its paragraph."""
        return max(len(self._depths), 1)

    def number_of(self, piece: Piece, decimal: str | None) -> str | None:
        """The full number of the next piece, "12 (a) (i)" or, where `decimal` goes on from the paragraph's own
        number, "12.1"; None where it is no subparagraph."""
        if self.paragraph is None:
            return None
        if decimal is not None:
            return decimal if decimal.startswith(self.paragraph + ".") else None
        match = _AUTOMATIC_PART.fullmatch(piece.label.text) if piece.label else _TYPED_PART.match(piece.opening)
        if match is None or not self._enter(match.group(1), [piece.label.form] if piece.label else list(_FORMS)):
            return None
        return " ".join([self.paragraph, *(f"({depth.shown})" for depth in self._depths)])

    def _enter(self, shown: str, forms: list[str]) -> bool:
        """Count a mark where it fits: as the next one at a depth that is open, else as the first of a new depth.

        "(i)" goes on from "(h)" where there is one; otherwise it is a Roman one.
        """
        for form in forms:
            for place in reversed(range(len(self._depths))):
                depth = self._depths[place]
                if depth.form == form and label(depth.count + 1, form) == shown:
                    self._depths[place:] = [_Depth(form, depth.count + 1, shown)]
                    return True
        for form in forms:
            if form in _FORMS and label(1, form) == shown:
                same = next((i for i, depth in enumerate(self._depths) if depth.form == form), len(self._depths))
                self._depths[same:] = [_Depth(form, 1, shown)]
                return True
        return False
