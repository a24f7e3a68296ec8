"""Where the pieces of a quotation stand one after the other in one report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from math import inf

from service.verification_brackets import number_beside
from service.verification_cut_words import whole_words
from service.verification_folding import Folded
from service.verification_pieces import Apart, Piece
from service.verification_spans import Edges, Span, find_spans
from service.verification_time import in_time

# What one bracket may stand for in the source; an omission may be of any length, and its length is told.
LONGEST_ALTERED = 200


def find_chains(apart: Apart, source: Folded, until: float = inf) -> list[tuple[Span, ...]]:
    """Where the pieces stand in `source` one after the other, each chain as short as it can be, in order. Raises
    OutOfTimeError at the time `until`."""
    known: dict[tuple[str, str, str], list[list[Span]]] = {}
    for piece in apart.pieces:
        if piece.key not in known:
            known[piece.key] = _spans(piece, source, until)
            if not known[piece.key]:
                return []
    # A full stop tells where a piece ends; without it another place may be nearer, which is taken if no other will do.
    first_forms = [known[piece.key][0] for piece in apart.pieces]
    all_forms = [_in_order(known[piece.key]) for piece in apart.pieces]
    return _chains(apart, first_forms, source, until) or _chains(apart, all_forms, source, until)


def _chains(apart: Apart, columns: Sequence[Sequence[Span]], source: Folded, until: float) -> list[tuple[Span, ...]]:
    chains: dict[tuple[Span, ...], tuple[Span, ...]] = {}
    for first in in_time(columns[0], until):
        chain = _chain(first, apart, columns, source.raw)
        if chain:
            chains[chain[1:] or chain] = chain  # of two that end alike the later one is shorter
    return sorted(chains.values(), key=lambda chain: chain[0].start)


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


def _spans(piece: Piece, source: Folded, until: float) -> list[list[Span]]:
    """The places of the forms that stand anywhere, each form's in order; no place twice."""
    edges = Edges(left=not piece.prefix, right=not piece.suffix)
    columns: list[list[Span]] = []
    for form in piece.forms:
        found = [
            whole_words(piece, replace(span, changes=span.changes | form.changes), source.raw)
            for span in find_spans(form.folded, source, edges, until)
        ]
        columns.append([span for span in found if span and not any(_holds(column, span) for column in columns)])
    return [column for column in columns if column]


def _in_order(columns: Sequence[Sequence[Span]]) -> list[Span]:
    return sorted((span for column in columns for span in column), key=lambda span: span.start)


def _holds(column: Sequence[Span], span: Span) -> bool:
    """Whether the place lies within one of the column, which is in order."""
    at = bisect_right(column, span.start, key=lambda one: one.start)
    return at > 0 and column[at - 1].holds(span)
