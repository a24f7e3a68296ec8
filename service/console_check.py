"""What `rapporteur check` does and prints for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.errors import BadQueryError
from index.searcher import Searcher
from service.citations import Citer
from service.schemas_verify import ClosestText, VerifiedPlace, VerifiedQuote, VerifyResponse
from service.verification_request import refusal, verify_text
from service.verification_texts import FoldedTexts

SHOWN_PLACES = 5
VERDICTS = {"exact": "word for word", "normalised": "the same words", "missing": "not found"}
NAMED = {
    "not there": "It does not stand in the report that was named.",
    "unknown": "There is no such report in this collection; all were looked through.",
}
MARKS = {"kept": "{}", "yours": "[-{}-]", "source": "{{+{}+}}"}  # as wdiff has them


def checked(text: str, report: str | None, open_searcher: Callable[[], Searcher]) -> VerifyResponse:
    """What became of the quotations in `text`. Raises BadQueryError for a text that cannot be checked, before the
    index is opened, and what opening raises."""
    if reason := refusal(text):
        raise BadQueryError(*reason)
    searcher = open_searcher()
    found = verify_text(searcher, FoldedTexts(searcher), text, report)
    return VerifyResponse.of(found, searcher, Citer(searcher))


def described(found: VerifyResponse) -> str:
    """The result as text."""
    return "\n".join(_lines(found))


def _lines(found: VerifyResponse) -> Iterator[str]:
    for quote in found.quotes:
        yield f"{quote.n}. {VERDICTS[quote.verdict]}: “{' '.join(quote.text.split())}”"
        yield from (f"   {line}" for line in _told(quote, found.reports))
        yield ""
    counts = {"word for word": found.exact, "the same words": found.normalised, "not found": found.missing}
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    yield f"{told}; {found.reports} reports, build {found.build}."


def _told(quote: VerifiedQuote, reports: int) -> Iterator[str]:
    if quote.named in NAMED:
        yield NAMED[quote.named]
    if quote.pieces and quote.places:
        yield "Its pieces stand in this order in one report; what it has in brackets was not checked."
    elif quote.pieces:
        yield "Its pieces do not stand in this order in one report. Each by itself:"
        yield from (f"  {VERDICTS[piece.verdict]}: {piece.text}" for piece in quote.pieces)
    for place in quote.places[:SHOWN_PLACES]:
        yield from _place(place)
    if quote.total > SHOWN_PLACES:
        yield f"... and {quote.total - SHOWN_PLACES}{'' if quote.complete else ' or more'} other places"
    if quote.closest:
        yield from _closest(quote.closest)
    elif not quote.places:
        yield f"Nothing like it stands in the {reports} reports of this collection."


def _place(place: VerifiedPlace) -> Iterator[str]:
    yield f"{place.citation}"
    yield f"  {place.source}."
    if place.changes:
        yield f"  It differs in: {', '.join(place.changes)}."
        yield from (f"  There: {' '.join(part.text.split())}" for part in place.parts)
    for version in place.later_versions:
        yield f"  {'A corrigendum' if version.corrects else 'A revised version'} is in this collection: {version.id}"


def _closest(closest: ClosestText) -> Iterator[str]:
    yield f"Nearest, with {round(100 * closest.similarity)} % of the words the same ([-yours-] {{+the report's+}}):"
    pieces = [f"{MARKS[one.kind].format(one.text.rstrip())}{_gap(one.text)}" for one in closest.segments]
    yield f"  {' '.join(''.join(pieces).split())}"
    yield f"  {closest.citation}"
    yield f"  {closest.source}."


def _gap(text: str) -> str:
    return " " if text[-1:].isspace() else ""
