"""A quotation that says where it leaves words out ("...", "[...]") or alters some ("[T]he"): its pieces, and where they
stand one after the other in one report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.verification_brackets import (
    Gap,
    gap_of,
    number_beside,
    prefix_in,
    same_head,
    same_tail,
    suffix_in,
    unbracketed,
)
from service.verification_folding import Change, Folded, fold, has_word
from service.verification_spans import Edges, Span, find_spans

# What one bracket may stand for in the source; an omission may be of any length, and its length is told.
LONGEST_ALTERED = 200
# Pieces whose letters are all fewer than this stand in every report in any order, which says nothing.
LONGEST_PIECE_AT_LEAST = 5
# A piece between two omissions may stand anywhere, and so must be told apart by words or by letters.
FEWEST_WORDS, FEWEST_LETTERS = 2, 4
# Nobody leaves words out more often within one quotation; each piece costs a search of its own.
MOST_PIECES = 12

_JOINT = re.compile(
    r"\[\s*(?:…|\.(?:\s*\.)+)\s*\]|\(\s*(?:…|\.(?:\s*\.)+)\s*\)|…|\.(?:\s*\.){2,}|\[(?P<altered>[^\[\]]{0,200})\]"
)
# A question mark is not among them: it makes a question of a statement.
_CLOSING = ".,;:!…"
_CLOSED = re.compile(rf"[{re.escape(_CLOSING)}]+(?=\W*\Z)")
# Digits are a note sign only behind a word that is no short form: "consensus.12", but not "Rev.1".
_NOTE_SIGN = re.compile(
    r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?”’\"']))[⁰¹²³⁴-⁹]+(?=\W*\Z)|(?<=[a-z]{5}[.,;:!?])(?<!paras[.])\d{1,3}(?=\W*\Z)"
)
_PARAGRAPH_NUMBER = re.compile(r"\A\W*(?:\d{1,3}(?:\.\d{1,3})*[.)]|\((?:\d{1,3}|[a-z]{1,4})\))\s+")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]*\Z"), re.compile(r"[^\W_]*")
_LETTERS_AROUND = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """One form of what is sought: folded, with the differences that this form already makes."""

    folded: Folded
    changes: frozenset[Change] = frozenset()


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


def forms(text: str) -> tuple[Sought, ...]:
    """What may be sought for `text`: as it is, then without the punctuation that many put inside the closing mark, then
    without a note sign at its end and a paragraph number in front of it."""
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
    first, *others = sorted(found, key=lambda form: len(form[1]))
    return tuple(
        Sought(fold(one), changes) for one, changes in (first, *(form for form in others if has_word(form[0])))
    )


def whole_forms(quote: str) -> tuple[Sought, ...]:
    """The forms of a quotation that is not taken apart; digits in brackets ("11[2]") count like those beside them."""
    plain = unbracketed(quote)
    if plain == quote:
        return forms(quote)
    return *forms(quote), *(replace(form, changes=form.changes | {"altered in brackets"}) for form in forms(plain))


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


def find_chains(apart: Apart, source: Folded) -> list[tuple[Span, ...]]:
    """Where the pieces stand in `source` one after the other, each chain as short as it can be, in order."""
    known: dict[tuple[str, str, str], list[Span]] = {}
    for piece in apart.pieces:
        if piece.key not in known:
            known[piece.key] = _spans(piece, source)
            if not known[piece.key]:
                return []
    columns = [known[piece.key] for piece in apart.pieces]
    chains: dict[tuple[Span, ...], tuple[Span, ...]] = {}
    for first in columns[0]:
        chain = _chain(first, apart, columns, source.raw)
        if chain:
            chains[chain[1:] or chain] = chain  # of two that end alike the later one is shorter
    return sorted(chains.values(), key=lambda chain: chain[0].start)


def word_instead(piece: Piece, source: Folded) -> str:
    """The word that `source` has where a bracket makes another of it ("States" for "State[less]"); empty where the
    rest of the piece does not stand there either."""
    if not piece.prefix and not piece.suffix:
        return ""
    edges = Edges(left=not piece.prefix, right=not piece.suffix)
    span = next((span for form in piece.forms for span in find_spans(form.folded, source, edges)), None)
    if span is None:
        return ""
    at = span.start if piece.prefix and not same_head(piece.prefix, _head(source.raw, span)) else span.end - 1
    return f"{_letters_before(source.raw, at)}{_letters_behind(source.raw, at)}"


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


def _chain(first: Span, apart: Apart, columns: Sequence[Sequence[Span]], text: str) -> tuple[Span, ...]:
    """From `first` always the next place of the next piece; nothing where one has none within its bounds."""
    chain = [first]
    for gap, column in zip(apart.gaps[1:-1], columns[1:], strict=True):
        at = bisect_left(column, chain[-1].end, key=lambda span: span.start)
        if at == len(column):
            return ()
        if not gap.omission and column[at].start - chain[-1].end > LONGEST_ALTERED:
            return ()
        if not gap.may_stand_for(text[chain[-1].end : column[at].start] if gap.brackets else ""):
            return ()
        chain.append(column[at])
    before, after = number_beside(text, chain[0].start, chain[-1].end)
    outer = apart.gaps[0].only_number().may_stand_for(before) and apart.gaps[-1].only_number().may_stand_for(after)
    return tuple(chain) if outer else ()


def _spans(piece: Piece, source: Folded) -> list[Span]:
    edges = Edges(left=not piece.prefix, right=not piece.suffix)
    for form in piece.forms:
        found = [
            _whole_words(piece, replace(span, changes=span.changes | form.changes), source.raw)
            for span in find_spans(form.folded, source, edges)
        ]
        if kept := [span for span in found if span is not None]:
            return kept
    return []


def _whole_words(piece: Piece, span: Span, text: str) -> Span | None:
    """The span with the rest of the words that brackets cut; None where a bracket makes another word of one."""
    if piece.prefix:
        head = _head(text, span)
        if not same_head(piece.prefix, head):
            return None
        span = replace(span, start=span.start - len(head))
    if piece.suffix:
        tail = _letters_behind(text, span.end)
        if not same_tail(piece.suffix, tail):
            return None
        span = replace(span, end=span.end + len(tail))
    return span


def _head(text: str, span: Span) -> str:
    return _letters_before(text, span.start)


def _letters_before(text: str, at: int) -> str:
    found = _WORD_BEFORE.search(text[max(0, at - _LETTERS_AROUND) : at])
    return found[0] if found else ""


def _letters_behind(text: str, at: int) -> str:
    found = _WORD_AFTER.match(text, at, at + _LETTERS_AROUND)
    return found[0] if found else ""
