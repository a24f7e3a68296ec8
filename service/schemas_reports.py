"""What `GET /api/reports` answers with."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from service.collection import Listed, State
from service.http.api_model import ApiModel
from service.schemas.base import LaterVersion, ReportSummary


class ListedReport(ReportSummary):
    """A report in the list of the collection."""

    symbols: list[str] = Field(description="All its document symbols.", examples=[["CTOC/COP/WG.4/2010/6"]])
    start_date: str | None = Field(description="First day of the event.", examples=["2023-10-04"])
    end_date: str | None = Field(description="Last day of the event.", examples=["2023-10-04"])
    language: str | None = Field(description="ISO 639-1 code.", examples=["en"])
    words: int = Field(description="How many words its body has.", examples=[512])
    paragraphs: int = Field(description="How many paragraphs it has.", examples=[14])
    numbered: int = Field(description="How many of them have a printed number.", examples=[0])
    state: State = Field(
        description="What the last rebuild did with it; `indexed` when it had nothing to compare with.",
        examples=["unchanged"],
    )
    labels: list[str] = Field(
        description="What a reader must know of the text: draft, limited distribution, conference room paper, "
        "machine-read, poor text layer.",
        examples=[["draft"]],
    )
    twins: list[str] = Field(description="Reports of this collection that are nearly the same text.")
    later_versions: list[LaterVersion] = Field(description="Reports that revise or correct this one.")

    @classmethod
    def listed(cls, one: Listed) -> Self:
        """The answer about one report of the list."""
        report, metadata = one.report, one.report.metadata
        return cls(
            **ReportSummary.of(report).model_dump(),
            symbols=list(metadata.symbols),
            start_date=metadata.start_date,
            end_date=metadata.end_date,
            language=metadata.language,
            words=report.words,
            paragraphs=report.paragraphs,
            numbered=report.numbered,
            state=one.state,
            labels=list(metadata.labels),
            twins=list(report.twins),
            later_versions=[LaterVersion.of(version) for version in one.later],
        )


class ReportList(ApiModel):
    """A part of the list of the collection."""

    total: int = Field(description="How many reports pass the filters.", examples=[65])
    reports: list[ListedReport] = Field(description="In the order that was asked for.")
