"""The values of the eval stage: questions with judged quotes, and what a system's answers to them are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus.types import Passage, Report, ReportSummary
from index.storage.manifest import Manifest
from index.types import Filters, Mode, SearchResult

Kind = Literal["keyword", "fact", "paraphrase", "theme", "comparison", "place", "unanswerable"]
KINDS: tuple[Kind, ...] = ("keyword", "fact", "paraphrase", "theme", "comparison", "place", "unanswerable")
Split = Literal["dev", "test"]
SPLITS: tuple[Split, ...] = ("dev", "test")
ANSWERS = 2  # the grade of a quote that answers its question; 1 is one that helps


class Collection(Protocol):
    """What is evaluated: the part of `index.search.searcher.Searcher` that the eval stage uses."""

    @property
    def manifest(self) -> Manifest:
        """The build that answers."""

    def search(
        self, query: str, *, k: int = 10, offset: int = 0, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> SearchResult:
        """The best k passages."""

    def summaries(self, limit: int = 50, offset: int = 0) -> list[ReportSummary]:
        """The reports, a page at a time."""

    def report(self, report_id: str) -> Report:
        """One report with its canonical text."""

    def passages(self, report_id: str) -> list[Passage]:
        """The passages of one report, in order."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """A verbatim quote of a report that answers (grade 2) or helps to answer (grade 1) a question."""

    report: str
    quote: str
    grade: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question. An unanswerable one has no judgments; every other has at least one of grade 2. Nothing is tuned on
    questions of the split "test"."""

    id: str
    question: str
    kind: Kind
    split: Split
    relevant: tuple[Judgment, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One hit as it was judged. `grade` is that of the best judged quote it contains, 0 without one."""

    rank: int
    report: str
    passage_id: str
    text: str
    grade: int


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What one question got. `values` maps the name of a measure to its value in [0, 1]; `missed` are the quotes that
    answer it and are in no hit; `best` is the highest cosine similarity among the hits, None where no hit has one."""

    question: Question
    values: dict[str, float]
    found: tuple[Found, ...]
    missed: tuple[Judgment, ...]
    best: float | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `n` questions and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean difference of two configurations over the same questions, its 95 % interval, and for how many
    questions the first was better and worse."""

    mean: float
    low: float
    high: float
    n: int
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Per question first; the means follow from it. `kinds` has an entry for every kind with judged questions."""

    build: str
    model: str
    fingerprint: str
    mode: Mode
    k: int
    results: tuple[QuestionResult, ...]
    unanswerable: tuple[QuestionResult, ...]
    means: dict[str, Estimate]
    kinds: dict[Kind, dict[str, Estimate]]


def values_of(results: Sequence[QuestionResult], measure: str) -> dict[str, float]:
    """The values of one measure by question id, for comparisons."""
    return {result.question.id: result.values[measure] for result in results}
