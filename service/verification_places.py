"""A place in a report, for a quotation or for the text nearest to it: its exact words, and the passages it touches."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import Passage, ReportSummary
from index.search.searcher import Searcher
from service.citations.quotes import shown
from service.verification_joints import betweens, joint_changes, joint_warnings
from service.verification_nearest import find_nearest
from service.verification_pieces import Apart
from service.verification_spans import Span
from service.verification_types import Closest, Part, Place


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
