"""Hits as pages show them: the passage line by line, its citation, where it leads, and what has to be known of other
reports, a revised version or nearly the same text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.types import Passage, ReportSummary
from index.types import Hit, LaterVersion, ReportHits
from service.citations import dates
from service.citations.citer import Citer
from service.citations.sources import own_symbol
from service.http.addresses import Address, Pairs, report_address, similar_address
from service.reading_list.entries import Span, shown_lines
from service.web.text import TextPiece, pieces, speaker_span


@dataclass(frozen=True, slots=True)
class Relation:
    """A remark that leads to another report; `urgent` where the text at hand may no longer hold."""

    about: str
    name: str
    url: str
    urgent: bool = False


def relations(later: Sequence[LaterVersion], alike: Iterable[ReportSummary], likeness: str) -> tuple[Relation, ...]:
    """Later versions first; then the reports that are `alike`, each introduced by `likeness`. One that is both is named
    as both: that little has changed is worth knowing."""
    versions = [_relation(_about(version), version.report, urgent=True) for version in later]
    return (*versions, *(_relation(likeness, report, urgent=False) for report in alike))


def _about(version: LaterVersion) -> str:
    what = "corrigendum to this document" if version.corrects else "revised version"
    return f"A {what} is available:"


def _relation(about: str, report: ReportSummary, urgent: bool) -> Relation:
    name = own_symbol(report.metadata) or report.metadata.title
    return Relation(about, name, report_address(report.id), urgent)


ALIKE = "Nearly identical text in:"


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit, ready for the page. `lines` are the passage's text, whole, as it breaks into lines; `place` is where it
    stands in its report, in words."""

    passage: Passage
    report: ReportSummary
    date: str
    url: str
    more_like: str
    citation: str
    place: str
    page: str | None
    relations: tuple[Relation, ...]
    lines: tuple[tuple[TextPiece, ...], ...]


@dataclass(frozen=True, slots=True)
class ReportHitsView:
    """The hits of one report; `more` is the search for all `total` of its passages, where there are others."""

    report: ReportSummary
    date: str
    url: str
    relations: tuple[Relation, ...]
    hits: tuple[HitView, ...]
    total: int
    more: str | None


def hit_views(search: Pairs, hits: Iterable[Hit], citer: Citer) -> tuple[HitView, ...]:
    """The hits of a search, each with its citation and the address of its place in the report."""
    return tuple(_hit(search, hit, citer, relations(hit.later_versions, hit.also_in, ALIKE)) for hit in hits)


def group_views(here: Address, groups: Iterable[ReportHits], citer: Citer) -> tuple[ReportHitsView, ...]:
    """The reports of a search with their hits; what is to know of a report as a whole is said once."""
    return tuple(
        ReportHitsView(
            report=group.report,
            date=dates.event_date(group.report.metadata),
            url=report_address(group.report.id, group.hits[0].passage.id, here.pairs),
            relations=relations(group.hits[0].later_versions, (), ALIKE),
            hits=tuple(_hit(here.pairs, hit, citer, relations((), hit.also_in, ALIKE)) for hit in group.hits),
            total=group.total,
            more=_whole(here, group) if group.total > len(group.hits) else None,
        )
        for group in groups
    )


def lines(hit: Hit) -> tuple[tuple[TextPiece, ...], ...]:
    """The text of a hit's passage, whole, line by line, found terms and the nearest sentence marked."""
    text = hit.passage.text
    spans = shown_lines(text)
    names = [name for span in spans if (name := speaker_span(text, span, hit.passage.speakers))]
    return tuple(pieces(text, span, hit.highlights, names, _nearest(hit)) for span in spans)


def _hit(search: Pairs, hit: Hit, citer: Citer, related: tuple[Relation, ...]) -> HitView:
    passage = hit.passage
    return HitView(
        passage=passage,
        report=hit.report,
        date=dates.event_date(hit.report.metadata),
        url=report_address(hit.report.id, passage.id, search),
        more_like=similar_address(passage.id, search),
        citation=citer.cite(passage),
        place=citer.place(passage, (passage.start, passage.end)).strip(" ,"),
        page=citer.page(passage),
        relations=related,
        lines=lines(hit),
    )


def _nearest(hit: Hit) -> tuple[Span, ...]:
    """The nearest sentence, without the white space around it; nothing where it is all there is."""
    text, (start, end) = hit.passage.text, hit.sentence
    words = text[start:end].strip()
    if not words or words == text.strip():
        return ()
    first = text.index(words, start)
    return ((first, first + len(words)),)


def _whole(here: Address, group: ReportHits) -> str:
    return str(here.without("group").without("sort").with_value("report", group.report.id))
