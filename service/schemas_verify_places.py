"""The places in reports that `POST /api/verify` answers with."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field

from corpus import types as corpus
from index.search.searcher import Searcher
from service.answers.speakers import nature
from service.citations.citer import Citer, Style
from service.http.api_model import ApiModel
from service.quotations.alignment import Kind
from service.quotations.folding import Change
from service.quotations.joints import MOST_PRINTED
from service.quotations.types import Closest, Place, Verdict
from service.schemas.base import LaterVersion, ReportSummary


class VerifiedPart(ApiModel):
    """Words of a report: `text` is exactly its text from `start` to `end`."""

    text: str = Field(description="The words as they stand there.", examples=["brokers single out migrants"])
    start: int = Field(description="Where they begin in the report's text.", examples=[812])
    end: int = Field(description="Where they end, exclusive.", examples=[839])
    verdict: Verdict = Field(description="How they were found.")
    changes: list[Change] = Field(description="What differs from the words that were asked for.", examples=[[]])


class SourceText(ApiModel):
    """The report that words were found in, and what a reader must know of it."""

    report: ReportSummary
    source: str = Field(
        description="What kind of text it is, for a reader; a digest is not the source that it digests.",
        examples=["Digest prepared from public sources, not an official record"],
    )
    labels: list[str] = Field(
        description="What a reader must know of the text: draft, limited distribution, conference room paper, "
        "machine-read, poor text layer.",
        examples=[["draft"]],
    )
    later_versions: list[LaterVersion] = Field(description="Reports that revise or correct this one.")
    twins: list[str] = Field(description="Reports that are nearly the same text as this one.")


class VerifiedPlace(SourceText):
    """A place where a quotation stands, whole."""

    verdict: Verdict = Field(description="Exact, or but for `changes`.")
    changes: list[Change] = Field(description="What differs from the words that were asked for.", examples=[["dashes"]])
    start: int = Field(description="Where it begins in the report's text.", examples=[812])
    end: int = Field(description="Where it ends, exclusive.", examples=[839])
    parts: list[VerifiedPart] = Field(
        description="The words: one part, or several, in this order, for a quotation that leaves words out."
    )
    omitted: list[int] = Field(description="How many words of the report stand between the parts.", examples=[[14]])
    between: list[str | None] = Field(
        description=f"These words; null where they are more than {MOST_PRINTED}.", examples=[["and agree to"]]
    )
    warnings: list[str] = Field(
        description="What a reader must know of a quotation in pieces: that the words left out or altered include a "
        "negation, that a bracket adds a negation or a number, or that the pieces stand in several paragraphs.",
        examples=[["Words left out include “not”."]],
    )
    passages: list[str] = Field(
        description="The passages it touches, by id: two or more where it runs over their border, none for a heading."
    )
    citation: str = Field(description="Ready for a footnote, with the place of exactly these words.")

    @classmethod
    def of(cls, place: Place, searcher: Searcher, citer: Citer, style: Style) -> Self:
        """A place with its citation."""
        return cls(
            **_about(place.report, searcher),
            verdict=place.verdict,
            changes=sorted(place.changes),
            start=place.span[0],
            end=place.span[1],
            parts=[
                VerifiedPart(
                    text=part.text, start=part.start, end=part.end, verdict=part.verdict, changes=sorted(part.changes)
                )
                for part in place.parts
            ],
            omitted=[one.words for one in place.between],
            between=[one.printed for one in place.between],
            warnings=list(place.warnings),
            passages=[passage.id for passage in place.passages],
            citation=_citation(place, citer, style),
        )


class DiffSegment(ApiModel):
    """A run of words that both texts have, as the source has them, or one of them alone."""

    kind: Kind = Field(description="In both, in the quotation alone (yours), or in the source alone.")
    text: str = Field(description="The words.", examples=["single out migrants"])


class ClosestText(SourceText):
    """The text that comes nearest to a quotation which stands nowhere. `text` is exactly its report's from `start` to
    `end`, and so are the segments that are not yours, joined."""

    text: str = Field(description="The words as they stand there.", examples=["brokers single out migrants"])
    start: int = Field(description="Where they begin in the report's text.", examples=[812])
    end: int = Field(description="Where they end, exclusive.", examples=[839])
    similarity: float = Field(description="The share of words that both have, from 0.5 to 1.", examples=[0.93])
    segments: list[DiffSegment] = Field(description="The differences, in reading order.")
    passages: list[str] = Field(description="The passages it touches, by id.")
    citation: str = Field(description="Ready for a footnote, with the place of exactly these words.")

    @classmethod
    def of(cls, closest: Closest, searcher: Searcher, citer: Citer, style: Style) -> Self:
        """The nearest text with its citation."""
        return cls(
            **_about(closest.report, searcher),
            text=closest.part.text,
            start=closest.part.start,
            end=closest.part.end,
            similarity=closest.similarity,
            segments=[DiffSegment(kind=one.kind, text=one.text) for one in closest.segments],
            passages=[passage.id for passage in closest.passages],
            citation=_citation(closest, citer, style),
        )


def _citation(place: Place | Closest, citer: Citer, style: Style = "un") -> str:
    """The citation of exactly the words of a place."""
    return citer.cite(place.anchor, style, place.span)


def _about(report: corpus.ReportSummary, searcher: Searcher) -> dict[str, Any]:
    return {
        "report": ReportSummary.of(report),
        "source": nature(report.metadata),
        "labels": list(report.metadata.labels),
        "later_versions": [LaterVersion.of(version) for version in searcher.later_versions(report.id)],
        "twins": list(report.twins),
    }
