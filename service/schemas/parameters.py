"""The parameters that the API's calls take. Anything else in a query string is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from corpus.dates import EXPECTED, first_day, last_day
from corpus.types import ReportKind
from index.search.arranging import Sort
from index.types import Filters, GroupedResult, Mode, SearchResult
from service.citations.citer import Style
from service.schemas.arranged import EACH, Group, Order, arranged_search

if TYPE_CHECKING:
    from index.search.searcher import Searcher

# More alternatives than anybody picks by hand; an address that carries them is still short enough for every server.
MOST_ALTERNATIVES = 50
DEEPEST_OFFSET = 1_000_000
MOST_HITS = 100
LARGEST_OFFSET = 2**31
LONGEST_QUESTION = 1000
# JSON Schema has the regular expressions of ECMA 262 with Unicode classes, which Python has not: for descriptions only.
HAS_A_WORD = r"[\p{L}\p{N}]"
# Every year, month and day that there is, and no other, so that the description promises no more than is accepted.
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
DATE = (
    "^(?!0000)(?:[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]))?)?"
    "|[0-9]{4}-(?:(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    f"|{_LEAP}-02-29)$"
)


def _date(given: str) -> str:
    if not re.fullmatch(DATE, given):
        raise ValueError(EXPECTED)
    return given


Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)]
Values = Annotated[
    list[Annotated[str, StringConstraints(min_length=1, max_length=500)]], Field(max_length=MOST_ALTERNATIVES)
]
PartialDate = Annotated[
    str,
    AfterValidator(_date),
    Field(description=EXPECTED, examples=["2022-10"], json_schema_extra={"pattern": DATE}),
]


class NoParameters(BaseModel):
    """For calls that take nothing but their path."""

    model_config = ConfigDict(extra="forbid")


class PageParameters(BaseModel):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=50, ge=1, le=500, description="How many at most.")
    offset: int = Field(default=0, ge=0, le=DEEPEST_OFFSET, description="How many to leave out in front.")


class CitationParameters(BaseModel):
    """How to cite."""

    model_config = ConfigDict(extra="forbid")

    style: Style = Field(default="un", description="The style of the citation.")


class SpanParameters(CitationParameters):
    """Which words of a report, and how to cite them."""

    start: int = Field(ge=0, le=LARGEST_OFFSET, description="Where they begin in the report's text, in code points.")
    end: int = Field(ge=1, le=LARGEST_OFFSET, description="Where they end, exclusive.")


class QuestionParameters(BaseModel):
    """A question."""

    model_config = ConfigDict(extra="forbid")

    q: Question = Field(
        description="The question, in plain words. Words in quotation marks must be found exactly, a document symbol "
        "as a whole.",
        examples=["how were victim-centred approaches discussed?"],
        json_schema_extra={"pattern": HAS_A_WORD},
    )


class FilterParameters(BaseModel):
    """What a report must satisfy. Values of one filter are alternatives; filters add up."""

    model_config = ConfigDict(extra="forbid")

    series: Values = Field(default=[], description="Only reports of this series.")
    kind: list[ReportKind] = Field(default=[], max_length=MOST_ALTERNATIVES, description="Only this kind of source.")
    body: Values = Field(default=[], description="Only reports of this body.")
    language: Values = Field(default=[], description="Only reports in this language.", examples=[["en"]])
    report: Values = Field(default=[], description="Only this report, by its id.", examples=[["cd-tip-2023"]])
    symbol: Values = Field(
        default=[], description="Only reports with this document symbol.", examples=[["CTOC/COP/WG.4/2010/6"]]
    )
    date_from: PartialDate | None = Field(
        default=None,
        alias="from",
        description="Only events that ended on this day or later; of a month or year its first day counts.",
    )
    date_to: PartialDate | None = Field(
        default=None,
        alias="to",
        description="Only events that began on this day or earlier; of a month or year its last day counts.",
    )

    @field_validator("date_to")
    @classmethod
    def in_order(cls, date_to: str | None, others: ValidationInfo) -> str | None:
        """Refuse a range that ends before it begins."""
        date_from = others.data.get("date_from")
        if date_from and date_to and first_day(date_from) > last_day(date_to):
            raise ValueError(f"the range ends before it begins, on {date_from}")
        return date_to

    @property
    def filters(self) -> Filters:
        """As the searcher takes them; a year or month reaches from its first to its last day."""
        return Filters(
            series=tuple(self.series),
            kind=tuple(self.kind),
            body=tuple(self.body),
            language=tuple(self.language),
            report=tuple(self.report),
            symbol=tuple(self.symbol),
            date_from=first_day(self.date_from) if self.date_from else None,
            date_to=last_day(self.date_to) if self.date_to else None,
        )


class ThemeParameters(FilterParameters, QuestionParameters):
    """A question to the reports that pass the filters."""


class RankedParameters(ThemeParameters):
    """A question, what its hits must satisfy, and their order."""

    mode: Mode = Field(default="hybrid", description="Search by meaning and words together, or by one of them.")
    sort: Sort = Field(default="relevance", description="The order: the best first, or the best few by their dates.")


class SearchParameters(RankedParameters):
    """A question, what its hits must satisfy, and which part of the list of them."""

    k: int = Field(default=10, ge=1, le=MOST_HITS, description="How many hits at most.")
    offset: int = Field(default=0, ge=0, le=DEEPEST_OFFSET, description="How many hits to leave out in front.")

    @property
    def has_answer(self) -> bool:
        """Whether this is the beginning of a list by relevance, found by meaning and words together, above which the
        page has an answer."""
        return (self.offset, self.mode, self.sort) == (0, "hybrid", "relevance")


class ArrangedSearch(SearchParameters):
    """A search whose passages may be put together by report."""

    group: Group | None = Field(
        default=None,
        description="Put the passages together by report. `k` and `offset` then count reports, and the order is that "
        "of the first passage of each.",
    )

    def found_in(
        self, searcher: Searcher, each: int = EACH, order: Order | None = None
    ) -> SearchResult | GroupedResult:
        """What this search finds, with `each` passages of a report at most, the first passages in `order` where it
        applies. Raises BadQueryError."""
        return arranged_search(
            searcher,
            self.q,
            self.group,
            k=self.k,
            offset=self.offset,
            mode=self.mode,
            filters=self.filters,
            sort=self.sort,
            each=each,
            order=order,
        )


class Reranking(SearchParameters):
    """A search whose first passages may be read."""

    rerank: bool = Field(
        default=False,
        description="Put the first ten passages in the order of their best sentences, which the cross-encoder reads "
        "beside the question. The page does so; it takes more time than the search itself. Without effect on passages "
        "by report, by date or of one mode alone, and where some are left out in front.",
    )


class ExplainedSearch(Reranking, ArrangedSearch):
    """A search by a program, which may ask for the reasons."""

    each: int = Field(default=EACH, ge=1, le=100, description="By report: how many passages of each at most.")

    explain: bool = Field(default=False, description="Show for each hit where its score comes from.")


class SimilarParameters(BaseModel):
    """How much of what is like a passage."""

    model_config = ConfigDict(extra="forbid")

    k: int = Field(default=10, ge=1, le=100, description="How many passages at most.")
