"""Where sentences start and end; the only importer of sentencex."""

from __future__ import annotations

from itertools import pairwise

import sentencex

from corpus.text.superscripts import NOTE_SIGN


def sentence_spans(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Sentences as [start, end), in order, without the white space around them; together they hold all the rest.

    `language` is an ISO 639-1 code; English is assumed where it is not known.
    """
    boundaries = sentencex.get_sentence_boundaries(language or "en", text)
    cuts = sorted({0, *(_behind_note_sign(text, boundary["start_index"]) for boundary in boundaries), len(text)})
    spans = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if piece.strip():
            spans.append((end - len(piece.lstrip()), start + len(piece.rstrip())))
    return spans


def _behind_note_sign(text: str, start: int) -> int:
    """Where a sentence that is said to start at `start` does: a note sign that touches the sentence before is its."""
    sign = NOTE_SIGN.match(text, start) if start and not text[start - 1].isspace() else None
    return sign.end() if sign else start
