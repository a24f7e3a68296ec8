"""What the HTTP API answers about one place: any words of a report, or what is like a passage."""

from __future__ import annotations

from pydantic import Field

from service.schemas import Answer, Citation, Hit


class SimilarPassages(Answer):
    """What is like one passage. The scores are cosines."""

    passage: str = Field(description="The passage that was named.", examples=["3f6c2a9d01b7e845"])
    total: int = Field(description="How many passages were compared closely.", examples=[100])
    hits: list[Hit]


class SpanCitation(Citation):
    """Words of a report, cited."""

    quote: str = Field(description="The words, cut from the report's text.", examples=["The meeting was suspended."])
    key: str = Field(description="The place on a reading list.", examples=["cd-tip-2023:812-838:1f0c2a9d"])
