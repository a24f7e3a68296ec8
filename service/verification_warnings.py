"""Why a quotation that says where it leaves words out, or alters some, may be missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from corpus.types import ReportSummary
from service.verification_cut_words import word_instead
from service.verification_joints import other_numbers
from service.verification_pieces import Apart
from service.verification_search import in_pieces
from service.verification_texts import FoldedTexts
from service.verification_time import OutOfTimeError, in_time
from service.verification_types import PieceFound


def warnings(
    texts: FoldedTexts, reports: Sequence[ReportSummary], apart: Apart, found: Sequence[PieceFound], until: float
) -> tuple[str, ...]:
    """Why a quotation that was taken apart may be missing: it was refused, or a bracket makes another word of one. What
    is not known by the time `until` is left out."""
    told = [apart.refused] if apart.refused else []
    with suppress(OutOfTimeError):
        told += [*_other_words(texts, reports, apart, found, until), *_other_numbers(texts, reports, apart, until)]
    return tuple(told)


def _other_words(
    texts: FoldedTexts, reports: Sequence[ReportSummary], apart: Apart, found: Sequence[PieceFound], until: float
) -> Iterator[str]:
    for piece, alone in zip(apart.pieces, found, strict=True):
        if alone.verdict == "missing" and (piece.prefix or piece.suffix):
            letters = {form.folded.letters for form in piece.forms}
            held = (one for one in in_time(reports, until) if any(a in texts.letters(one.id) for a in letters))
            words = (word_instead(piece, texts.folded(report.id), until) for report in held)
            if word := next(filter(None, words), ""):
                yield f"“{piece.bracketed}” makes another word of “{word}”."


def _other_numbers(texts: FoldedTexts, reports: Sequence[ReportSummary], apart: Apart, until: float) -> tuple[str, ...]:
    """That the quotation stands somewhere but for the numbers that it has in brackets."""
    if not any(gap.has_number for gap in apart.gaps):
        return ()
    found = next(in_pieces(texts, reports, apart.without_brackets(), until), None)
    if found is None:
        return ()
    report, spans = found
    return tuple(other_numbers(apart.gaps, texts.folded(report.id).raw, [(span.start, span.end) for span in spans]))
