"""A quotation that says where it leaves words out ("...", "[...]") or alters some ("[T]he"), taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.verification_brackets import Gap, gap_of, prefix_in, suffix_in, unbracketed
from service.verification_folding import has_word
from service.verification_forms import Sought, forms

# Pieces whose letters are all fewer than this stand in every report in any order, which says nothing.
LONGEST_PIECE_AT_LEAST = 5
# A piece between two omissions may stand anywhere, and so must be told apart by words or by letters.
FEWEST_WORDS, FEWEST_LETTERS = 2, 4
# Nobody leaves words out more often within one quotation; each piece costs a search of its own.
MOST_PIECES = 12

_JOINT = re.compile(
    r"\[\s*(?:…|\.(?:\s*\.)+)\s*\]|\(\s*(?:…|\.(?:\s*\.)+)\s*\)|…|\.(?:\s*\.){2,}|\[(?P<altered>[^\[\]]{0,200})\]"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of quoted words between two joints, as it was `typed`, with the bracketed letters that touch its first and
    last word as `prefix` and `suffix`: the "T" of "[T]he", the "s" of "report[s]"."""

    typed: str
    prefix: str
    suffix: str
    forms: tuple[Sought, ...]

    def alone(self) -> Apart:
        """The piece to be sought by itself."""
        return Apart((self,), (Gap(), Gap()))

    @property
    def bracketed(self) -> str:
        """The word that a bracket cuts: "State[less]"."""
        words = self.typed.split()
        return words[0] if self.prefix else words[-1]

    @property
    def letters(self) -> str:
        """Its letters, without those in brackets."""
        return self.forms[0].folded.letters

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is told from other pieces by."""
        return self.forms[0].folded.raw.strip(), self.prefix, self.suffix


@dataclass(frozen=True, slots=True)
class Apart:
    """A quotation taken apart. `gaps` are what it says of the words before each of its pieces and behind the last.
    There are no pieces where it cannot be sought in pieces; `refused` says why not, where it was meant to be."""

    pieces: tuple[Piece, ...] = ()
    gaps: tuple[Gap, ...] = ()
    refused: str = ""

    def without_brackets(self) -> Apart:
        """The same pieces, whatever the brackets between them hold."""
        return replace(self, gaps=tuple(replace(gap, brackets=()) for gap in self.gaps))


def taken_apart(quote: str) -> Apart:
    """The pieces of a quotation, in order; none when it has no joint, words too short to be told apart, or more than
    MOST_PIECES."""
    text = unbracketed(quote)
    runs, marks = _runs(text)
    if not runs or not any(marks):
        return Apart()
    pieces = [
        _piece(run, before[-1] if before else None, after[0] if after else None)
        for run, (before, after) in zip(runs, pairwise(marks), strict=True)
    ]
    suffixes, prefixes = ["", *(piece.suffix for piece in pieces)], [*(piece.prefix for piece in pieces), ""]
    gaps = [gap_of(*one) for one in zip(marks, suffixes, prefixes, strict=True)]
    if text != quote:
        gaps[0] = replace(gaps[0], altered=True)
    refused = _refused(pieces, gaps)
    return Apart(refused=refused) if refused else Apart(tuple(pieces), tuple(gaps))


def may_hold(letters: str, apart: Apart) -> bool:
    """Whether a text with these letters can hold all the pieces at all."""
    return all(any(form.folded.letters in letters for form in piece.forms) for piece in apart.pieces)


def _runs(text: str) -> tuple[list[str], list[list[str | None]]]:
    """The runs of words between joints, and the joints before each and behind the last: the content of a bracket, None
    for words left out."""
    runs: list[str] = []
    marks: list[list[str | None]] = [[]]
    joints = [*_JOINT.finditer(text)]
    for before, after in zip([None, *joints], [*joints, None], strict=True):
        run = text[before.end() if before else 0 : after.start() if after else None]
        if has_word(run):
            runs.append(run)
            marks.append([])
        if after:
            marks[-1].append(after["altered"])
    return runs, marks


def _piece(run: str, before: str | None, after: str | None) -> Piece:
    prefix, suffix = prefix_in(before, run), suffix_in(after, run)
    typed = f"{f'[{prefix}]' if prefix else ''}{run.strip()}{f'[{suffix}]' if suffix else ''}"
    return Piece(typed, prefix, suffix, forms(run))


def _refused(pieces: Sequence[Piece], gaps: Sequence[Gap]) -> str:
    """Why these pieces are not sought; empty if they are."""
    if len(pieces) > MOST_PIECES:
        return f"It has {len(pieces)} pieces; at most {MOST_PIECES} are looked for."
    if all(len(piece.letters) < LONGEST_PIECE_AT_LEAST for piece in pieces):
        return "Its pieces are too short to be looked for."
    for piece, (before, after) in zip(pieces, pairwise(gaps), strict=True):
        loose = not before.altered and not after.altered
        if loose and len(piece.letters) < FEWEST_LETTERS and len(piece.typed.split()) < FEWEST_WORDS:
            return f"“{piece.typed}” is too short a piece to be looked for; give the words beside it too."
    return ""
