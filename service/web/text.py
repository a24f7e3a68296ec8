"""Cuts text into the pieces a page shows, without losing a character: joined again, the pieces are the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.reading_list.entries import Span

_SPEAKER = re.compile(r"\s*(\*\*[^*\n]{1,120}\*\*|[^\n:]{1,120}:)")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A run of text shown alike: `marked` as a found term, `strong` as the name of a speaker, `nearest` as part of the
    sentence that is nearest to the question, or of the words that a report was opened at."""

    text: str
    marked: bool = False
    strong: bool = False
    nearest: bool = False


def right_to_left(language: str | None) -> bool:
    """Whether a language (ISO 639-1) is written from right to left."""
    return language in {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


def pieces(
    text: str, span: Span, marks: Sequence[Span] = (), strong: Sequence[Span] = (), nearest: Sequence[Span] = ()
) -> tuple[TextPiece, ...]:
    """`text[span]` cut where marks, strong spans and the nearest sentence begin and end. Spans are offsets into `text`
    and may reach beyond `span`."""
    start, end = span
    if not marks and not strong and not nearest:
        return (TextPiece(text[start:end]),) if start < end else ()
    marked, bold, near = _clipped(marks, span), _clipped(strong, span), _clipped(nearest, span)
    cuts = sorted({start, end, *(edge for inner in (*marked, *bold, *near) for edge in inner)})
    return tuple(
        TextPiece(text[a:b], _covers(marked, a), _covers(bold, a), _covers(near, a)) for a, b in pairwise(cuts) if a < b
    )


def speaker_span(text: str, span: Span, speakers: Sequence[str]) -> Span | None:
    """Where `text[span]` opens with the name of one of `speakers` ("**Name:**" or "Name:"), or None."""
    match = _SPEAKER.match(text, *span)
    if match is None or match.group(1).strip("*: ") not in speakers:
        return None
    return match.span(1)


def _clipped(spans: Iterable[Span], limit: Span) -> list[Span]:
    inside = ((max(a, limit[0]), min(b, limit[1])) for a, b in spans)
    return [(a, b) for a, b in inside if a < b]


def _covers(spans: Sequence[Span], offset: int) -> bool:
    return any(a <= offset < b for a, b in spans)
