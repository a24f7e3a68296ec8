"""The values of the index stage: a build's manifest, what a search takes and what it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from corpus.types import EmbeddingText, Passage, Rejection, ReportSummary

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

Vectors = npt.NDArray[np.float32]
Float16Array = npt.NDArray[np.float16]
Int8Array = npt.NDArray[np.int8]
Spans = tuple[tuple[int, int], ...]
Mode = Literal["hybrid", "semantic", "keyword"]
MODES: tuple[Mode, ...] = ("hybrid", "semantic", "keyword")


@dataclass(frozen=True, slots=True)
class Correction:
    """A question with its misspelt words corrected, and each of them as it was typed and as it was meant."""

    question: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Embedding:
    """What is kept of one passage. `vectors`: float16, shape (1 + windows, dimension), rows of unit length: the whole
    embedding text, then its windows, each read in the context of the whole. `words`: its content words, shape (words,
    size), at least one, as `index.dense.late_interaction.to_bytes` stores them."""

    vectors: Float16Array
    words: Int8Array


@dataclass(frozen=True, slots=True)
class QuestionVectors:
    """A question in vectors of unit length: `whole` of shape (dimension,), and `words` of shape (words, size)."""

    whole: Vectors
    words: Vectors


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    @property
    def fingerprint(self) -> str:
        """Identifies the weights and everything else that a vector depends on."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), float32, each row of unit length."""

    def encode_passages(self, texts: Sequence[EmbeddingText], words: Sequence[Spans]) -> list[Embedding]:
        """The vectors of each text, its windows and those of its words that `words` names, from one reading."""

    def encode_question(self, text: str, words: Spans) -> QuestionVectors:
        """The vectors of a question and of its words."""

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors | None:
        """For each text a number, the higher the likelier it answers the question; None where the model has not learnt
        to tell."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must satisfy. Values of one field are alternatives; fields are combined with "and".

    `date_from` and `date_to` are ISO days; a report passes when its own span touches that range. A report without a
    date passes no date filter.
    """

    series: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    symbol: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Scores:
    """The parts of a hit's score: cosine similarity and BM25, None where the engine did not return the passage."""

    semantic: float | None
    keyword: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a hit's score in hybrid mode comes from.

    `sentence` is the cosine of its best window with the question, `words` the mean cosine of the question's words with
    its nearest words, `keyword` and `alone` what BM25 gives the stretch around it and the passage alone, as shares of
    the most possible; `own` weighs the first three together. `around` is the weighted mean of `own` over it and its
    neighbours, `report` the highest `own` of its report, `fit` how well that fits the dates, places and series that the
    question names. The score weighs `around`, `report`, `fit`, and the squares of `words` and `alone` together
    (index.search.ranking.Weights).
    """

    sentence: float
    words: float
    keyword: float
    alone: float
    own: float
    around: float
    report: float
    fit: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found. `score` orders the hits of one search and means nothing across searches. `sentence` is the
    part of the passage's text that is nearest to the question in meaning; `highlights` are the words of the question in
    it, in order, not overlapping. `explanation` is None outside hybrid mode and where a symbol led. `also_in` are twin
    reports with a passage of nearly the same text, which was ranked lower and left out; `later_versions` those that
    revise or correct the hit's report."""

    rank: int
    score: float
    scores: Scores
    passage: Passage
    report: ReportSummary
    sentence: tuple[int, int]
    explanation: Explanation | None = None
    highlights: tuple[tuple[int, int], ...] = ()
    also_in: tuple[ReportSummary, ...] = ()
    later_versions: tuple[LaterVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many reports with at least one result carry this value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search returns. `total` is the number of passages that were ranked and can be paged through. `facets`
    has the fields series, kind, body, language and year. `reports` is the number of reports the ranked passages come
    from. `correction` proposes another question where words look misspelt; the one that was typed was searched."""

    query: str
    mode: Mode
    total: int
    build: str
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    reports: int = 0
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class ReportHits:
    """One report of a search: how many of its passages were ranked, and the best of them."""

    report: ReportSummary
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class GroupedResult:
    """What a search returns put together by report, as SearchResult; `total` is the number of reports that can be paged
    through, `passages` of those ranked in all of them."""

    query: str
    mode: Mode
    total: int
    passages: int
    build: str
    took_ms: float
    groups: tuple[ReportHits, ...]
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class FoundInReport:
    """What a search found in one report: the passages that are among its best, by id, in the order of the text; and the
    words of the question, by the id of the passage they stand in, as offsets into its text."""

    passages: tuple[str, ...]
    marks: dict[str, Spans]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A passage with the passages before and after it in its report."""

    passage: Passage
    previous: Passage | None
    following: Passage | None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An input file whose bytes are those of another report."""

    path: str
    of: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A file of the home that still holds something of a purged report: how many of the words and of the embeddings
    that were searched for stand in it. `path` is relative to the home."""

    path: str
    words: int
    embeddings: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of a purge: the kept builds that were removed, and what a search of every byte of the home found.

    `words` and `embeddings` were searched for in `files` files, `size` bytes in all; nothing was found unless there are
    `traces`. Where both are 0, all words of the reports stand in others too, and there was nothing to search for.
    """

    removed: tuple[str, ...]
    words: int
    embeddings: int
    files: int
    size: int
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class RebuildSummary:
    """What a rebuild did. `unchanged` counts the reports taken over from the previous build as they were; `embedded`
    and `reused` count passages whose vectors were computed and taken from the cache. `seconds` is wall time. `purged`
    are the paths of files that were left out because they were purged; `completed` is what came of a purge that had
    been stopped, if there was one."""

    build: str
    reports: int
    passages: int
    embedded: int
    reused: int
    unchanged: int
    duplicates: tuple[Duplicate, ...]
    rejected: tuple[Rejection, ...]
    seconds: float
    purged: tuple[str, ...] = ()
    completed: Forgotten | None = None


@dataclass(frozen=True, slots=True)
class LaterVersion:
    """A report of the collection that revises another, or, where `corrects`, that lists corrections of it."""

    report: ReportSummary
    corrects: bool
