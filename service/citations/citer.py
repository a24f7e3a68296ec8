"""Ready citations of passages and quotes, in every style the service knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from corpus.types import Passage, Report
from service.citations.bibtex import bibtex
from service.citations.chicago import chicago
from service.citations.csl import csl
from service.citations.outlines import Outline, outline
from service.citations.pinpoints import Pinpoint, pinpoint
from service.citations.ris import ris
from service.citations.sources import Source
from service.citations.un import un

Style = Literal["un", "chicago", "bibtex", "ris", "csl"]
REMEMBERED_OUTLINES = 256


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """How a style is written, and the media type of a file in it."""

    write: Callable[[Source], str]
    media_type: str


STYLES: dict[Style, CitationFormat] = {
    "un": CitationFormat(un, "text/plain"),
    "chicago": CitationFormat(chicago, "text/plain"),
    "bibtex": CitationFormat(bibtex, "application/x-bibtex"),
    "ris": CitationFormat(ris, "application/x-research-info-systems"),
    "csl": CitationFormat(csl, "application/vnd.citationstyles.csl+json"),
}


class Reports(Protocol):
    """Where reports come from: an open index."""

    def report(self, report_id: str, /) -> Report:
        """One report with its blocks. Raises UnknownReportError."""


def cite(source: Outline, passage: Passage, style: Style = "un", span: tuple[int, int] | None = None) -> str:
    """The citation of a passage, or of the quote at `span` (offsets into the report's text) within it."""
    start, end = span or (passage.start, passage.end)
    return STYLES[style].write(Source(source.summary, pinpoint(source, start, end)))


class Citer:
    """Cites out of one open index, and remembers the outlines of the reports it cited last."""

    def __init__(self, reports: Reports) -> None:
        self._outline = lru_cache(REMEMBERED_OUTLINES)(lambda report_id: outline(reports.report(report_id)))

    def cite(self, passage: Passage, style: Style = "un", span: tuple[int, int] | None = None) -> str:
        """As the function `cite`. Raises UnknownReportError when the index does not hold the passage's report."""
        return cite(self._outline(passage.report_id), passage, style, span)

    def source(self, report_id: str, span: tuple[int, int] | None = None) -> Source:
        """A report as the writers of STYLES take it: whole, or at `span` of its text, whichever passages that touches.
        Raises UnknownReportError."""
        report = self._outline(report_id)
        return Source(report.summary, pinpoint(report, *span) if span else Pinpoint())

    def cite_span(self, report_id: str, span: tuple[int, int], style: Style = "un") -> str:
        """The citation of the words at `span` of a report's text, whichever passages that touches. Raises
        UnknownReportError."""
        return STYLES[style].write(self.source(report_id, span))

    def page(self, passage: Passage) -> str | None:
        """The page of a passage as a citation would name it: "p. 5", or "PDF p. 5"; None where there are no pages.
        Raises as `cite`."""
        return pinpoint(self._outline(passage.report_id), passage.start, passage.end).page

    def place(self, passage: Passage, span: tuple[int, int]) -> str:
        """The pinpoint alone of the quote at `span` within a passage, as a citation would give it; empty where there is
        none. Raises as `cite`."""
        return str(pinpoint(self._outline(passage.report_id), *span))
