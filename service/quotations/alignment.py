"""Two texts word by word: where the one comes nearest to the other, and what differs there. The one module that imports
rapidfuzz."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from service.quotations.folding import DASHES, INVISIBLE, LIGATURES, QUOTE_MARKS

Kind = Literal["kept", "yours", "source"]
# A word at the edge that was exchanged leaves no trace in the source; as many words beside are looked at again.
MOST_WORDS_BESIDE = 5
# Pairs of equal words up to which long runs are sought; 200 words of English have some thousand.
MOST_PAIRS = 20_000

_WORD = re.compile(r"[^\W_]+(?:[’'ʼ.,:/][^\W_]+)*|[^\w\s]|_+")
_FOLDED = str.maketrans(
    {**dict.fromkeys(QUOTE_MARKS, "'"), **dict.fromkeys(DASHES, "-"), **dict.fromkeys(INVISIBLE, None), **LIGATURES}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a mark of a text, with what it is compared by."""

    key: str
    start: int
    end: int

    @property
    def tells(self) -> bool:
        """Whether it is a word or a number."""
        return any(map(str.isalnum, self.key))


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words that both texts have ("kept", as the source has it), or one of them alone."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """The stretch of a source that comes nearest to a quotation, as offsets into the source, with the differences.

    `kept` and `source` segments joined are that stretch exactly. `shared` is the number of words that both have in the
    same order, `similarity` their share of all words, in [0, 1].
    """

    start: int
    end: int
    shared: int
    similarity: float
    segments: tuple[Segment, ...]


def words_of(text: str) -> list[Word]:
    """The words and marks of a text, in order."""
    return [Word(match[0].translate(_FOLDED), match.start(), match.end()) for match in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Window:
    """The words `first` to `last` of `words`, a stretch of a source that a quotation may have come from; `score` orders
    such windows."""

    words: tuple[Word, ...]
    first: int
    last: int
    score: float


def best_window(mine: Sequence[Word], source: str, start: int, end: int) -> Window | None:
    """The words of `source[start:end]` that come nearest to `mine`; None when they have none in common. Quick, so that
    many stretches can be tried before one is compared in full."""
    theirs = tuple(Word(word.key, word.start + start, word.end + start) for word in words_of(source[start:end]))
    places = [place for place, word in enumerate(theirs) if word.tells]
    keys = [word.key for word in mine if word.tells]
    found = fuzz.partial_ratio_alignment(keys, [theirs[place].key for place in places]) if keys and places else None
    if found is None or not found.score:
        return None
    return Window(theirs, places[found.dest_start], places[found.dest_end - 1] + 1, found.score)


def likeness(quote: str, source: str, window: Window) -> Likeness | None:
    """How `quote` and the window of `source` are alike; None when no word of it is in the window."""
    mine = words_of(quote)
    first, last = _fitted(mine, window.words, window.first, window.last)
    if first == last:
        return None
    stretch = window.words[first:last]
    keys, others = [word.key for word in mine if word.tells], [word.key for word in stretch if word.tells]
    shared = sum(code.b - code.a for code in _codes(keys, others) if code.what == "equal")
    return Likeness(
        stretch[0].start,
        stretch[-1].end,
        shared,
        round(2 * shared / (len(keys) + len(others)), 3),
        tuple(_segments(quote, source, mine, stretch)),
    )


def _fitted(mine: Sequence[Word], theirs: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The range without words at its edges that only the source has, but with as many as were exchanged there."""
    codes = _codes([word.key for word in mine], [word.key for word in theirs[first:last]])
    if codes and codes[0].what == "insert":
        first += codes.pop(0).d
    if codes and codes[-1].what == "insert":
        last -= codes[-1].d - codes.pop().c
    if codes and codes[0].what == "delete":
        first = max(0, first - min(codes[0].b, MOST_WORDS_BESIDE))
    if codes and codes[-1].what == "delete":
        last = min(len(theirs), last + min(codes[-1].b - codes[-1].a, MOST_WORDS_BESIDE))
    return first, last


def _segments(quote: str, source: str, mine: Sequence[Word], theirs: Sequence[Word]) -> list[Segment]:
    """The differences in reading order."""
    found: list[Segment] = []
    for code in _codes([word.key for word in mine], [word.key for word in theirs]):
        if code.what in ("delete", "replace"):
            found.append(Segment("yours", _stretch(quote, mine, code.a, code.b)))
        if code.what != "delete":
            kind: Kind = "kept" if code.what == "equal" else "source"
            found.append(Segment(kind, _stretch(source, theirs, code.c, code.d)))
    return found


def _stretch(text: str, words: Sequence[Word], first: int, last: int) -> str:
    """The words `first` to `last` with what stands between them and the next."""
    return text[words[first].start : words[last].start if last < len(words) else words[-1].end]


class _Code(NamedTuple):
    """How `mine[a:b]` becomes `theirs[c:d]`: equal, replace, delete or insert."""

    what: str
    a: int
    b: int
    c: int
    d: int


def _codes(mine: Sequence[str], theirs: Sequence[str]) -> list[_Code]:
    """How the one becomes the other. Long equal runs read best, but take long where the same words come often; then the
    most equal words have to do."""
    counts = Counter(theirs)
    if sum(counts[word] for word in mine) <= MOST_PAIRS:
        return [_Code(*code) for code in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()]
    return [_Code(*code) for code in LCSseq.opcodes(mine, theirs)]
