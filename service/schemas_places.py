"""What the HTTP API answers about any words of a report."""

from __future__ import annotations

from pydantic import Field

from service.schemas import Citation


class SpanCitation(Citation):
    """Words of a report, cited."""

    quote: str = Field(description="The words, cut from the report's text.", examples=["The meeting was suspended."])
    key: str = Field(description="The place on a reading list.", examples=["cd-tip-2023:812-838:1f0c2a9d"])
