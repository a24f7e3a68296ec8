"""What `POST /api/ask` takes and answers with."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from service.answers import types as answers_types
from service.answers.abstention import Confidence
from service.answers.intent import Kind
from service.answers.speakers import nature, speaker
from service.citations import quotes
from service.citations.citer import Citer, Style
from service.http.api_model import ApiModel
from service.schemas.base import Hit, Passage, ReportSummary
from service.schemas.parameters import HAS_A_WORD, FilterParameters

MOST_QUOTES = 50


def _trimmed(question: str) -> str:
    if not question.strip():
        raise ValueError("the question is empty")
    return question.strip()


def _whole(given: object) -> object:
    """A number without a fraction as an int, as JSON Schema has it: 26.0 is an integer."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


# As long as it is sent: what is trimmed off counts, so that the described length is the one that is held to.
Question = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_trimmed)]


class AskRequest(BaseModel):
    """A question to be answered with quotes."""

    model_config = ConfigDict(extra="forbid")

    question: Question = Field(
        description="The question, in plain words.",
        examples=["Who chaired the first dialogue on firearms?"],
        json_schema_extra={"pattern": HAS_A_WORD},
    )
    k: Annotated[int | None, BeforeValidator(_whole)] = Field(
        default=None,
        strict=True,  # true is no number
        ge=1,
        le=MOST_QUOTES,
        description="How many quotes at most; when left out, as many as the kind of question takes.",
    )
    filters: FilterParameters = Field(default_factory=FilterParameters, description="Where to look.")


class Quote(ApiModel):
    """Words of a report: `text` is exactly its text from `start` to `end`."""

    n: int = Field(description="Its number in this answer, from 1.", examples=[1])
    text: str = Field(description="The words, verbatim.", examples=["The panel adopted its agenda."])
    start: int = Field(description="Where it begins in the report's text.", examples=[812])
    end: int = Field(description="Where it ends, exclusive.", examples=[841])
    report: ReportSummary
    source: str = Field(
        description="What kind of text the words are from, for a reader.",
        examples=["Digest prepared from public sources, not an official record"],
    )
    labels: list[str] = Field(
        description="What a reader must know of the text: draft, limited distribution, conference room paper, "
        "machine-read, poor text layer.",
        examples=[["draft"]],
    )
    speaker: str | None = Field(
        description="Who says it, where the report names the speaker of these words.", examples=[None]
    )
    pinpoint: str = Field(description="The place in the report; empty where there is none.", examples=["para. 41"])
    citation: str = Field(description="Ready for a footnote, in style `un`.", examples=["A/79/352, para. 41"])
    passage_id: str = Field(description="The passage it stands in.", examples=["3f6c2a9d01b7e845"])
    passage: Passage

    @classmethod
    def of(cls, quote: quotes.Quote, place: str) -> Self:
        """A quote with its pinpoint."""
        metadata = quote.report.metadata
        return cls(
            n=quote.n,
            text=quote.text,
            start=quote.start,
            end=quote.end,
            report=ReportSummary.of(quote.report),
            source=nature(metadata),
            labels=list(metadata.labels),
            speaker=speaker(quote.passage, quote.start - quote.passage.start),
            pinpoint=place,
            citation=quote.citation,
            passage_id=quote.passage.id,
            passage=Passage.model_validate(quote.passage),
        )


class Group(ApiModel):
    """One side of a comparison."""

    label: str = Field(description="What the question calls it, or the title of its report.", examples=["2023"])
    report: ReportSummary | None = Field(
        description="Its report, where reports are compared that the question does not name."
    )
    quotes: list[int] = Field(
        description="The numbers of its quotes; empty where nothing was found for it.", examples=[[1, 2]]
    )

    @classmethod
    def of(cls, side: answers_types.ComparedSide) -> Self:
        """One side with its report, if it has one."""
        report = ReportSummary.of(side.report) if side.report else None
        return cls(label=side.label, report=report, quotes=list(side.quotes))


class Conflict(ApiModel):
    """Figures for the same thing that differ between reports."""

    quotes: list[int] = Field(description="The numbers of the quotes that differ.", examples=[[1, 2]])
    says: str = Field(
        description="How they differ, for a reader.", examples=["The reports give different figures: 92 and 157."]
    )


class Searched(ApiModel):
    """What was looked through."""

    reports: int = Field(description="How many reports passed the filters and were searched.", examples=[65])
    readable: int = Field(description="How many reports the collection has.", examples=[65])
    unreadable: int = Field(description="How many files could not be read and were not searched.", examples=[0])
    first: str | None = Field(description="The first year of the searched reports.", examples=["2010"])
    last: str | None = Field(description="The last year of the searched reports.", examples=["2025"])


class AskResponse(ApiModel):
    """The quotes that answer a question, or the word that nothing does."""

    question: str = Field(
        description="The question, trimmed.", examples=["Who chaired the first dialogue on firearms?"]
    )
    correction: str | None = Field(
        description="The question that was answered, where misspelt words were corrected.", examples=[None]
    )
    kind: Kind = Field(description="A fact, a theme, a comparison, or a place in a report.", examples=["fact"])
    verdict: answers_types.Verdict = Field(description="Whether the reports answer it.")
    confidence: Confidence | None = Field(
        description="How sure it is that the quotes answer: `high`, or `low` where they may only come close. Null "
        "where there are no quotes."
    )
    reason: answers_types.Reason | None = Field(
        description="Why there is no answer: nothing in the reports gives one; the document that is asked for is not "
        "in the collection; it has no such place; or the answer would list or locate persons who must be protected."
    )
    says: str | None = Field(
        description="What became of the question, where there are no quotes or they may not answer it.",
        examples=["None of the 65 reports answers this."],
    )
    quotes: list[Quote] = Field(description="In the order in which they should be read.")
    nearest: list[Hit] = Field(description="The passages that come nearest, also where quotes answer.")
    groups: list[Group] = Field(
        description="For a comparison: its sides in the order of the question or of time, also those of which nothing "
        "was found."
    )
    further: list[Hit] = Field(description="For a theme: the best passage of each further report that speaks to it.")
    conflicts: list[Conflict] = Field(description="Where quotes give different figures for the same thing.")
    searched: Searched
    build: str = Field(description="The build of the index that answered.", examples=["20261124T120000123-1a2b3c"])
    took_ms: float = Field(description="Time the answer took, in milliseconds.", examples=[24.1])

    @classmethod
    def of(cls, answer: answers_types.Answer, citer: Citer, style: Style = "un") -> Self:
        """The answer to one question."""
        cite = partial(citer.cite, style=style)
        shown = answer.quotes
        if style != "un":  # which they have from the answer
            shown = tuple(replace(one, citation=cite(one.passage, span=(one.start, one.end))) for one in shown)
        return cls(
            question=answer.question,
            correction=answer.correction,
            kind=answer.kind,
            verdict=answer.verdict,
            confidence=answer.confidence,
            reason=answer.reason,
            says=answer.says,
            quotes=[Quote.of(one, citer.place(one.passage, (one.start, one.end))) for one in shown],
            nearest=[Hit.of(hit, cite(hit.passage)) for hit in answer.nearest],
            groups=[Group.of(one) for one in answer.groups],
            further=[Hit.of(hit, cite(hit.passage)) for hit in answer.further],
            conflicts=[Conflict.model_validate(one) for one in answer.conflicts],
            searched=Searched.model_validate(answer.searched),
            build=answer.build,
            took_ms=answer.took_ms,
        )
