"""What `POST /api/ask/stream` sends: the data of its events."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from service.http.api_model import ApiModel
from service.phrasing.checks import Reason
from service.phrasing.phrase import Alone, Ended, notes
from service.phrasing.replies import Failure


class PhrasedSentence(ApiModel):
    """A sentence of the language model that passed every check against the quotes (event `sentence`)."""

    text: str = Field(
        description="The sentence, with the numbers of its quotes in square brackets.",
        examples=["Organized fraud was said to flourish where there are gaps in legislation [1]."],
    )
    quotes: list[int] = Field(description="The numbers of the quotes that it cites.", examples=[[1]])


class DroppedSentence(ApiModel):
    """A sentence of the language model was not shown (event `dropped`)."""

    reason: Reason = Field(description="The first check that it failed.", examples=["number"])
    count: int = Field(description="How many sentences were dropped up to now.", examples=[1])


class PhrasingEnd(ApiModel):
    """How the phrasing ended (event `done` or `alone`). After `alone`, sentences that came before are to be taken
    back: the quotes stand alone."""

    outcome: Literal["done", "alone"] = Field(description="Whether the sentences may stand.")
    why: Failure | Alone | None = Field(
        description="What went wrong: with the model's server, or with what the model wrote. Null when nothing did."
    )
    message: str = Field(
        description="The same in a sentence, for a reader; empty when nothing went wrong.",
        examples=["The language model did not begin to answer within 30 s."],
    )
    shown: int = Field(description="How many sentences were sent.", examples=[3])
    dropped: dict[Reason, int] = Field(
        description="How many sentences were dropped, by the first check that each failed.", examples=[{"number": 1}]
    )
    withheld: int = Field(
        description="How many quotes the model was not given, because they speak to a model or are too many.",
        examples=[0],
    )
    stopped: bool = Field(
        description="Whether the model was not heard to its end, because it had said enough, or too much that is wrong."
    )
    notes: list[str] = Field(
        description="What is missing in the sentences and why, for a reader.",
        examples=[["Left out of what it wrote: 1 sentence (repeated)."]],
    )

    @classmethod
    def of(cls, end: Ended) -> Self:
        """The end of one answer."""
        return cls(
            outcome=end.outcome,
            why=end.why,
            message=end.message,
            shown=end.shown,
            dropped=dict(end.dropped or {}),
            withheld=end.withheld,
            stopped=end.stopped,
            notes=notes(end),
        )
