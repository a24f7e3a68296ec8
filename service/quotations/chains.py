"""The words of a report that the brackets of a quotation cut: "The" for "[T]he", "reporting" for "report[s]"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from math import inf

from service.quotations.brackets import number_beside, same_head, same_tail
from service.quotations.folding import HYPHENS, Folded
from service.quotations.pieces import Apart, QuotationPiece
from service.quotations.spans import Edges, Span, find_spans, in_time

_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]*\Z"), re.compile(r"[^\W_]*")
_LETTERS_AROUND = 50


def whole_words(piece: QuotationPiece, span: Span, text: str) -> Span | None:
    """The span with the rest of the words that brackets cut; None where a bracket makes another word of one."""
    if piece.prefix:
        head = _head(piece.prefix, text, span)
        if not same_head(piece.prefix, head):
            return None
        span = replace(span, start=span.start - len(head))
    if piece.suffix:
        tail = _tail(piece.suffix, text, span)
        if not same_tail(piece.suffix, tail, _letters_before(text, span.end)):
            return None
        span = replace(span, end=span.end + len(tail))
    return span


def word_instead(piece: QuotationPiece, source: Folded, until: float) -> str:
    """The word that `source` has where a bracket makes another of it ("States" for "State[less]"); empty where the
    rest of the piece does not stand there either. Raises OutOfTimeError at the time `until`."""
    if not piece.prefix and not piece.suffix:
        return ""
    edges = Edges(left=not piece.prefix, right=not piece.suffix)
    span = next((span for form in piece.forms for span in find_spans(form.folded, source, edges, until)), None)
    if span is None:
        return ""
    at = (
        span.start
        if piece.prefix and not same_head(piece.prefix, _head(piece.prefix, source.raw, span))
        else span.end - 1
    )
    return f"{_letters_before(source.raw, at)}{_letters_behind(source.raw, at)}"


def _head(prefix: str, text: str, span: Span) -> str:
    """What the word has before the span; beyond a hyphen only where the `prefix` has one too."""
    hyphen = prefix[-1] in HYPHENS and text.endswith(tuple(HYPHENS), 0, span.start)
    return text[span.start - hyphen - len(_letters_before(text, span.start - hyphen)) : span.start]


def _tail(suffix: str, text: str, span: Span) -> str:
    """What the word has behind the span; beyond a hyphen only where the `suffix` has one too."""
    hyphen = suffix[0] in HYPHENS and text.startswith(tuple(HYPHENS), span.end)
    return text[span.end : span.end + hyphen + len(_letters_behind(text, span.end + hyphen))]


def _letters_before(text: str, at: int) -> str:
    found = _WORD_BEFORE.search(text[max(0, at - _LETTERS_AROUND) : at])
    return found[0] if found else ""


def _letters_behind(text: str, at: int) -> str:
    found = _WORD_AFTER.match(text, at, at + _LETTERS_AROUND)
    return found[0] if found else ""


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


def _spans(piece: QuotationPiece, source: Folded, until: float) -> list[list[Span]]:
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
