"""What `rapporteur check` does and prints for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.errors import BadQueryError
from index.search.searcher import Searcher
from service.api.verify_schemas import ClosestText, VerifiedPlace, VerifiedQuote, VerifyResponse
from service.citations.citer import Citer
from service.quotations.request import MOST_SECONDS, refusal, verify_text
from service.quotations.texts import FoldedTexts
from service.quotations.types import said, summed_up

SHOWN_PLACES = 5
NAMED = {
    "not there": "It is not in the report you named.",
    "unknown": "There is no such report in this collection, so all were searched.",
}
NEAREST = {
    "nothing alike": "Nothing similar appears in the {} reports of this collection.",
    "too few words": "It does not appear in the {} reports, and is too short to look for similar text.",
    "not looked for": "It does not appear in the {} reports. There was no time to look for similar text.",
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
        yield f"{quote.n}. {_said(quote)}: “{' '.join(quote.text.split())}”"
        yield from (f"   {line}" for line in _told(quote, found.reports))
        yield ""
    yield f"{summed_up(map(_said, found.quotes))}; {found.reports} reports, build {found.build}."


def _said(quote: VerifiedQuote) -> str:
    return said(quote.verdict, quote.named, in_pieces=bool(quote.pieces))


def _told(quote: VerifiedQuote, reports: int) -> Iterator[str]:
    if quote.verdict == "not looked for":
        yield f"The check ran out of time after {MOST_SECONDS:g} seconds. Check this quotation on its own."
        return
    if quote.named in NAMED:
        yield NAMED[quote.named]
    yield from quote.warnings
    if quote.pieces and quote.places:
        yield "Its pieces appear in this order in one report. Words in brackets are not from the report."
    elif quote.pieces:
        yield "No report has all the pieces in this order. Each on its own:"
        yield from (f"  {said(piece.verdict, None, in_pieces=False)}: {piece.text}" for piece in quote.pieces)
    for place in quote.places[:SHOWN_PLACES]:
        yield from _place(place)
    if quote.total > SHOWN_PLACES:
        yield f"... and {quote.total - SHOWN_PLACES}{'' if quote.complete else ' or more'} other places"
    if quote.closest:
        yield from _closest(quote.closest)
    elif quote.nearest:
        yield NEAREST[quote.nearest].format(reports)


def _place(place: VerifiedPlace) -> Iterator[str]:
    yield f"{place.citation}"
    yield f"  {place.source}."
    if place.changes:
        yield f"  Differences: {', '.join(place.changes)}."
        yield f"  In the report: {_words(place)}"
    for version in place.later_versions:
        yield f"  {'A corrigendum' if version.corrects else 'A revised version'} is available: {version.id}"


def _words(place: VerifiedPlace) -> str:
    """The words of the place, and between them those that the quotation leaves out or alters, if they are few."""
    found = [" ".join(place.parts[0].text.split())]
    for part, words, count in zip(place.parts[1:], place.between, place.omitted, strict=True):
        left_out = f"{{+{words}+}} " if words else f"[... {count} words ...] " if count else ""
        found.append(f"{left_out}{' '.join(part.text.split())}")
    return " ".join(found)


def _closest(closest: ClosestText) -> Iterator[str]:
    same = round(100 * closest.similarity)
    yield f"Closest text, with {same} % of the words in common ([-yours-] {{+the report's+}}):"
    pieces = [f"{MARKS[one.kind].format(one.text.rstrip())}{_gap(one.text)}" for one in closest.segments]
    yield f"  {' '.join(''.join(pieces).split())}"
    yield f"  {closest.citation}"
    yield f"  {closest.source}."


def _gap(text: str) -> str:
    return " " if text[-1:].isspace() else ""
