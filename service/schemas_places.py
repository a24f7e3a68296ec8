"""What the HTTP API answers about places: the passages of a report, any words of it, what is like a passage."""

from __future__ import annotations

from pydantic import Field

from service.citations.citer import Style
from service.http.api_model import ApiModel
from service.schemas.base import Hit, Passage, ReportSummary


class PassageList(ApiModel):
    """All passages of one report, in order."""

    total: int = Field(description="How many passages the report has.", examples=[9])
    passages: list[Passage]


class PassageInContext(ApiModel):
    """One passage and what surrounds it."""

    passage: Passage
    report: ReportSummary
    previous: Passage | None = Field(description="The passage before it in its report.")
    next: Passage | None = Field(description="The passage after it in its report.")
    citation: str = Field(description="Ready for a footnote, in style `un`.", examples=["A/79/352, para. 41"])


class Citation(ApiModel):
    """One passage, cited."""

    style: Style = Field(description="The style it is written in.")
    text: str = Field(description="The citation, or the content of a file.", examples=["A/79/352, para. 41"])
    media_type: str = Field(description="The media type of a file with this text.", examples=["text/plain"])


class SimilarPassages(ApiModel):
    """What is like one passage. The scores are cosines."""

    passage: str = Field(description="The passage that was named.", examples=["3f6c2a9d01b7e845"])
    total: int = Field(description="How many passages were compared closely.", examples=[100])
    hits: list[Hit]


class SpanCitation(Citation):
    """Words of a report, cited."""

    quote: str = Field(description="The words, cut from the report's text.", examples=["The meeting was suspended."])
    key: str = Field(description="The place on a reading list.", examples=["cd-tip-2023:812-838:1f0c2a9d"])
