"""Is this quotation in the collection: word for word, but for what a quotation may change, or not at all? And where?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from math import inf

from corpus.types import Passage, ReportSummary
from index.search.searcher import Searcher
from service.citations.quotes import shown
from service.quotations.chains import word_instead
from service.quotations.joints import betweens, joint_changes, joint_warnings, other_numbers
from service.quotations.nearest import find_nearest, tells_enough
from service.quotations.pieces import Apart, QuotationPiece
from service.quotations.search import MOST_FOUND, in_pieces, search
from service.quotations.spans import OutOfTimeError, Span, in_time
from service.quotations.texts import FoldedTexts
from service.quotations.types import (
    MOST_LISTED,
    NOT_LOOKED_FOR,
    Closest,
    Finding,
    Named,
    Part,
    PieceFound,
    Place,
    Verdict,
)


def verify(searcher: Searcher, texts: FoldedTexts, quote: str, named: str | None = None) -> Finding:
    """What the collection says of one quotation, which has at least one letter or digit. `named` is the id, symbol or
    title of the report that it is said to be from; its places come first, but all reports are looked through."""
    return with_nearest(searcher, texts, look_up(searcher, texts, quote, named), quote, named)


def look_up(
    searcher: Searcher, texts: FoldedTexts, quote: str, named: str | None = None, until: float = inf
) -> Finding:
    """Where a quotation stands. NOT_LOOKED_FOR where that is not known by the time `until` (of `time.monotonic`)."""
    own = texts.named(named) if named else ()
    reports = sorted(texts.reports, key=lambda report: report.id not in own)
    try:
        searched = search(texts, reports, quote, until)
    except OutOfTimeError:
        return NOT_LOOKED_FOR
    apart = searched.apart
    found = sorted(searched.found, key=lambda one: (one[0].id not in own, any(span.changes for span in one[1])))
    places = [place for report, spans in found[:MOST_LISTED] if (place := place_of(searcher, report, spans, apart))]
    pieces = _pieces_found(texts, reports, apart, places, until)
    return Finding(
        verdict=places[0].verdict if places else "missing",
        places=tuple(places),
        total=min(len(found), MOST_FOUND) if places else 0,
        complete=searched.complete,
        pieces=pieces,
        named=_named(named, own, places),
        warnings=places[0].warnings if places else warnings(texts, reports, apart, pieces, until),
    )


def with_nearest(
    searcher: Searcher, texts: FoldedTexts, finding: Finding, quote: str, named: str | None = None, until: float = inf
) -> Finding:
    """The finding with the text that comes nearest, if the quotation is missing and there is time."""
    if finding.verdict != "missing":
        return finding
    if not tells_enough(quote):
        return replace(finding, nearest="too few words")
    if time.monotonic() > until:
        return replace(finding, nearest="not looked for")
    closest = closest_to(searcher, quote, texts.named(named) if named else ())
    return replace(finding, closest=closest, nearest="found" if closest else "nothing alike")


def _pieces_found(
    texts: FoldedTexts, reports: Sequence[ReportSummary], apart: Apart, places: Sequence[Place], until: float
) -> tuple[PieceFound, ...]:
    if places and apart.pieces:
        parts = zip(apart.pieces, places[0].parts, strict=True)
        return tuple(PieceFound(piece.typed, part.verdict) for piece, part in parts)
    return tuple(PieceFound(piece.typed, _alone(texts, reports, piece, until)) for piece in apart.pieces)


def _alone(texts: FoldedTexts, reports: Sequence[ReportSummary], piece: QuotationPiece, until: float) -> Verdict:
    try:
        found = next(in_pieces(texts, reports, piece.alone(), until), None)
    except OutOfTimeError:
        return "not looked for"
    if found is None:
        return "missing"
    return "normalised" if any(span.changes for span in found[1]) else "exact"


def _named(named: str | None, own: Sequence[str], places: Iterable[Place]) -> Named | None:
    if not named:
        return None
    if not own:
        return "unknown"
    return "found" if any(place.report.id in own for place in places) else "not there"


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


def place_of(searcher: Searcher, report: ReportSummary, spans: tuple[Span, ...], apart: Apart) -> Place | None:
    """The place as it is shown; None, and an error in the log, if a part is not what the report says."""
    text = searcher.text(report.id)
    parts = tuple(Part(text[span.start : span.end], span.start, span.end, span.changes) for span in spans)
    for part in parts:
        if not shown(part.text, text, part.start, part.end, report.id):
            return None
    between = betweens(text, [(part.start, part.end) for part in parts])
    return Place(
        report=report,
        parts=parts,
        between=between,
        passages=_passages(searcher, report.id, parts[0].start, parts[-1].end),
        joints=joint_changes(apart.gaps, between),
        warnings=joint_warnings(apart.gaps, between, text, (parts[0].start, parts[-1].end)),
    )


def closest_to(searcher: Searcher, quote: str, own: Sequence[str]) -> Closest | None:
    """The text that comes nearest to a quotation; None where nothing is alike and, with an error in the log, if it is
    not what the report says. `own` are the reports that it may be from, by id."""
    nearest = find_nearest(searcher, quote, own)
    if nearest is None:
        return None
    like, text = nearest.likeness, searcher.text(nearest.report_id)
    words = "".join(segment.text for segment in like.segments if segment.kind != "yours")
    if not shown(words, text, like.start, like.end, nearest.report_id):
        return None
    return Closest(
        report=searcher.summary(nearest.report_id),
        part=Part(words, like.start, like.end),
        similarity=like.similarity,
        segments=like.segments,
        passages=_passages(searcher, nearest.report_id, like.start, like.end),
    )


def _passages(searcher: Searcher, report_id: str, start: int, end: int) -> tuple[Passage, ...]:
    return tuple(one for one in searcher.passages(report_id) if one.start < end and start < one.end)
