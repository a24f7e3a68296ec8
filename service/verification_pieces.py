"""A quotation that says where it leaves words out ("...", "[...]") or alters some ("[T]he"): its pieces, and where they
stand one after the other in one report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from service.verification_folding import Change, Folded, fold, has_word
from service.verification_spans import Edges, Span, find_spans

Joint = Literal["omission", "alteration"]

# What one bracket may stand for in the source; an omission may be of any length, and its length is told.
LONGEST_ALTERED = 200
# Pieces whose letters are all fewer than this stand in every report in any order, which says nothing.
LONGEST_PIECE_AT_LEAST = 5
# Nobody leaves words out more often within one quotation; each piece costs a search of its own.
MOST_PIECES = 12

_JOINT = re.compile(
    r"\[\s*(?:…|\.(?:\s*\.)+)\s*\]|\(\s*(?:…|\.(?:\s*\.)+)\s*\)|…|\.(?:\s*\.){2,}|\[(?P<altered>[^\[\]]{0,200})\]"
)
_CLOSING = ".,;:!?…"
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]*\Z"), re.compile(r"[^\W_]*")


@dataclass(frozen=True, slots=True)
class Sought:
    """One form of what is sought: folded, with the differences that this form already makes."""

    folded: Folded
    changes: frozenset[Change] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of quoted words between two joints. `joint` is what stands before it; `prefix` and `suffix` are bracketed
    letters that touch its first and last word: the "T" of "[T]he", the "s" of "report[s]"."""

    text: str
    joint: Joint
    prefix: str
    suffix: str
    forms: tuple[Sought, ...]


def forms(text: str) -> tuple[Sought, ...]:
    """What may be sought for `text`: as it is, then without the punctuation that many put inside the closing mark."""
    bare = re.sub(rf"[{re.escape(_CLOSING)}]+(?=\W*\Z)", "", text)
    as_it_is = Sought(fold(text))
    if bare == text or not has_word(bare):
        return (as_it_is,)
    return as_it_is, Sought(fold(bare), frozenset({"final punctuation"}))


def pieces_of(quote: str) -> tuple[Piece, ...]:
    """The pieces of a quotation, in order; none when it has no joint, only words too short to be told apart, or more
    than MOST_PIECES."""
    found: list[Piece] = []
    joints = [*_JOINT.finditer(quote)]
    for before, after in zip([None, *joints], [*joints, None], strict=True):
        text = quote[before.end() if before else 0 : after.start() if after else None]
        if not has_word(text):
            continue
        prefix = (before["altered"] or "") if before and text[:1].isalnum() else ""
        suffix = (after["altered"] or "") if after and text[-1:].isalnum() else ""
        joint: Joint = "alteration" if before and before["altered"] is not None else "omission"
        found.append(Piece(text.strip(), joint, prefix, suffix, forms(text)))
    longest = max((len(piece.forms[0].folded.letters) for piece in found), default=0)
    return tuple(found) if joints and longest >= LONGEST_PIECE_AT_LEAST and len(found) <= MOST_PIECES else ()


def may_hold(letters: str, pieces: Iterable[Piece]) -> bool:
    """Whether a text with these letters can hold all the pieces at all."""
    return all(any(form.folded.letters in letters for form in piece.forms) for piece in pieces)


def find_chains(pieces: Sequence[Piece], source: Folded) -> list[tuple[Span, ...]]:
    """Where the pieces stand in `source` one after the other, each chain as short as it can be, in order."""
    columns = [_spans(piece, source) for piece in pieces]
    chains: dict[tuple[Span, ...], tuple[Span, ...]] = {}
    for first in columns[0]:
        chain = _chain(first, pieces, columns)
        if chain:
            chains[chain[1:] or chain] = chain  # of two that end alike the later one is shorter
    return sorted(chains.values(), key=lambda chain: chain[0].start)


def _chain(first: Span, pieces: Sequence[Piece], columns: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """From `first` always the next place of the next piece; nothing where one has none within its bounds."""
    chain = [first]
    for piece, column in zip(pieces[1:], columns[1:], strict=True):
        at = bisect_left(column, chain[-1].end, key=lambda span: span.start)
        if at == len(column):
            return ()
        if piece.joint == "alteration" and column[at].start - chain[-1].end > LONGEST_ALTERED:
            return ()
        chain.append(column[at])
    return tuple(chain)


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
    """The span with the rest of the words that brackets cut; None where "[T]he" would be "she"."""
    if piece.prefix:
        rest = _WORD_BEFORE.search(text, max(0, span.start - 50), span.start)
        start = rest.start() if rest else span.start
        if len(piece.prefix) == 1 and text[start : span.start].casefold() not in ("", piece.prefix.casefold()):
            return None
        span = replace(span, start=start)
    if piece.suffix:
        rest = _WORD_AFTER.match(text, span.end)
        span = replace(span, end=rest.end() if rest else span.end)
    return span
