"""The values of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.types import ReportSummary
from index.types import Filters, Hit
from service.answers.abstention import Confidence
from service.answers.intent import Kind
from service.citations.quotes import Quote

Verdict = Literal["answered", "not_found"]
# Why there is no answer: nothing in the reports gives one; the document that is asked for is not in the collection; it
# has no such place; or the answer would list or locate persons who must be protected.
Reason = Literal["nothing", "not_held", "no_place", "persons"]


@dataclass(frozen=True, slots=True)
class SearchedReports:
    """What was looked through: `reports` of the `readable` ones of the collection (the rest did not pass the filters),
    held between the years `first` and `last`; `unreadable` files could not be indexed."""

    reports: int
    readable: int
    unreadable: int
    first: str | None
    last: str | None

    def __str__(self) -> str:
        """For example "65 of 65 reports, 2010 to 2025"."""
        years = self.first if self.first == self.last else f"{self.first} to {self.last}"
        return f"{self.reports} of {self.readable} reports" + (f", {years}" if years else "")

    @property
    def in_vain(self) -> str:
        """What is said when nothing answers, with how many files could not be looked through."""
        told = f"None of the {self.reports:,} reports answers this."
        if self.reports == 1:
            told = "The report does not answer this."
        files = "1 file" if self.unreadable == 1 else f"{self.unreadable:,} files"
        return f"{told} {files} could not be read." if self.unreadable else told


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One side of a comparison with the numbers of its quotes, none where nothing was found for it. `label` is what the
    question calls it; where it compares reports without naming sides, each is of one `report` and has its title."""

    label: str
    report: ReportSummary | None
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FigureConflict:
    """Different figures for the same thing in different reports, by the numbers of the quotes, and how to say so."""

    quotes: tuple[int, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`quotes` are in the order in which they should be read. `nearest` are the passages that were found first.
    `groups` are the sides of a comparison, in the order of the question or of time; `further` the passages of other
    reports that speak to a theme. `confidence` is how sure it is that the quotes answer, None where there are none.
    `says` tells a reader what became of the question, where there are no quotes or they may not answer. `correction` is
    the question that was answered, where misspelt words of the one asked were corrected."""

    question: str
    kind: Kind
    filters: Filters
    verdict: Verdict
    confidence: Confidence | None
    reason: Reason | None
    says: str | None
    quotes: tuple[Quote, ...]
    nearest: tuple[Hit, ...]
    groups: tuple[ComparedSide, ...]
    further: tuple[Hit, ...]
    conflicts: tuple[FigureConflict, ...]
    searched: SearchedReports
    build: str
    took_ms: float
    correction: str | None = None
