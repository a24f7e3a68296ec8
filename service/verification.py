"""Is this quotation in the collection: word for word, but for what a quotation may change, or not at all? And where?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import inf
from typing import Literal

from corpus.types import Passage, ReportSummary
from index.searcher import Searcher
from service.quotes import shown
from service.verification_alignment import Segment
from service.verification_folding import Change
from service.verification_joints import Between, betweens, joint_changes, joint_warnings, other_numbers
from service.verification_nearest import find_nearest, tells_enough
from service.verification_pieces import (
    Apart,
    Piece,
    Sought,
    find_chains,
    may_hold,
    taken_apart,
    whole_forms,
    word_instead,
)
from service.verification_spans import Span, find_spans
from service.verification_texts import FoldedTexts

Verdict = Literal["exact", "normalised", "missing", "not looked for"]
Named = Literal["found", "not there", "unknown"]
Nearness = Literal["found", "nothing alike", "too few words", "not looked for"]

# What is listed of a quotation that stands in many places, and how many are sought before the search ends.
MOST_LISTED = 20
MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Part:
    """Words as they stand in a report: exactly its text from `start` to `end` (code points). `changes` are the
    differences from the words that were asked for."""

    text: str
    start: int
    end: int
    changes: frozenset[Change] = frozenset()

    @property
    def verdict(self) -> Verdict:
        """Whether the words stand here to the letter."""
        return "normalised" if self.changes else "exact"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands. One that leaves words out has several `parts`, in order, and `between` them is what the
    report has there. `passages` are those that it touches; none where it stands in a heading. `joints` are the
    differences that the quotation shows itself, `warnings` what a reader must be told of them."""

    report: ReportSummary
    parts: tuple[Part, ...]
    between: tuple[Between, ...]
    passages: tuple[Passage, ...]
    joints: frozenset[Change] = frozenset()
    warnings: tuple[str, ...] = ()

    @property
    def changes(self) -> frozenset[Change]:
        """The differences from the words that were asked for."""
        return self.joints.union(*(part.changes for part in self.parts))

    @property
    def verdict(self) -> Verdict:
        """Whether the words stand here to the letter."""
        return "normalised" if self.changes else "exact"

    @property
    def span(self) -> tuple[int, int]:
        """From the beginning of the first part to the end of the last."""
        return self.parts[0].start, self.parts[-1].end

    @property
    def anchor(self) -> Passage:
        """The passage that it begins in, for its citation."""
        return _anchor(self.report, self.passages, self.parts[0])


@dataclass(frozen=True, slots=True)
class Closest:
    """The text that comes nearest to a quotation which stands nowhere."""

    report: ReportSummary
    part: Part
    similarity: float
    segments: tuple[Segment, ...]
    passages: tuple[Passage, ...]

    @property
    def span(self) -> tuple[int, int]:
        """From its beginning to its end."""
        return self.part.start, self.part.end

    @property
    def anchor(self) -> Passage:
        """The passage that it begins in, for its citation."""
        return _anchor(self.report, self.passages, self.part)


@dataclass(frozen=True, slots=True)
class PieceFound:
    """A piece of a quotation that leaves words out or alters some, and how it was found: in the first place where all
    pieces stand in order, or else by itself in whatever report."""

    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one quotation.

    `places` are the first MOST_LISTED of `total`; `complete` says that no more were left unsought. `pieces` are there
    where the quotation had to be taken apart. `named` says how the report that was named stands to it, None if none
    was. `nearest` says what became of the search for the closest text, None where none was needed. `warnings` are what
    a reader must be told: of the first place or, where there is none, of why it may be missing.
    """

    verdict: Verdict
    places: tuple[Place, ...]
    total: int
    complete: bool
    pieces: tuple[PieceFound, ...]
    named: Named | None
    closest: Closest | None = None
    nearest: Nearness | None = None
    warnings: tuple[str, ...] = ()


NOT_LOOKED_FOR = Finding("not looked for", (), 0, complete=False, pieces=(), named=None)


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
        found, apart = _found(texts, reports, quote, until)
    except _OutOfTimeError:
        return NOT_LOOKED_FOR
    places = [place for report, spans in found[:MOST_LISTED] if (place := _place(searcher, report, spans, apart))]
    places.sort(key=lambda place: (place.report.id not in own, place.verdict != "exact"))
    pieces = _pieces_found(texts, reports, apart, places, until)
    return Finding(
        verdict=places[0].verdict if places else "missing",
        places=tuple(places),
        total=len(found) if places else 0,
        complete=len(found) < MOST_FOUND,
        pieces=pieces,
        named=_named(named, own, places),
        warnings=places[0].warnings if places else _warnings(texts, reports, apart, pieces),
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
    closest = _closest(searcher, quote, texts.named(named) if named else ())
    return replace(finding, closest=closest, nearest="found" if closest else "nothing alike")


def stands(texts: FoldedTexts, quote: str, until: float = inf) -> bool:
    """Whether a quotation stands anywhere at all, as far as is known by the time `until`."""
    try:
        return bool(_found(texts, texts.reports, quote, until)[0])
    except _OutOfTimeError:
        return False


Found = tuple[ReportSummary, tuple[Span, ...]]


class _OutOfTimeError(Exception):
    """There is no time to look through the other reports."""


def _found(texts: FoldedTexts, reports: Sequence[ReportSummary], quote: str, until: float) -> tuple[list[Found], Apart]:
    """At most MOST_FOUND places of the quotation; with its pieces where it was taken apart to be found. Raises
    _OutOfTimeError."""
    for form in whole_forms(quote):
        if found := list(islice(_whole(texts, _in_time(reports, until), form), MOST_FOUND)):
            return found, Apart()
    apart = taken_apart(quote)
    return list(islice(_in_pieces(texts, _in_time(reports, until), apart), MOST_FOUND)), apart


def _in_time(reports: Iterable[ReportSummary], until: float) -> Iterator[ReportSummary]:
    for report in reports:
        if time.monotonic() > until:
            raise _OutOfTimeError
        yield report


def _whole(texts: FoldedTexts, reports: Iterable[ReportSummary], form: Sought) -> Iterator[Found]:
    for report in reports:
        if form.folded.letters in texts.letters(report.id):
            for span in find_spans(form.folded, texts.folded(report.id)):
                yield report, (Span(span.start, span.end, span.changes | form.changes),)


def _in_pieces(texts: FoldedTexts, reports: Iterable[ReportSummary], apart: Apart) -> Iterator[Found]:
    for report in reports if apart.pieces else ():
        if may_hold(texts.letters(report.id), apart):
            yield from ((report, chain) for chain in find_chains(apart, texts.folded(report.id)))


def _pieces_found(
    texts: FoldedTexts, reports: Sequence[ReportSummary], apart: Apart, places: Sequence[Place], until: float
) -> tuple[PieceFound, ...]:
    if places and apart.pieces:
        parts = zip(apart.pieces, places[0].parts, strict=True)
        return tuple(PieceFound(piece.typed, part.verdict) for piece, part in parts)
    return tuple(PieceFound(piece.typed, _alone(texts, reports, piece, until)) for piece in apart.pieces)


def _alone(texts: FoldedTexts, reports: Sequence[ReportSummary], piece: Piece, until: float) -> Verdict:
    try:
        found = next(_in_pieces(texts, _in_time(reports, until), piece.alone()), None)
    except _OutOfTimeError:
        return "not looked for"
    if found is None:
        return "missing"
    return "normalised" if any(span.changes for span in found[1]) else "exact"


def _warnings(
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
    found = next(_in_pieces(texts, reports, apart.without_brackets()), None)
    if found is None:
        return ()
    report, spans = found
    return tuple(other_numbers(apart.gaps, texts.folded(report.id).raw, [(span.start, span.end) for span in spans]))


def _place(searcher: Searcher, report: ReportSummary, spans: tuple[Span, ...], apart: Apart) -> Place | None:
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


def _closest(searcher: Searcher, quote: str, own: Sequence[str]) -> Closest | None:
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


def _anchor(report: ReportSummary, passages: Sequence[Passage], part: Part) -> Passage:
    """The first of the passages; of words in a heading, which no passage holds, they themselves."""
    return passages[0] if passages else Passage(f"{part.start:08x}", report.id, part.start, part.end, part.text)


def _passages(searcher: Searcher, report_id: str, start: int, end: int) -> tuple[Passage, ...]:
    return tuple(one for one in searcher.passages(report_id) if one.start < end and start < one.end)


def _named(named: str | None, own: Sequence[str], places: Iterable[Place]) -> Named | None:
    if not named:
        return None
    if not own:
        return "unknown"
    return "found" if any(place.report.id in own for place in places) else "not there"
