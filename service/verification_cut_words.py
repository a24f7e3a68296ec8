"""The words of a report that the brackets of a quotation cut: "The" for "[T]he", "reporting" for "report[s]"."""

from __future__ import annotations

import re
from dataclasses import replace

from service.verification_brackets import same_head, same_tail
from service.verification_folding import HYPHENS, Folded
from service.verification_pieces import Piece
from service.verification_spans import Edges, Span, find_spans

_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]*\Z"), re.compile(r"[^\W_]*")
_LETTERS_AROUND = 50


def whole_words(piece: Piece, span: Span, text: str) -> Span | None:
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


def word_instead(piece: Piece, source: Folded, until: float) -> str:
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
