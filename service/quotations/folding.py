"""Text without what a quotation may change in it: white space, quotation marks, dashes, ligatures, line-end hyphens.

A text is folded to its letters, digits and punctuation; what stood between two of them is its gap, note signs too. Two
texts with the same letters are compared gap by gap, so that only what may differ does: "co-\\noperation" is
"cooperation" and "co-operation", but "now here" is not "nowhere" and "5" is not "-5". Letter case always counts.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from corpus.text.superscripts import NOTE_SIGN, RAISED, RAISED_DIGITS

Offsets = npt.NDArray[np.int32]
Change = Literal[
    "white space",
    "quotation marks",
    "dashes",
    "hyphenation",
    "characters",
    "markup",
    "final punctuation",
    "note sign",
    "paragraph number",
    "altered in brackets",
    "words left out",
    "marks of omission",
]

QUOTE_MARKS = "\"'`´‘’‚‛“”„‟«»‹›′″ʼ＂＇「」『』"
DASHES = "-‐‑‒–—―⁃−﹘﹣－"
HYPHENS = "-‐‑"
_WHOLE = ("", *HYPHENS)
# Joiners, marks of direction, the soft hyphen: nobody sees them.
INVISIBLE = "".join(
    map(
        chr,
        [
            0xAD,
            0x34F,
            0x61C,
            0x180E,
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            0x2060,
            *range(0x2066, 0x206A),
            0xFEFF,
        ],
    )
)
MARKUP = "*_#>•"
SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_RAISED_NUMBER = re.compile(f"{RAISED}+")
# Typographic forms of several letters; superscripts and fractions are not among them, as they mean something.
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."}

_separators = frozenset(QUOTE_MARKS + DASHES + INVISIBLE + MARKUP + SPACES)
_IS_SEPARATOR = np.zeros(sys.maxunicode + 1, dtype=bool)
_IS_SEPARATOR[[ord(mark) for mark in _separators]] = True

_IS_RAISED = np.zeros(sys.maxunicode + 1, dtype=bool)
_IS_RAISED[[*map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹")]] = True

_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_IRREGULAR = re.compile(rf"[{''.join(LIGATURES)}]|[^{_COMBINING}][{_COMBINING}]+")
_IS_IRREGULAR = np.zeros(sys.maxunicode + 1, dtype=bool)
_IS_IRREGULAR[[*map(ord, LIGATURES)]] = True
for _first, _last in ((0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF)):
    _IS_IRREGULAR[_first : _last + 1] = True

_LINE_MARK = re.compile(r"\n[^\S\n]*(?:[-*+•>]|#{1,6})(?=\s)")
# Whoever pastes may lose the line end after a hyphen; a stored text has it, or means "pre- and post-trial".
_BROKEN_WHEN_TYPED = re.compile(rf"\u00ad|[{HYPHENS}\u00ad][{INVISIBLE}]*\s[\s{INVISIBLE}]*+")
_BROKEN_WHEN_STORED = re.compile(rf"\u00ad|[{HYPHENS}\u00ad][^\S\n]*\n\s*")
_DASH_RUN = re.compile(rf"(?<!\s)\s*[{DASHES}][{DASHES}\s]*")
_QUOTE_RUN = re.compile(rf"[{QUOTE_MARKS}]+")
# Han, Kana, Thai, Lao, Myanmar and Khmer are written without spaces between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_INVISIBLES = str.maketrans(dict.fromkeys(INVISIBLE))


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its letters.

    `text` is `raw` with ligatures taken apart and accents put together; `starts[i]` and `ends[i]` are where its i-th
    character stands in `raw`, both None where the two are the same. `letters` are the characters of `text` that are no
    separators, and `at[i]` is the place of the i-th of them in `text`. `raised` are numbers that a source must have
    above the line to say the same.
    """

    raw: str
    text: str
    letters: str
    at: Offsets
    starts: Offsets | None = None
    ends: Offsets | None = None
    raised: tuple[str, ...] = ()

    def before(self, i: int) -> str:
        """What stands between the letter `i` and the one before it, or the beginning."""
        return self.text[self.at[i - 1] + 1 if i else 0 : self.at[i]]

    def after(self, i: int) -> str:
        """What stands between the letter `i` and the one after it, or the end."""
        return self.text[self.at[i] + 1 : self.at[i + 1] if i + 1 < len(self.at) else None]

    def start(self, place: int) -> int:
        """Where the character of `text` at `place` begins in `raw`."""
        return place if self.starts is None else int(self.starts[place])

    def end(self, place: int) -> int:
        """Where the character of `text` at `place` ends in `raw`."""
        return place + 1 if self.ends is None else int(self.ends[place])


def fold(text: str) -> Folded:
    """The text with its letters and their places."""
    codes = _codes(text)
    plain, starts, ends = text, None, None
    if _IS_IRREGULAR[codes].any():
        plain, starts, ends = _regular(text)
        codes = _codes(plain)
    kept = _are_letters(plain, codes)
    return Folded(text, plain, _text(codes[kept]), np.flatnonzero(kept).astype(np.int32), starts, ends)


def letters_of(text: str) -> str:
    """The letters of a text alone; they cost a fraction of its whole folding to keep."""
    codes = _codes(text)
    if _IS_IRREGULAR[codes].any():
        text = _regular(text)[0]
        codes = _codes(text)
    return _text(codes[_are_letters(text, codes)])


def bare_letters(text: str) -> str:
    """The text without separators and note signs, its ligatures and accents as they are."""
    codes = _codes(without_signs(text))
    return _text(codes[~_IS_SEPARATOR[codes]])


def without_signs(text: str) -> str:
    """The text without digits that are set above the line."""
    return RAISED_DIGITS.sub("", text)


def raised_in(text: str) -> list[str]:
    """The numbers that are set above the line, in order."""
    return _RAISED_NUMBER.findall(text)


def has_word(text: str) -> bool:
    """Whether anything of the text is a letter or a digit."""
    return any(map(str.isalnum, text))


def goes_on(left: str, right: str) -> bool:
    """Whether a word or a number goes on from the character `left` to `right`, each empty at the edge of a text. Where
    words are written without spaces nobody can say so, and any letter may be the last of one."""
    if not _of_word(left) or not _of_word(right):
        return False
    if _is_mark(right) or (left.isnumeric() and right.isnumeric()):
        return True
    return not _UNSPACED.match(left) and not _UNSPACED.match(right)


def gap_changes(mine: str, theirs: str, left: str, right: str) -> frozenset[Change] | None:
    """How the gap `theirs` of the source differs from `mine`, both between the letters `left` and `right` (empty at the
    edges of a text); None where it is another text that way."""
    if mine == theirs:
        return frozenset()
    if (without_signs(mine), without_signs(theirs)) != (mine, theirs):
        found = gap_changes(without_signs(mine), without_signs(theirs), left, right)
        return None if found is None else found | {"note sign"}
    between_letters = left.isalpha() and right.isalpha()
    if between_letters and (
        (mine in _WHOLE and _BROKEN_WHEN_STORED.fullmatch(theirs))
        or (theirs in _WHOLE and _BROKEN_WHEN_TYPED.fullmatch(mine))
    ):
        return frozenset({"hyphenation"})
    for bare, marked in ((theirs, False), (_without_markup(theirs, left, right), True)):
        if _plain_gap(mine, left, right) == _plain_gap(bare, left, right):
            return _named(mine, bare) | ({"markup"} if marked else frozenset())
    return None


def _are_letters(text: str, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Which characters of the text are letters, and neither separators nor in a note sign."""
    kept = ~_IS_SEPARATOR[codes]
    if _IS_RAISED[codes].any():  # most texts have none, and to look for them takes far longer than this
        for sign in RAISED_DIGITS.finditer(text):
            if NOTE_SIGN.match(text, sign.start()):
                kept[sign.start() : sign.end()] = False
    return kept


def _regular(text: str) -> tuple[str, Offsets, Offsets]:
    """The text with ligatures taken apart and accents put together, and where its characters begin and end in it."""
    pieces: list[str] = []
    starts: list[Offsets] = []
    ends: list[Offsets] = []
    done = 0
    for match in _IRREGULAR.finditer(text):
        piece = LIGATURES.get(match[0]) or unicodedata.normalize("NFC", match[0])
        pieces += [text[done : match.start()], piece]
        run = np.arange(done, match.start(), dtype=np.int32)
        starts += [run, np.full(len(piece), match.start(), dtype=np.int32)]
        ends += [run + 1, np.full(len(piece), match.end(), dtype=np.int32)]
        done = match.end()
    run = np.arange(done, len(text), dtype=np.int32)
    return "".join([*pieces, text[done:]]), np.concatenate([*starts, run]), np.concatenate([*ends, run + 1])


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _text(codes: npt.NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _without_markup(gap: str, left: str, right: str) -> str:
    """The gap without marks of Markdown: emphasis, and what opens a list item, a heading or a block quotation."""
    gap = _LINE_MARK.sub("\n", gap)
    return gap if left.isalnum() and right.isalnum() and gap.strip() == gap else re.sub(r"[*_]", "", gap)


def _plain_gap(gap: str, left: str, right: str) -> str:
    """The gap with one kind of quotation mark and of dash, and no more white space than keeps words apart."""
    gap = _DASH_RUN.sub("-", gap.translate(_INVISIBLES))
    spaced = re.sub(r"\s+", " ", _QUOTE_RUN.sub('"', gap))
    parted = goes_on(left, right) or (left in ".,:" and right.isdigit())
    return spaced if parted and spaced == " " else spaced.replace(" ", "")


def _of_word(character: str) -> bool:
    return character.isalnum() or _is_mark(character)


def _is_mark(character: str) -> bool:
    """Whether it is a vowel sign, an accent or the like, and so a part of the letter before it."""
    return bool(character) and unicodedata.category(character).startswith("M")


def _named(mine: str, theirs: str) -> frozenset[Change]:
    """The kinds of difference between two gaps that mean the same."""
    found: set[Change] = set()
    for name, marks in (("quotation marks", QUOTE_MARKS), ("dashes", DASHES), ("white space", SPACES + INVISIBLE)):
        if [mark for mark in mine if mark in marks] != [mark for mark in theirs if mark in marks]:
            found.add(name)  # type: ignore[arg-type]  # the names of the table are kinds of change
    return frozenset(found)
