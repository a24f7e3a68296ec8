"""The sentences of the best passages, each with what speaks for it as an answer."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.sentences import sentence_spans
from corpus.symbols import find_symbols, normalise_symbol
from index.evidence import Evidence, PassageEvidence, met
from index.postings import Term
from index.types import Vectors
from service.answers_expected import expected
from service.answers_question import Asked

# What introduces a list item or a numbered paragraph is no part of what was said.
_MARKER = re.compile(r"(?:[-*+•–·>]\s+|\(?\d{1,3}(?:\.\d{1,3})*[.)]\s+|\([a-z]{1,4}\)\s+)+")
# The name of who speaks, at the beginning of a turn: "**Name:**" or "Name:".
SPEAKER = re.compile(r"(\*\*[^*\n]{1,120}\*\*|[^\n:]{1,120}:)\s+")
# What a digest says of the texts it was made from is seldom what was asked for.
_OF_SOURCES = re.compile(
    r"(?:the|this)\s+(?:only\s+)?(?:sources?|digest|text seen|account is|minutes)\b|"
    r".*\b(?:with (?:high|medium|low) confidence|confidence in .* is (?:high|medium|low))\b",
    re.IGNORECASE | re.DOTALL,
)
_ENDED = tuple(".!?;:”\"’')")
LEAST_WORDS = 3
LONG = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage: `start` and `end` are offsets into the passage's text, `nth` counts the sentences of
    its passage. `cosine` is that of its window. `nearest` has for each of the question's words the cosine of the
    nearest word of the sentence. The coverages are idf-weighted shares of the question's words that the sentence has,
    alone and with what stands around its passage. `score` orders the sentences of one question."""

    passage: PassageEvidence
    start: int
    end: int
    nth: int
    stems: frozenset[str]
    cosine: float
    nearest: Vectors
    coverage: float
    in_context: float
    score: float

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.passage.hit.passage.text[self.start : self.end]

    @property
    def report_id(self) -> str:
        """The report it stands in."""
        return self.passage.hit.report.id


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a sentence's score counts for, beside the cosine of its window, which counts 1.

    `in_context`: the share of the question's words that the sentence has, with what stands around its passage;
    `left_open`: the share in the sentence of those words that its context leaves open. `nearest`: how near, on average,
    the question's words come to words of the sentence, each counting the less the nearer its context has come already;
    `near_context`: the same with the context. `rank`: the logarithm of the passage's rank. `expected`: it holds the
    kind of thing that is asked for; `exact`: a symbol or phrase that is; `ended`: it is a whole sentence, no row of a
    table or title. `new`: the share of its words that do not merely repeat what is known of the report: when and where
    a meeting was held is seldom what it said, and so this does not count for questions that want a date or a place.
    `meant`: its report is one that the question names; `outside`: it is of another date than the question names;
    `of_sources`: it speaks of the texts that its report was made from.
    """

    in_context: float = 0.3
    left_open: float = 0.4
    nearest: float = 0.7
    near_context: float = 0.5
    rank: float = -0.08
    expected: float = 0.2
    exact: float = 0.5
    ended: float = 0.2
    new: float = 0.4
    meant: float = 0.2
    outside: float = -0.3
    of_sources: float = -0.3


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports that a question names, and those of the dates it names; None where it names no date."""

    meant: frozenset[str] = frozenset()
    within: frozenset[str] | None = None


def sentences_of(
    evidence: Evidence, asked: Asked, scope: Scope | None = None, weights: Weights = WEIGHTS
) -> list[Sentence]:
    """All sentences of the evidence that could be quoted, in the order of passages and of the text."""
    scope = scope or Scope()
    found: list[Sentence] = []
    for passage in evidence.passages:
        standing = (
            weights.rank * math.log(passage.hit.rank)
            + weights.meant * (passage.hit.report.id in scope.meant)
            + weights.outside * (scope.within is not None and passage.hit.report.id not in scope.within)
        )
        found += _sentences(passage, evidence, asked, standing, weights)
    return found


def share_met(weights: Mapping[Term, float], stems: Collection[str]) -> float:
    """The idf-weighted share of the question's terms that a text with these stems has; 0 for a question without any."""
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if met(term, stems)) / whole if whole else 0.0


def mean_nearness(nearest: Vectors, weights: Vectors) -> float:
    """The weighted mean of the cosines of the question's words; 0 for a question without any."""
    whole = float(weights.sum())
    return float(nearest @ weights) / whole if whole else 0.0


def _sentences(
    passage: PassageEvidence, evidence: Evidence, asked: Asked, standing: float, weights: Weights
) -> Iterator[Sentence]:
    text, metadata = passage.hit.passage.text, passage.hit.report.metadata
    left_open = {term: weight for term, weight in evidence.weights.items() if not met(term, passage.context)}
    not_near = evidence.idf * (1 - np.clip(passage.around, 0, 1))
    begins = np.asarray([start for start, _ in passage.spans])
    for nth, (begin, end) in enumerate(sentence_spans(text, metadata.language)):
        start = _begin(text, begin, end, passage.hit.passage.speakers)
        said = text[start:end]
        if len(said.split()) < LEAST_WORDS:
            continue
        stems = frozenset(word.stem for word in passage.words if start <= word.start < end)
        cosine = max((w.cosine for w in passage.windows if w.start < end and start < w.end), default=0.0)
        nearest = _nearest(passage, slice(*np.searchsorted(begins, (start, end))))
        coverage = share_met(evidence.weights, stems)
        in_context = share_met(evidence.weights, stems | passage.context)
        score = (
            cosine
            + weights.in_context * in_context
            + weights.left_open * (share_met(left_open, stems) if left_open else coverage)
            + weights.nearest * mean_nearness(nearest, not_near)
            + weights.near_context * mean_nearness(np.maximum(nearest, passage.around), evidence.idf)
            + standing
            + weights.expected * expected(asked.wanted, said, metadata)
            + weights.exact * _exact(said, evidence)
            + weights.ended * said.endswith(_ENDED)
            + weights.of_sources * bool(_OF_SOURCES.match(said))
            + weights.new * (0.0 if asked.wanted in ("date", "place") else _share_new(stems, passage.context))
        )
        yield Sentence(passage, start, end, nth, stems, cosine, nearest, coverage, in_context, score)


def _begin(text: str, begin: int, end: int, speakers: Sequence[str]) -> int:
    """Where the words of a sentence begin, behind the name of who speaks and behind what introduces a list item."""
    named = SPEAKER.match(text, begin, end)
    if named and named[1].strip("*: ") in speakers:
        begin = named.end()
    marker = _MARKER.match(text, begin, end)
    return marker.end() if marker else begin


def _nearest(passage: PassageEvidence, words: slice) -> Vectors:
    """For each of the question's words the highest cosine with some of the passage's words; 0 without any."""
    cosines = passage.nearness[words]
    highest: Vectors = cosines.max(axis=0) if len(cosines) else np.zeros(cosines.shape[1], dtype=np.float32)
    return highest


def _share_new(stems: frozenset[str], context: frozenset[str]) -> float:
    long = {stem for stem in stems if len(stem) >= LONG}
    return len(long - context) / len(long) if long else 0.0


def _exact(text: str, evidence: Evidence) -> bool:
    """Whether the sentence has a symbol or a phrase that was asked for as a whole."""
    query = evidence.query
    if query.symbols and any(normalise_symbol(symbol) in query.symbols for _, _, symbol in find_symbols(text)):
        return True
    return any(phrase.casefold() in " ".join(text.casefold().split()) for phrase in query.phrases)
