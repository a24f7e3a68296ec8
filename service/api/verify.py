"""The API's call to verify quotations, and what it takes."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Depends, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from service.api.routes import Index
from service.api.verify_schemas import VerifyResponse
from service.citations.citer import Style
from service.http.problems import documented
from service.quotations.folding import has_word
from service.quotations.request import (
    LONGEST_QUOTE,
    LONGEST_TEXT,
    MOST_CHARACTERS,
    MOST_QUOTES,
    too_much,
    verify_quotes,
    verify_text,
)
from service.schemas.parameters import HAS_A_WORD


def _with_a_word(text: str) -> str:
    if not has_word(text):
        raise ValueError("it has no letter and no digit")
    return text


ReportName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
WithAWord = Annotated[str, AfterValidator(_with_a_word), Field(json_schema_extra={"pattern": HAS_A_WORD})]
Quoted = Annotated[WithAWord, StringConstraints(min_length=1, max_length=LONGEST_QUOTE)]
Text = Annotated[WithAWord, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
NAMED = "The report it is said to be from: its id, one of its document symbols, or its title."


class QuoteToVerify(BaseModel):
    """One quotation, without the quotation marks around it or with them."""

    model_config = ConfigDict(extra="forbid")

    text: Quoted = Field(description="The quoted words.", examples=["brokers single out migrants"])
    report: ReportName | None = Field(default=None, description=NAMED, examples=["cd-tip-2024"])


class VerifyRequest(BaseModel):
    """Either single quotations, or a text with quotations in it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"oneOf": [{"required": ["quotes"]}, {"required": ["text"]}]}
    )

    quotes: list[QuoteToVerify] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_QUOTES,
        description=f"The quotations, together at most {MOST_CHARACTERS:,} characters.",
    )
    text: Text | None = Field(
        default=None,
        description="A text of one's own: what stands in quotation marks of any style, or in lines that open with “>”, "
        f"is verified; a text without any is taken as a quotation, and has at most {LONGEST_QUOTE:,} characters.",
        examples=["The digest says that “brokers single out migrants”."],
    )
    report: ReportName | None = Field(default=None, description=f"For `text`. {NAMED}", examples=["cd-tip-2024"])
    style: Style = Field(default="un", description="The style of the citations.")

    @model_validator(mode="after")
    def within_bounds(self) -> Self:
        """Refuse what is neither one nor the other, and more than is verified at once."""
        if (self.quotes is None) == (self.text is None):
            raise ValueError("give either `quotes` or `text`")
        if self.quotes is not None and self.report is not None:
            raise ValueError("`report` goes with `text`; each of `quotes` has a `report` of its own")
        if self.quotes is not None and sum(len(quote.text) for quote in self.quotes) > MOST_CHARACTERS:
            raise ValueError(f"the quotes together have more than {MOST_CHARACTERS:,} characters")
        if self.text is not None and (reason := too_much(self.text)):
            raise ValueError(reason)
        return self


def unstored(response: Response) -> None:
    """For what repeats a draft: no cache may keep it."""
    response.headers["Cache-Control"] = "no-store"


router = APIRouter(prefix="/api", responses=documented(400, 413, 422, 503), dependencies=[Depends(unstored)])


@router.post("/verify", tags=["verify"], summary="Verify quotations")
def verify(index: Index, asked: VerifyRequest) -> VerifyResponse:
    """Whether quotations stand in the reports: word for word, but for white space, quotation marks, dashes and the
    like or in pieces, or not at all; where, with a citation of exactly those words; and for one that is missing, the
    text that comes nearest, with the differences. What there is no time for is told as not looked for."""
    if asked.quotes is not None:
        quotes = [(quote.text, quote.report) for quote in asked.quotes]
        found = verify_quotes(index.searcher, index.texts, quotes)
    else:
        found = verify_text(index.searcher, index.texts, asked.text or "", asked.report)
    return VerifyResponse.of(found, index.searcher, index.citer, asked.style)
