"""Why a quotation that says where it leaves words out, or alters some, may be missing."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import ReportSummary
from service.verification_cut_words import word_instead
from service.verification_joints import other_numbers
from service.verification_pieces import Apart
from service.verification_search import in_pieces
from service.verification_texts import FoldedTexts
from service.verification_types import PieceFound


def warnings(
    texts: FoldedTexts, reports: Sequence[ReportSummary], apart: Apart, found: Sequence[PieceFound]
) -> tuple[str, ...]:
    """Why a quotation that was taken apart may be missing: it was refused, or a bracket makes another word of one."""
    told = [apart.refused] if apart.refused else []
    for piece, alone in zip(apart.pieces, found, strict=True):
        if alone.verdict == "missing" and (piece.prefix or piece.suffix):
            letters = {form.folded.letters for form in piece.forms}
            held = (one for one in reports if any(a in texts.letters(one.id) for a in letters))
            words = (word_instead(piece, texts.folded(report.id)) for report in held)
            if word := next(filter(None, words), ""):
                told.append(f"“{piece.bracketed}” makes another word of “{word}”.")
    return (*told, *_other_numbers(texts, reports, apart))


def _other_numbers(texts: FoldedTexts, reports: Sequence[ReportSummary], apart: Apart) -> tuple[str, ...]:
    """That the quotation stands somewhere but for the numbers that it has in brackets."""
    if not any(gap.has_number for gap in apart.gaps):
        return ()
    found = next(in_pieces(texts, reports, apart.without_brackets()), None)
    if found is None:
        return ()
    report, spans = found
    return tuple(other_numbers(apart.gaps, texts.folded(report.id).raw, [(span.start, span.end) for span in spans]))
