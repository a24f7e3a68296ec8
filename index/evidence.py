"""What speaks for each of the best passages of a search, sentence by sentence: the material of an answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.context import context_of
from corpus.windows import windows
from index.keywords import KeywordIndex, Word
from index.query import Query
from index.types import Hit, Vectors
from index.vectors import Rows
from index.windows import WindowIndex

# No language has this word: what it weighs is what a word weighs that the collection does not have.
_NO_WORD = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Window:
    """A run of whole sentences of a passage, with offsets into the passage's text. `cosines` compare it with the
    question first, then with each of the aspects that were asked for."""

    start: int
    end: int
    cosines: Vectors


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """A hit with its windows, its words, and the stems of what stands around it: headings, speakers, and what is known
    of its report."""

    hit: Hit
    windows: tuple[Window, ...]
    words: tuple[Word, ...]
    context: frozenset[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best passages of one search, best first. `weights` are the idf weights of the question's telling stems, in
    order; `unknown` those of them that no passage has. `most` bounds the BM25 score that the question can reach."""

    query: Query
    weights: dict[str, float]
    unknown: frozenset[str]
    most: float
    passages: tuple[PassageEvidence, ...]
    total: int


def question_weights(keywords: KeywordIndex, words: str) -> tuple[dict[str, float], frozenset[str]]:
    """The weight of each telling stem of `words`, and which of them the collection does not have."""
    stems = keywords.stems(words) if words else []
    weights = {stem: keywords.most([stem]) for stem in stems}
    most = keywords.most([_NO_WORD])
    return weights, frozenset(stem for stem, weight in weights.items() if weight >= most)


def passage_evidence(
    index: WindowIndex, keywords: KeywordIndex, vectors: Vectors, hit: Hit, row: int
) -> PassageEvidence:
    """The windows and words of the hit at passage `row`, compared with `vectors` (shape (texts, dimension))."""
    cosines = index.similarities(vectors, row)
    spans = windows(hit.passage.text, hit.report.metadata.language)
    found = tuple(Window(start, end, cosine) for (start, end), cosine in zip(spans, cosines, strict=True))
    context = frozenset(word.stem for word in keywords.words(_context(hit)))
    return PassageEvidence(hit, found, tuple(keywords.words(hit.passage.text)), context)


def _context(hit: Hit) -> str:
    known = hit.report.metadata
    about = (known.series, known.body, known.session, known.location, *known.symbols)
    return "\n".join((context_of(known, hit.passage), *(one for one in about if one)))


def first_rows(reports: Rows, k: int, each: int) -> Rows:
    """Which places of a ranking to look at: the first `k`, and the first `each` of every report. `reports` has the
    report at each place."""
    order = np.argsort(reports, kind="stable")
    _, starts = np.unique(reports[order], return_index=True)
    nth = np.empty(len(reports), dtype=np.int64)
    nth[order] = np.arange(len(reports)) - np.repeat(starts, np.diff([*starts, len(reports)]))
    chosen: Rows = np.flatnonzero((np.arange(len(reports)) < k) | (nth < each))
    return chosen
