"""What became of quotations, as the page says it in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.live import OpenIndex
from service.page_verified_places import ClosestView, PlaceView, closest_view, place_view
from service.quotations.request import MOST_SECONDS, ReadAs, Verification, Verified
from service.quotations.types import Finding, Nearness, PieceFound, Place, Verdict, said, summed_up

# Places shown at once; the others wait behind a disclosure.
SHOWN_PLACES = 3
NEAREST: dict[Nearness, str] = {
    "found": "",
    "nothing alike": "Nothing like it stands in the {} of this collection.",
    "too few words": "It stands nowhere in the {}. It has too few different words to look for a similar text.",
    "not looked for": "It stands nowhere in the {}. There was no time to look for a similar text.",
}
OVER = f"The {MOST_SECONDS:g} seconds for one check were over before. Check it again by itself."


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quotation and what became of it; `state` is its verdict, or "elsewhere" where it stands in another report than
    the one that was named. `nowhere` says what is known of one that is missing and nothing is like."""

    n: int
    text: str
    state: Verdict | Literal["elsewhere"]
    says: str
    differs: str
    named: str
    counted: str
    pieces: tuple[PieceFound, ...]
    in_order: bool
    places: tuple[PlaceView, ...]
    more: tuple[PlaceView, ...]
    closest: ClosestView | None
    warnings: tuple[str, ...]
    nowhere: str


@dataclass(frozen=True, slots=True)
class VerifiedView:
    """What became of all quotations."""

    read_as: ReadAs
    quotes: tuple[QuoteView, ...]
    summary: str


def verified_view(index: OpenIndex, verification: Verification, named: str) -> VerifiedView:
    """The result for the page; `named` is the report that the reader typed, or nothing."""
    quotes = tuple(_quote(index, n, one, named) for n, one in enumerate(verification.verified, start=1))
    return VerifiedView(verification.read_as, quotes, summed_up(quote.says for quote in quotes))


def _quote(index: OpenIndex, n: int, one: Verified, named: str) -> QuoteView:
    finding = one.finding
    places = tuple(place_view(index, place, elsewhere=_elsewhere(index, place, named)) for place in finding.places)
    return QuoteView(
        n=n,
        text=one.text.strip(),
        state="elsewhere" if finding.places and finding.named == "not there" else finding.verdict,
        says=said(finding.verdict, finding.named, in_pieces=bool(finding.pieces)),
        differs=places[0].differs if places else "",
        named=_told_of_named(finding, named),
        counted=_counted(finding),
        pieces=finding.pieces,
        in_order=bool(finding.places),
        places=places[:SHOWN_PLACES],
        more=places[SHOWN_PLACES:],
        closest=closest_view(index, finding.closest) if finding.closest else None,
        warnings=finding.warnings,
        nowhere=_nowhere(finding, index.searcher.manifest.reports),
    )


def _elsewhere(index: OpenIndex, place: Place, named: str) -> bool:
    own = index.texts.named(named) if named else ()
    return bool(own) and place.report.id not in own


def _nowhere(finding: Finding, reports: int) -> str:
    if finding.verdict == "not looked for":
        return OVER
    if not finding.nearest or not NEAREST[finding.nearest]:
        return ""
    counted = f"{reports} {'report' if reports == 1 else 'reports'}"
    return f"{NEAREST[finding.nearest].format(counted)} That says nothing of texts which are not in it."


def _told_of_named(finding: Finding, named: str) -> str:
    match finding.named:
        case "unknown":
            return f"No report of this collection is called “{named}”; all of them were looked through."
        case "not there" if finding.places:
            return "It does not stand in the report you named, but it stands elsewhere:"
        case _:
            return ""


def _counted(finding: Finding) -> str:
    reports = len({place.report.id for place in finding.places})
    if finding.total <= 1:
        return ""
    if not finding.complete:
        return f"It stands in {finding.total} places or more; the first {len(finding.places)} are listed."
    if finding.total > len(finding.places):
        return f"It stands in {finding.total} places; the first {len(finding.places)} are listed."
    return f"It stands in {finding.total} places, in {reports} {'report' if reports == 1 else 'reports'}."
