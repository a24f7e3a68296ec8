"""What a reader has to know of the other reports of a collection: a revised version, nearly the same text elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.types import ReportSummary
from index.types import LaterVersion
from service.citations.sources import own_symbol
from service.http.addresses import report_address


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
    return f"A {what} is in this collection:"


def _relation(about: str, report: ReportSummary, urgent: bool) -> Relation:
    name = own_symbol(report.metadata) or report.metadata.title
    return Relation(about, name, report_address(report.id), urgent)
