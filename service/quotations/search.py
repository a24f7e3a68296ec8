"""The search for a quotation in one report after the other, whole or in pieces, while there is time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf

from corpus.types import ReportSummary
from service.quotations.chains import find_chains
from service.quotations.pieces import Apart, Sought, may_hold, taken_apart, whole_forms
from service.quotations.spans import OutOfTimeError, Span, find_spans, in_time
from service.quotations.texts import FoldedTexts

# How many places of a quotation, in each of its forms, are sought before the search ends.
MOST_FOUND = 200

Found = tuple[ReportSummary, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """Where a quotation stands, with its pieces where it was taken apart to be found. `complete` says that no places
    were left unsought."""

    found: list[Found]
    apart: Apart
    complete: bool


def search(texts: FoldedTexts, reports: Sequence[ReportSummary], quote: str, until: float) -> SearchOutcome:
    """At most MOST_FOUND places of each form of the quotation, each place once, as the first form that stands there.
    Raises OutOfTimeError where none was found by the time `until`."""
    found: list[Found] = []
    try:
        for form in whole_forms(quote):
            for place in islice(_whole(texts, reports, form, until), MOST_FOUND):
                if not any(_holds(other, place) for other in found):
                    found.append(place)
    except OutOfTimeError:
        if not found:
            raise
        return SearchOutcome(found, Apart(), complete=False)
    if found:
        return SearchOutcome(found, Apart(), len(found) < MOST_FOUND)
    apart = taken_apart(quote)
    found = list(islice(in_pieces(texts, reports, apart, until), MOST_FOUND))
    return SearchOutcome(found, apart, len(found) < MOST_FOUND)


def stands(texts: FoldedTexts, quote: str, until: float = inf) -> bool:
    """Whether a quotation stands anywhere at all, as far as is known by the time `until`."""
    try:
        return bool(search(texts, texts.reports, quote, until).found)
    except OutOfTimeError:
        return False


def in_pieces(texts: FoldedTexts, reports: Iterable[ReportSummary], apart: Apart, until: float) -> Iterator[Found]:
    """Where the pieces stand in order, report by report; nowhere where there are none. Raises OutOfTimeError."""
    for report in in_time(reports if apart.pieces else (), until):
        if may_hold(texts.letters(report.id), apart):
            yield from ((report, chain) for chain in find_chains(apart, texts.folded(report.id), until))


def _holds(found: Found, other: Found) -> bool:
    return found[0].id == other[0].id and found[1][0].holds(other[1][0])


def _whole(texts: FoldedTexts, reports: Iterable[ReportSummary], form: Sought, until: float) -> Iterator[Found]:
    for report in in_time(reports, until):
        if form.folded.letters in texts.letters(report.id):
            for span in find_spans(form.folded, texts.folded(report.id), until=until):
                yield report, (Span(span.start, span.end, span.changes | form.changes),)
