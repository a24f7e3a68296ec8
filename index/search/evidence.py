"""What speaks for each of the best passages of a search, sentence by sentence and word by word: the material of an
answer. Nothing is embedded for it but the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.chunking.context import context_of
from corpus.text.spoken import said_in
from index.dense.late_interaction import content_word_spans
from index.lexical.keyword_index import KeywordIndex
from index.lexical.postings import Term
from index.search.engines import Engines
from index.search.question import Question
from index.search.retrieval import Query, Ranking
from index.types import Hit, Rows, Spans, Vectors


@dataclass(frozen=True, slots=True)
class SpanCosine:
    """A run of whole sentences of a passage, with offsets into the passage's text, and its cosine with the question."""

    start: int
    end: int
    cosine: float


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """A hit with its windows and its late-interaction embeddings.

    `context` has the stems of what stands around it: headings, speakers, and what is known of its report. `spans` are
    its content words, offsets into its text, and `nearness` their cosines with each of the question's words: shape
    (words, question's words); `around` has the highest of the words in front of it, title, date, headings.
    """

    hit: Hit
    windows: tuple[SpanCosine, ...]
    context: frozenset[str]
    spans: Spans
    nearness: Vectors
    around: Vectors


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best passages of one search, best first. `words` are the stems of the question's content words, in order and
    as often as they stand there, with their idf in `idf`; `weights` has that of each term, a name with all its forms as
    one."""

    question: Question
    words: tuple[str, ...]
    idf: Vectors
    weights: dict[Term, float]
    passages: tuple[PassageEvidence, ...]


def evidence_of(engines: Engines, asked: Query, chosen: Ranking, hits: Sequence[Hit]) -> Evidence:
    """The evidence of `hits`, which are those of the ranking `chosen`, in its order."""
    keywords = engines.keywords
    return Evidence(
        question=asked.question,
        words=tuple(word.stem for word in asked.question.content_words),
        idf=asked.weights,
        weights={term: term_weight(keywords, term) for term in asked.terms},
        passages=tuple(_passage(engines, asked, hit, int(row)) for hit, row in zip(hits, chosen.rows, strict=True)),
    )


def met(term: Term, stems: set[str] | frozenset[str]) -> bool:
    """Whether a text with these stems has the term: all words of one of its forms."""
    return any(map(stems.issuperset, term))


def term_weight(keywords: KeywordIndex, term: Term) -> float:
    """A name weighs what the words of its most common form weigh on average."""
    return min(sum(map(keywords.weight, form)) / len(form) for form in term)


def first_rows(reports: Rows, k: int, each: int) -> Rows:
    """Which places of a ranking to look at: the first `k`, and the first `each` of every report. `reports` has the
    report at each place."""
    order = np.argsort(reports, kind="stable")
    _, starts = np.unique(reports[order], return_index=True)
    nth = np.empty(len(reports), dtype=np.int64)
    nth[order] = np.arange(len(reports)) - np.repeat(starts, np.diff([*starts, len(reports)]))
    chosen: Rows = np.flatnonzero((np.arange(len(reports)) < k) | (nth < each))
    return chosen


def _passage(engines: Engines, asked: Query, hit: Hit, row: int) -> PassageEvidence:
    said = said_in(hit.passage, hit.report.metadata.language)
    spans = engines.windows.spans(row)
    cosines = engines.windows.similarities(asked.vectors.whole, row).tolist()
    own, nearness, around = _nearness(engines, asked, said, row)
    return PassageEvidence(
        hit=hit,
        windows=tuple(SpanCosine(start, end, cosine) for (start, end), cosine in zip(spans, cosines, strict=True)),
        context=_stems(engines.keywords, _context(hit)),
        spans=own,
        nearness=nearness,
        around=around,
    )


def _nearness(engines: Engines, asked: Query, text: str, row: int) -> tuple[Spans, Vectors, Vectors]:
    """The words of a passage stand after those of the context in front of it."""
    cosines = engines.words.similarities(asked.vectors.words, row)
    own = content_word_spans(text)[-len(cosines) :]
    front = len(cosines) - len(own)
    around = cosines[:front].max(axis=0) if front else np.zeros(cosines.shape[1], dtype=np.float32)
    return own, cosines[front:], around


def _stems(keywords: KeywordIndex, text: str) -> frozenset[str]:
    return frozenset(word.stem for word in keywords.words(text))


def _context(hit: Hit) -> str:
    known = hit.report.metadata
    about = (known.series, known.body, known.session, known.location, *known.symbols)
    return "\n".join((context_of(known, hit.passage), *(one for one in about if one)))
