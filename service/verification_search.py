"""The search for a quotation in one report after the other, whole or in pieces, while there is time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import inf

from corpus.types import ReportSummary
from service.verification_chains import find_chains
from service.verification_forms import Sought, whole_forms
from service.verification_pieces import Apart, may_hold, taken_apart
from service.verification_spans import Span, find_spans
from service.verification_texts import FoldedTexts

# How many places of a quotation are sought before the search ends.
MOST_FOUND = 200

Found = tuple[ReportSummary, tuple[Span, ...]]


class OutOfTimeError(Exception):
    """There is no time to look through the other reports."""


def search(texts: FoldedTexts, reports: Sequence[ReportSummary], quote: str, until: float) -> tuple[list[Found], Apart]:
    """At most MOST_FOUND places of the quotation; with its pieces where it was taken apart to be found. Raises
    OutOfTimeError."""
    for form in whole_forms(quote):
        if found := list(islice(_whole(texts, in_time(reports, until), form), MOST_FOUND)):
            return found, Apart()
    apart = taken_apart(quote)
    return list(islice(in_pieces(texts, in_time(reports, until), apart), MOST_FOUND)), apart


def stands(texts: FoldedTexts, quote: str, until: float = inf) -> bool:
    """Whether a quotation stands anywhere at all, as far as is known by the time `until`."""
    try:
        return bool(search(texts, texts.reports, quote, until)[0])
    except OutOfTimeError:
        return False


def in_time(reports: Iterable[ReportSummary], until: float) -> Iterator[ReportSummary]:
    """The reports, one by one, until the time is over. Raises OutOfTimeError."""
    for report in reports:
        if time.monotonic() > until:
            raise OutOfTimeError
        yield report


def in_pieces(texts: FoldedTexts, reports: Iterable[ReportSummary], apart: Apart) -> Iterator[Found]:
    """Where the pieces stand in order, report by report; nowhere where there are none."""
    for report in reports if apart.pieces else ():
        if may_hold(texts.letters(report.id), apart):
            yield from ((report, chain) for chain in find_chains(apart, texts.folded(report.id)))


def _whole(texts: FoldedTexts, reports: Iterable[ReportSummary], form: Sought) -> Iterator[Found]:
    for report in reports:
        if form.folded.letters in texts.letters(report.id):
            for span in find_spans(form.folded, texts.folded(report.id)):
                yield report, (Span(span.start, span.end, span.changes | form.changes),)
