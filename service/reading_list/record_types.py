"""What a record of a search or an answer holds. Where one is read from a file, the API's limits hold for its values."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from corpus.dates import first_day, last_day
from corpus.types import ReportKind
from index.search.arranging import Sort
from index.types import Filters, Mode
from service.answers.abstention import Confidence
from service.answers.types import Reason, Verdict
from service.reading_list.program import NAME
from service.schemas.ask import MOST_QUOTES
from service.schemas.parameters import DEEPEST_OFFSET, MOST_ALTERNATIVES, MOST_HITS, PartialDate

MADE = "%Y-%m-%dT%H:%M:%SZ"  # when a record was made, in UTC
OF_AN_ANSWER = ("searched", "correction", "verdict", "confidence", "reason", "says")
OF_A_SEARCH = ("offset", "mode", "sort", "rerank")
Of = Literal["search", "answer"]
Alternatives = Annotated[tuple[str, ...], Field(max_length=MOST_ALTERNATIVES)]
Place = Annotated[int, Field(ge=0)]


class Recorded(BaseModel):
    """The root of what a record holds. Anything that this program does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Settings(Recorded):
    """How it was asked."""

    k: int | None = Field(
        ge=1,
        le=MOST_HITS,
        description="How many results at most; null for as many as the question takes.",
        examples=[10],
    )
    offset: int | None = Field(
        default=0,
        ge=0,
        le=DEEPEST_OFFSET,
        description="How many results were left out in front; null for an answer, where it has no meaning.",
        examples=[0],
    )
    mode: Mode | None = Field(default="hybrid", description="How passages were ranked; null for an answer.")
    sort: Sort | None = Field(default="relevance", description="The order of the results; null for an answer.")
    rerank: bool | None = Field(
        default=None,
        description="Whether the first results were put in the order of their best sentences; null for an answer.",
    )


class RecordedFilters(Recorded):
    """Which reports were searched."""

    series: Alternatives = Field(default=(), description="Only these series.")
    kind: tuple[ReportKind, ...] = Field(
        default=(), max_length=MOST_ALTERNATIVES, description="Only these kinds of source."
    )
    body: Alternatives = Field(default=(), description="Only these bodies.")
    language: Alternatives = Field(default=(), description="Only these languages.")
    report: Alternatives = Field(default=(), description="Only these reports.")
    symbol: Alternatives = Field(default=(), description="Only reports with these symbols.")
    date_from: PartialDate | None = Field(default=None, description="Only events that ended on this day or later.")
    date_to: PartialDate | None = Field(default=None, description="Only events that began on this day or earlier.")

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse a range that ends before it begins."""
        if self.date_from and self.date_to and first_day(self.date_from) > last_day(self.date_to):
            raise ValueError("the range of dates ends before it begins")
        return self

    @property
    def filters(self) -> Filters:
        """As the searcher takes them."""
        days = {
            "date_from": self.date_from and first_day(self.date_from),
            "date_to": self.date_to and last_day(self.date_to),
        }
        return Filters(**{**self.model_dump(), **days})


class Found(Recorded):
    """One passage or quote that was found: `text` is exactly the report's text from `start` to `end`."""

    report: str = Field(description="The report's id.", examples=["cd-tip-2023"])
    title: str = Field(description="Its title.", examples=["Second Constructive Dialogue on Trafficking in Persons"])
    sha256: str = Field(description="SHA-256 of its file.")
    start: Place = Field(description="Where it begins in the report's text.", examples=[812])
    end: Place = Field(description="Where it ends, exclusive.", examples=[841])
    text: str = Field(description="The words, verbatim.", examples=["The panel adopted its agenda."])
    citation: str = Field(description="Ready for a footnote, in style `un`.", examples=["A/79/352, para. 41"])


class RecordedGroup(Recorded):
    """One side of a comparison."""

    report: str | None = Field(
        default=None, description="The report's id, where it is one report.", examples=["cd-tip-2023"]
    )
    title: str = Field(
        description="What the question calls it, or the report's title.",
        examples=["2023"],
    )
    date: str | None = Field(default=None, description="Its date, ISO 8601.", examples=["2023-10-04"])
    quotes: tuple[int, ...] = Field(
        description="The numbers of its results, from 1; none where nothing was found for it.", examples=[[1, 2]]
    )


class RecordedConflict(Recorded):
    """Figures for the same thing that differ between reports."""

    quotes: tuple[int, ...] = Field(description="The numbers of the results that differ.", examples=[[1, 2]])
    says: str = Field(
        description="How they differ, for a reader.", examples=["The reports give different figures: 92 and 157."]
    )


class Record(Recorded):
    """What was asked, of what, how, and what was found."""

    of: Of = Field(description="Whether passages were searched or an answer was asked for.")
    question: str = Field(description="The question as it was asked.", examples=["victim-centred approaches"])
    settings: Settings
    filters: RecordedFilters
    made: str = Field(description="When, ISO 8601.", examples=["2026-11-24T12:00:00Z"])
    program: str = Field(
        pattern=rf"^{NAME} \S+$", description="The program and its version.", examples=["Rapporteur 0.1.0"]
    )
    decides: str | None = Field(
        default=None,
        description="A fingerprint of the program's version, its code and what it learnt, which decide what is found.",
        examples=["5d41402abc4b"],
    )
    build: str = Field(description="The build of the index.", examples=["20261124T120000123-1a2b3c"])
    corpus: str = Field(description="The fingerprint of every input file and its outcome.")
    model: str = Field(description="The embedding model.", examples=["all-MiniLM-L6-v2"])
    fingerprint: str = Field(description="The fingerprint of the model.")
    reports: int = Field(description="How many reports the build has.", examples=[65])
    searched: int | None = Field(
        default=None, description="Of an answer: how many of them passed the filters and were searched.", examples=[65]
    )
    correction: str | None = Field(
        default=None, description="Of an answer: the question that was answered, where misspelt words were corrected."
    )
    verdict: Verdict | None = Field(default=None, description="Of an answer: answered or not_found.")
    confidence: Confidence | None = Field(
        default=None,
        description="Of an answer with quotes: high, or low where they may not answer. Older records lack it.",
    )
    reason: Reason | None = Field(default=None, description="Of an answer that is none: why.")
    says: str | None = Field(
        default=None, description="What became of a question that got no answer, or one that may not be one."
    )
    groups: tuple[RecordedGroup, ...] = Field(
        default=(), description="Of a comparison: the dialogues in order of date, also those with nothing found."
    )
    conflicts: tuple[RecordedConflict, ...] = Field(
        default=(), description="Of an answer: where results give different figures for the same thing."
    )
    results: tuple[Found, ...] = Field(description="In their order.")

    @field_validator("made")
    @classmethod
    def a_time(cls, made: str) -> str:
        """Refuse what is no time as a record has it."""
        if datetime.strptime(made, MADE).strftime(MADE) != made:
            raise ValueError(f"{made} is no time")
        return made

    @model_validator(mode="after")
    def of_one_kind(self) -> Self:
        """Refuse in an answer what only a search has, in a search what only an answer has, and in an answer with
        quotes why there is none, unless these may not answer."""
        if self.of == "search" and any(getattr(self, name) is not None for name in OF_AN_ANSWER):
            raise ValueError(f"only an answer has {', '.join(OF_AN_ANSWER)}")
        if self.of == "answer" and any(getattr(self.settings, name) is not None for name in OF_A_SEARCH):
            raise ValueError(f"only a search has {', '.join(OF_A_SEARCH)}")
        if self.verdict == "answered" and self.says is not None and self.confidence != "low":
            raise ValueError("says is of a question that got no sure answer")
        return self

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Refuse more quotes than an answer has, and numbers of results that there are not."""
        if self.of == "answer" and (self.settings.k or 1) > MOST_QUOTES:
            raise ValueError(f"settings.k of an answer is at most {MOST_QUOTES}")
        named = [one.quotes for one in self.groups] + [one.quotes for one in self.conflicts]
        if not {n for quotes in named for n in quotes} <= set(range(1, len(self.results) + 1)):
            raise ValueError("groups or conflicts name a result that is not there")
        return self
