"""The API's call for a question over the years, and what it answers."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from service.api.routes import Index
from service.citations.citer import Citer
from service.http.api_model import ApiModel
from service.http.parameter_errors import refuse_repeated
from service.http.problems import documented
from service.over_time import FLOOR, OF_BEST, OverTime, over_time
from service.schemas.ask import Quote
from service.schemas.base import ReportSummary
from service.schemas.parameters import ThemeParameters


class SpeakingReport(ApiModel):
    """A report that speaks to the question."""

    report: ReportSummary
    passage_id: str = Field(description="The passage of it that does so most.", examples=["3f6c2a9d01b7e845"])
    strength: float = Field(description="How strongly, from 0 to 1.", examples=[0.71])


class YearShare(ApiModel):
    """A calendar year."""

    year: int = Field(description="The year.", examples=[2023])
    reports: int = Field(description="How many reports there are of events in it; 0 is no silence.", examples=[11])
    share: float | None = Field(
        description="Which share of them speaks to the question; null in a year without reports.", examples=[0.36]
    )
    speaking: list[SpeakingReport] = Field(description="Those that discuss it, by date.")


class OverTimeResponse(ApiModel):
    """How much each year's reports speak to a question."""

    query: str = Field(description="The question, trimmed.", examples=["victim-centred approaches"])
    years: list[YearShare] = Field(
        description="Every year from the first to the last of the reports that pass the filters."
    )
    reports: int = Field(description="How many reports pass the filters.", examples=[65])
    speaking: int = Field(description="How many of them discuss the question.", examples=[9])
    undated: int = Field(description="How many of them have no date and are in no year.", examples=[0])
    floor: float = Field(description="A report counts only with at least this strength,", examples=[0.45])
    of_best: float = Field(
        description="and only with at least this share of the greatest strength in the collection.", examples=[0.8]
    )
    earliest: Quote | None = Field(description="How the first report that speaks to it words it.")
    latest: Quote | None = Field(description="How the last one does; null where there is but one.")
    build: str = Field(description="The build of the index that answered.", examples=["20261124T120000123-1a2b3c"])
    took_ms: float = Field(description="Time the answer took, in milliseconds.", examples=[18.4])

    @classmethod
    def of(cls, found: OverTime, citer: Citer) -> Self:
        """The answer to one question."""
        quotes = [
            Quote.of(one, citer.place(one.passage, (one.start, one.end))) if one else None
            for one in (found.earliest, found.latest)
        ]
        return cls(
            query=found.question,
            years=[
                YearShare(
                    year=year.year,
                    reports=year.reports,
                    share=year.share,
                    speaking=[
                        SpeakingReport(
                            report=ReportSummary.of(one.report), passage_id=one.passage_id, strength=one.strength
                        )
                        for one in year.speaking
                    ],
                )
                for year in found.years
            ],
            reports=found.reports,
            speaking=found.speaking,
            undated=found.undated,
            floor=FLOOR,
            of_best=OF_BEST,
            earliest=quotes[0],
            latest=quotes[1],
            build=found.build,
            took_ms=found.took_ms,
        )


router = APIRouter(prefix="/api", responses=documented(422, 503), dependencies=[Depends(refuse_repeated)])


@router.get("/over-time", tags=["over time"], summary="A question over the years")
def theme_over_time(index: Index, asked: Annotated[ThemeParameters, Query()]) -> OverTimeResponse:
    """Which share of each year's reports speaks to a question, which reports these are, and how the first and the last
    of them word it."""
    return OverTimeResponse.of(over_time(index.searcher, index.citer, asked.q, asked.filters), index.citer)
