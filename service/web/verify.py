"""The page that verifies quotations: a form, and what became of each quotation, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated, Literal
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from corpus.types import ReportSummary
from service.api.routes import Index
from service.citations import dates
from service.live import OpenIndex
from service.quotations.alignment import Segment
from service.quotations.folding import Change
from service.quotations.request import LONGEST_TEXT, MOST_SECONDS, ReadAs, Verification, Verified, refusal, verify_text
from service.quotations.types import Closest, Finding, Nearness, PieceFound, Place, Verdict, said, summed_up
from service.reading_list.entries import quote_key, span_key
from service.reading_list.places import place_address
from service.web.hits import Relation, relations
from service.web.list_links import ITEM, Items
from service.web.page_route import PageRoute, usable
from service.web.pages import READ, templates

CONTEXT = 160
LINE_MARK = re.compile(r"(?m)^[ \t]*(?:#{1,6}|[-*+•>])[ \t]+")


@dataclass(frozen=True, slots=True)
class WordRun:
    """Text of a report in a row: of the quotation (`quoted`), around it, or `omitted` words in between."""

    text: str
    quoted: bool = False
    omitted: int = 0


def runs_of(text: str, place: Place) -> tuple[WordRun, ...]:
    """The quotation between the words around it; of long omissions only their length."""
    start, end = place.span
    runs = [WordRun(_before(text, start))]
    for part, between in zip_longest(place.parts, place.between):
        runs.append(WordRun(_unmarked(text, part.start, part.end), quoted=True))
        if between:
            short = len(between.text) <= CONTEXT
            following = part.end + len(between.text)
            runs.append(WordRun(_unmarked(text, part.end, following)) if short else WordRun("", omitted=between.words))
    return tuple(run for run in (*runs, WordRun(_after(text, end))) if run.text or run.omitted)


def _unmarked(text: str, start: int, end: int) -> str:
    """The text from `start` to `end` without the marks that make a line of it a heading or the item of a list."""
    cuts = [match.span() for match in LINE_MARK.finditer(text, text.rfind("\n", 0, start) + 1, end)]
    edges = [start, *(min(max(edge, start), end) for cut in cuts for edge in cut), end]
    return "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _before(text: str, start: int) -> str:
    """The words of the same paragraph before `start`, not more than CONTEXT characters."""
    begin = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - CONTEXT)
    cut = _unmarked(text, begin, start)
    if begin and text[begin - 1] != "\n" and " " in cut:
        cut = f"… {cut.split(' ', 1)[1]}"
    return cut


def _after(text: str, end: int) -> str:
    """The words of the same paragraph after `end`, not more than CONTEXT characters."""
    paragraph = text.find("\n\n", end)
    stop = min(paragraph if paragraph >= 0 else len(text), end + CONTEXT)
    cut = _unmarked(text, end, stop)
    if stop < len(text) and text[stop] != "\n" and " " in cut:
        cut = f"{cut.rsplit(' ', 1)[0]} …"
    return cut


CHANGES: dict[Change, str] = {
    "white space": "spacing",
    "quotation marks": "quotation marks",
    "dashes": "dashes",
    "hyphenation": "line-end hyphens",
    "characters": "ligatures or accents",
    "markup": "formatting marks",
    "final punctuation": "punctuation at the end",
    "note sign": "a footnote mark",
    "paragraph number": "a paragraph number in front",
    "altered in brackets": "words in brackets",
    "words left out": "words left out",
    "marks of omission": "marks of omission",
}


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place with its source; `key` names it on a reading list.

    `runs` are the quotation and what stands around it; `differs` says what is not to the letter; `elsewhere` that this
    is not the report that was named.
    """

    report: ReportSummary
    key: str
    date: str
    url: str
    citation: str
    relations: tuple[Relation, ...]
    runs: tuple[WordRun, ...]
    differs: str
    headings: tuple[str, ...]
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class ClosestView:
    """The text that comes nearest, with the differences; `same` is the share of equal words in per cent."""

    place: PlaceView
    segments: tuple[Segment, ...]
    same: int


def place_view(index: OpenIndex, place: Place | Closest, *, elsewhere: bool) -> PlaceView:
    """The place for the page; `elsewhere` says that it is not in the report that was named."""
    passage = place.passages[0] if place.passages else None
    searcher = index.searcher
    return PlaceView(
        report=place.report,
        key=_key(searcher.text(place.report.id), place),
        date=dates.event_date(place.report.metadata),
        url=place_address(searcher, place.report.id, passage, place.span[0]),
        citation=index.citer.cite(place.anchor, "un", place.span),
        relations=relations(
            searcher.later_versions(place.report.id),
            [searcher.summary(twin) for twin in place.report.twins],
            "Nearly identical to:",
        ),
        runs=runs_of(searcher.text(place.report.id), place) if isinstance(place, Place) else (),
        differs=_differs(place.changes) if isinstance(place, Place) else "",
        headings=passage.headings if passage else (),
        elsewhere=elsewhere,
    )


def closest_view(index: OpenIndex, closest: Closest) -> ClosestView:
    """The text that comes nearest, for the page."""
    return ClosestView(place_view(index, closest, elsewhere=False), closest.segments, round(100 * closest.similarity))


def _differs(changes: frozenset[Change]) -> str:
    return ", ".join(words for change, words in CHANGES.items() if change in changes)


def _key(text: str, place: Place | Closest) -> str:
    """The place on a reading list: by its passage where one holds it all, which lasts longer."""
    start, end = place.span
    inside = next((one for one in place.passages if one.start <= start and end <= one.end), None)
    return quote_key(inside, start, end) if inside else span_key(place.report.id, text, start, end)


# Places shown at once; the others wait behind a disclosure.
SHOWN_PLACES = 3
NEAREST: dict[Nearness, str] = {
    "found": "",
    "nothing alike": "Nothing similar appears in the {} of this collection.",
    "too few words": "It does not appear in the {}, and is too short to look for similar text.",
    "not looked for": "It does not appear in the {}. There was no time to look for similar text.",
}
OVER = f"The check ran out of time after {MOST_SECONDS:g} seconds. Check this quotation on its own."


@dataclass(frozen=True, slots=True)
class VerifiedQuoteView:
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
    quotes: tuple[VerifiedQuoteView, ...]
    summary: str


def verified_view(index: OpenIndex, verification: Verification, named: str) -> VerifiedView:
    """The result for the page; `named` is the report that the reader typed, or nothing."""
    quotes = tuple(_quote(index, n, one, named) for n, one in enumerate(verification.verified, start=1))
    return VerifiedView(verification.read_as, quotes, summed_up(quote.says for quote in quotes))


def _quote(index: OpenIndex, n: int, one: Verified, named: str) -> VerifiedQuoteView:
    finding = one.finding
    places = tuple(place_view(index, place, elsewhere=_elsewhere(index, place, named)) for place in finding.places)
    return VerifiedQuoteView(
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
    return f"{NEAREST[finding.nearest].format(counted)} It may appear in texts outside the collection."


def _told_of_named(finding: Finding, named: str) -> str:
    match finding.named:
        case "unknown":
            return f"No report in this collection is called “{named}”, so all were searched."
        case "not there" if finding.places:
            return "It is not in the report you named, but appears elsewhere:"
        case _:
            return ""


def _counted(finding: Finding) -> str:
    reports = len({place.report.id for place in finding.places})
    if finding.total <= 1:
        return ""
    if not finding.complete:
        return f"It appears in at least {finding.total} places; the first {len(finding.places)} are shown."
    if finding.total > len(finding.places):
        return f"It appears in {finding.total} places; the first {len(finding.places)} are shown."
    return f"It appears in {finding.total} places in {reports} {'report' if reports == 1 else 'reports'}."


MOST_OFFERED = 500
PATH = "/verify"

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class VerifyParameters(BaseModel):
    """What the page takes. What is wrong with the text is told on the page itself, beside the text."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    report: str = ""
    item: Items = Field(default=[])


@dataclass(frozen=True, slots=True)
class Offer:
    """A report that can be named: what goes into the field, and its title."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class VerifyView:
    """The page. `refused` says why the text was not verified."""

    text: str
    report: str
    reports: int
    offers: tuple[Offer, ...]
    most: int
    refused: str
    found: VerifiedView | None


@router.api_route(PATH, methods=READ)
def verify(request: Request, index: Index, asked: Annotated[VerifyParameters, Query()]) -> Response:
    """The form, or what became of the quotations in a text that a link brings along."""
    return _page(request, index, asked.text, asked.report)


@router.post(PATH)
async def verify_form(request: Request, index: Index) -> Response:
    """What became of the quotations in a draft. It comes in the body, so that no address, history or log holds it."""
    sent = parse_qs((await request.body()).decode(errors="replace"))
    keys = request.query_params.getlist(ITEM) + sent.get(ITEM, [])
    kept, _ = usable(tuple((ITEM, key) for key in dict.fromkeys(keys)), VerifyParameters)
    request.scope["query_string"] = urlencode(kept).encode()
    text, report = sent.get("text", [""])[0], sent.get("report", [""])[0].strip()
    return await run_in_threadpool(_page, Request(request.scope, request.receive), index, text, report)


def _page(request: Request, index: OpenIndex, typed: str, report: str) -> Response:
    text = typed.replace("\r\n", "\n")
    refused = " ".join(refusal(text) or ()) if text.strip() else ""
    found = None
    if text.strip() and not refused:
        verification = verify_text(index.searcher, index.texts, text, report or None)
        found = verified_view(index, verification, report)
    view = VerifyView(
        text=text,
        report=report,
        reports=index.searcher.manifest.reports,
        offers=_offers(index),
        most=LONGEST_TEXT,
        refused=refused,
        found=found,
    )
    context = {"view": view, "here": "verify"}
    status = 422 if refused and request.method == "POST" else 200
    return templates.TemplateResponse(request, "verify.html", context, status, {"Cache-Control": "no-store"})


def _offers(index: OpenIndex) -> tuple[Offer, ...]:
    reports = index.searcher.summaries(MOST_OFFERED)
    return tuple(Offer(one.metadata.symbol or one.id, one.metadata.title) for one in reports)
