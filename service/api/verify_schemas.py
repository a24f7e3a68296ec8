"""What `POST /api/verify` answers with."""

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
from service.quotations.request import MOST_SECONDS, ReadAs, Verification
from service.quotations.types import MOST_LISTED, Closest, Named, Nearness, Place, Verdict
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


class VerifiedPiece(ApiModel):
    """A piece of a quotation that leaves words out or alters some."""

    text: str = Field(
        description="The piece, with brackets that touch its first or last word.", examples=["[B]rokers single out"]
    )
    verdict: Verdict = Field(
        description="How its words were found: in the first of the places or, where the whole is missing, by "
        "themselves anywhere."
    )


class VerifiedQuote(ApiModel):
    """What became of one quotation."""

    n: int = Field(description="Its number in this answer, from 1.", examples=[1])
    text: str = Field(description="The quotation as it was asked for.", examples=["brokers single out migrants"])
    start: int | None = Field(description="Where it begins in the `text` that was sent, in code points.")
    end: int | None = Field(description="Where it ends there, exclusive.")
    verdict: Verdict = Field(
        description="Exact: it stands somewhere to the letter. Normalised: but for white space, quotation marks, "
        "dashes, hyphens at line ends, ligatures and the like, or in pieces, where it says that it leaves words out or "
        "alters some. Missing: nowhere. Not looked for: the time for this request was over before."
    )
    named: Named | None = Field(
        description="Whether it stands in the report that was named: found, not there (perhaps in another), or no such "
        "report is in the collection (unknown). Null if none was named."
    )
    total: int = Field(description="In how many places it stands.", examples=[1])
    complete: bool = Field(description="False when the search ended before all places were counted.", examples=[True])
    places: list[VerifiedPlace] = Field(
        description=f"At most {MOST_LISTED}: those in the named report first, exact ones before others."
    )
    pieces: list[VerifiedPiece] = Field(
        description="For a quotation that had to be taken apart at “...”, “[...]” or “[T]he”: its pieces. All of them "
        "were found in order within one report, or it is missing. Brackets may change a capital or the ending of a "
        "word; a number in them must be that of the report; other words in them are the quotation's own."
    )
    closest: ClosestText | None = Field(
        description="For a missing one, the text that comes nearest, if at least half of the words are the same."
    )
    nearest: Nearness | None = Field(
        description="What became of the search for that text: found, nothing alike, not begun because the quotation "
        "has too few different words, or not looked for because the time was over. Null where none was needed."
    )
    warnings: list[str] = Field(
        description="Those of the first place or, for a missing one, why it may be missing: a piece is too short to be "
        "looked for, or a bracket makes another word of one.",
        examples=[["“State[less]” makes another word of “States”."]],
    )


class VerifyResponse(ApiModel):
    """What became of each quotation."""

    read_as: ReadAs = Field(
        description="How the request was read: as the `quotes` it gave; or the `text` as one quotation (whole), by the "
        "quotations in it, or sentence by sentence."
    )
    build: str = Field(description="The build of the index that answered.", examples=["20261124T120000123-1a2b3c"])
    reports: int = Field(description="How many reports were looked through.", examples=[65])
    took_ms: float = Field(description="Time it took, in milliseconds.", examples=[4.1])
    exact: int = Field(description="How many quotations were found exactly.", examples=[1])
    normalised: int = Field(description="How many were found after normalising.", examples=[0])
    missing: int = Field(description="How many were not found.", examples=[0])
    not_looked_for: int = Field(
        description=f"How many were not looked for, because {MOST_SECONDS:g} seconds were over.", examples=[0]
    )
    quotes: list[VerifiedQuote] = Field(description="In order.")

    @classmethod
    def of(cls, found: Verification, searcher: Searcher, citer: Citer, style: Style = "un") -> Self:
        """The answer about all quotations of one request."""
        verdicts = [one.finding.verdict for one in found.verified]
        return cls(
            read_as=found.read_as,
            build=searcher.manifest.build,
            reports=searcher.manifest.reports,
            took_ms=found.took_ms,
            exact=verdicts.count("exact"),
            normalised=verdicts.count("normalised"),
            missing=verdicts.count("missing"),
            not_looked_for=verdicts.count("not looked for"),
            quotes=[
                VerifiedQuote(
                    n=n,
                    text=one.text,
                    start=one.start,
                    end=one.end,
                    verdict=one.finding.verdict,
                    named=one.finding.named,
                    total=one.finding.total,
                    complete=one.finding.complete,
                    places=[VerifiedPlace.of(place, searcher, citer, style) for place in one.finding.places],
                    pieces=[VerifiedPiece(text=piece.text, verdict=piece.verdict) for piece in one.finding.pieces],
                    closest=ClosestText.of(one.finding.closest, searcher, citer, style)
                    if one.finding.closest
                    else None,
                    nearest=one.finding.nearest,
                    warnings=list(one.finding.warnings),
                )
                for n, one in enumerate(found.verified, start=1)
            ],
        )
