"""Is this quotation in the collection: word for word, but for what a quotation may change, or not at all? And where?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import inf

from corpus.types import ReportSummary
from index.search.searcher import Searcher
from service.verification_nearest import tells_enough
from service.verification_pieces import Apart, Piece
from service.verification_places import closest_to, place_of
from service.verification_search import MOST_FOUND, in_pieces, search
from service.verification_texts import FoldedTexts
from service.verification_time import OutOfTimeError
from service.verification_types import MOST_LISTED, NOT_LOOKED_FOR, Finding, Named, PieceFound, Place, Verdict
from service.verification_warnings import warnings


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


def _alone(texts: FoldedTexts, reports: Sequence[ReportSummary], piece: Piece, until: float) -> Verdict:
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
