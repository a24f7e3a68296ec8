"""The forms in which a quotation is sought: as it is, and without what quoting commonly adds to its ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.text.superscripts import BEFORE_SIGN, NOTE_SIGN, RAISED, superscript
from service.quotations.brackets import Gap, gap_of, prefix_in, suffix_in, unbracketed
from service.quotations.folding import Change, Folded, fold, has_word, raised_in

# A question mark is not among them: it makes a question of a statement.
_CLOSING = ".,;:!…"
# A run is tried from its beginning only, and once: a row of dots must not take long.
_CLOSED = re.compile(rf"(?<![{re.escape(_CLOSING)}])[{re.escape(_CLOSING)}]++(?=\W*+\Z)")
# Digits are a note sign only behind a word that is no short form: "consensus.12", but not "Rev.1".
_NOTE_SIGN = re.compile(
    rf"(?<!{RAISED}){BEFORE_SIGN}{RAISED}++(?=\W*+\Z)|"
    r"(?<=[a-z]{5}[.,;:!?])(?<!paras[.])\d{1,3}(?=\W*+\Z)"
)
# Whoever copies a text without its looks has plain digits for those above the line: "consensus12", "(UNODC)14", "km2".
# All may be such digits, or only those that are not like a name's: "G20", "Rev.1".
_PLAIN_DIGITS = r"[0-9]{1,3}(?:[,;–-][0-9]{1,3})*(?![\w/])"
_BEHIND_MARK = r"(?<=[!?…%)\]”»])"
_PERHAPS_RAISED = (
    re.compile(rf"(?:(?<=[^\W\d_])|(?<=[^\s\d(\[][.,;:'’\"])|{_BEHIND_MARK}){_PLAIN_DIGITS}"),
    re.compile(rf"(?:(?<=[a-z])|(?<=[^\W\d_]{{5}}[.,;:])(?<!paras[.])|{_BEHIND_MARK}){_PLAIN_DIGITS}"),
)
_PARAGRAPH_NUMBER = re.compile(r"\A\W*(?:\d{1,3}(?:\.\d{1,3})*[.)]|\((?:\d{1,3}|[a-z]{1,4})\))\s+")


@dataclass(frozen=True, slots=True)
class Sought:
    """One form of what is sought: folded, with the differences that this form already makes."""

    folded: Folded
    changes: frozenset[Change] = frozenset()


def forms(text: str) -> tuple[Sought, ...]:
    """What may be sought for `text`: as it is, then without the punctuation that many put inside the closing mark, then
    without a note sign at its end and a paragraph number in front of it; each also with digits above the line where it
    has plain ones."""
    found = [(text, frozenset[Change]())]
    bare, named = text, set[Change]()
    for pattern, change in ((_NOTE_SIGN, "note sign"), (_PARAGRAPH_NUMBER, "paragraph number")):
        without = pattern.sub("", bare)
        if without != bare:
            bare = without
            named.add(change)  # type: ignore[arg-type]  # the names of the table are kinds of change
    if named:
        found.append((bare, frozenset(named)))
    for one, changes in tuple(found):
        if _CLOSED.search(one):
            found.append((_CLOSED.sub("", one), changes | {"final punctuation"}))
    worded = [found[0], *(form for form in found[1:] if has_word(form[0]))]
    sought = [form for one, changes in worded for form in (Sought(fold(one), changes), *_raised(one, changes))]
    return tuple(sorted(sought, key=lambda form: len(form.changes)))


def _raised(text: str, changes: frozenset[Change]) -> Iterator[Sought]:
    """The text with digits above the line, which a source must have there, where it has plain ones."""
    done = {text}
    for pattern in _PERHAPS_RAISED:
        raised = pattern.sub(lambda digits: superscript(digits[0]), text)
        if raised not in done:
            done.add(raised)
            places = list(pattern.finditer(text))
            kinds: set[Change] = {
                "note sign" if NOTE_SIGN.match(raised, place.start()) else "characters" for place in places
            }
            numbers = tuple(number for place in places for number in raised_in(superscript(place[0])))
            yield Sought(replace(fold(raised), raised=numbers), changes | kinds)


def whole_forms(quote: str) -> tuple[Sought, ...]:
    """The forms of a quotation that is not taken apart; digits in brackets ("11[2]") count like those beside them."""
    plain = unbracketed(quote)
    if plain == quote:
        return forms(quote)
    return *forms(quote), *(replace(form, changes=form.changes | {"altered in brackets"}) for form in forms(plain))


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
class QuotationPiece:
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

    pieces: tuple[QuotationPiece, ...] = ()
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


def _piece(run: str, before: str | None, after: str | None) -> QuotationPiece:
    prefix, suffix = prefix_in(before, run), suffix_in(after, run)
    typed = f"{f'[{prefix}]' if prefix else ''}{run.strip()}{f'[{suffix}]' if suffix else ''}"
    return QuotationPiece(typed, prefix, suffix, forms(run))


def _refused(pieces: Sequence[QuotationPiece], gaps: Sequence[Gap]) -> str:
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
