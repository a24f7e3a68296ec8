"""Is this quotation in the collection: word for word, but for what a quotation may change, or not at all? And where?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from corpus.types import Passage, ReportSummary
from index.searcher import Searcher
from service.quotes import shown
from service.verification_alignment import Segment
from service.verification_folding import Change, has_word
from service.verification_nearest import find_nearest
from service.verification_pieces import Piece, Sought, find_chains, forms, may_hold, pieces_of
from service.verification_spans import Span, find_spans
from service.verification_texts import FoldedTexts

Verdict = Literal["exact", "normalised", "missing"]
Named = Literal["found", "not there", "unknown"]

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
    """Where a quotation stands. One with words left out has several `parts`, in order, and `omitted` counts the words
    between them. `passages` are those that it touches; none where it stands in a heading."""

    report: ReportSummary
    parts: tuple[Part, ...]
    omitted: tuple[int, ...]
    passages: tuple[Passage, ...]

    @property
    def changes(self) -> frozenset[Change]:
        """The differences from the words that were asked for."""
        return frozenset[Change]().union(*(part.changes for part in self.parts))

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
    where the quotation had to be taken apart; what it has in brackets is not checked. `named` says how the report that
    was named stands to it, None if none was.
    """

    verdict: Verdict
    places: tuple[Place, ...]
    total: int
    complete: bool
    pieces: tuple[PieceFound, ...]
    named: Named | None
    closest: Closest | None


def verify(searcher: Searcher, texts: FoldedTexts, quote: str, named: str | None = None) -> Finding:
    """What the collection says of one quotation, which has at least one letter or digit. `named` is the id, symbol or
    title of the report that it is said to be from; its places come first, but all reports are looked through."""
    own = texts.named(named) if named else ()
    reports = sorted(texts.reports, key=lambda report: report.id not in own)
    found, pieces = _found(texts, reports, quote)
    places = [place for report, spans in found[:MOST_LISTED] if (place := _place(searcher, report, spans))]
    places.sort(key=lambda place: (place.report.id not in own, place.verdict != "exact"))
    return Finding(
        verdict=places[0].verdict if places else "missing",
        places=tuple(places),
        total=len(found) if places else 0,
        complete=len(found) < MOST_FOUND,
        pieces=_pieces_found(texts, reports, pieces, places),
        named=_named(named, own, places),
        closest=None if places else _closest(searcher, quote, own),
    )


def stands(texts: FoldedTexts, quote: str) -> bool:
    """Whether a quotation stands anywhere at all."""
    return bool(_found(texts, texts.reports, quote)[0])


Found = tuple[ReportSummary, tuple[Span, ...]]


def _found(texts: FoldedTexts, reports: Sequence[ReportSummary], quote: str) -> tuple[list[Found], tuple[Piece, ...]]:
    """At most MOST_FOUND places of the quotation; with its pieces where it was taken apart to be found."""
    for form in forms(quote):
        if found := list(islice(_whole(texts, reports, form), MOST_FOUND)):
            return found, ()
    pieces = pieces_of(quote)
    return list(islice(_in_pieces(texts, reports, pieces), MOST_FOUND)), pieces


def _whole(texts: FoldedTexts, reports: Iterable[ReportSummary], form: Sought) -> Iterator[Found]:
    for report in reports:
        if form.folded.letters in texts.letters(report.id):
            for span in find_spans(form.folded, texts.folded(report.id)):
                yield report, (Span(span.start, span.end, span.changes | form.changes),)


def _in_pieces(texts: FoldedTexts, reports: Iterable[ReportSummary], pieces: tuple[Piece, ...]) -> Iterator[Found]:
    for report in reports if pieces else ():
        if may_hold(texts.letters(report.id), pieces):
            yield from ((report, chain) for chain in find_chains(pieces, texts.folded(report.id)))


def _pieces_found(
    texts: FoldedTexts, reports: Sequence[ReportSummary], pieces: tuple[Piece, ...], places: Sequence[Place]
) -> tuple[PieceFound, ...]:
    if places and pieces:
        return tuple(PieceFound(piece.text, part.verdict) for piece, part in zip(pieces, places[0].parts, strict=True))
    return tuple(PieceFound(piece.text, _alone(texts, reports, piece)) for piece in pieces)


def _alone(texts: FoldedTexts, reports: Sequence[ReportSummary], piece: Piece) -> Verdict:
    found = next(_in_pieces(texts, reports, (piece,)), None)
    if found is None:
        return "missing"
    return "normalised" if any(span.changes for span in found[1]) else "exact"


def _place(searcher: Searcher, report: ReportSummary, spans: tuple[Span, ...]) -> Place | None:
    """The place as it is shown; None, and an error in the log, if a part is not what the report says."""
    text = searcher.text(report.id)
    parts = tuple(Part(text[span.start : span.end], span.start, span.end, span.changes) for span in spans)
    for part in parts:
        if not shown(part.text, text, part.start, part.end, report.id):
            return None
    return Place(
        report=report,
        parts=parts,
        omitted=tuple(sum(map(has_word, text[a.end : b.start].split())) for a, b in pairwise(parts)),
        passages=_passages(searcher, report.id, parts[0].start, parts[-1].end),
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
