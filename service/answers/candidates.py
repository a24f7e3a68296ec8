"""The sentences of the best passages, each with what speaks for it as an answer."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.symbols import find_symbols, normalise_symbol
from corpus.text.sentences import sentence_spans
from corpus.text.spoken import words_said
from index.lexical.keyword_index import stemmed_words
from index.lexical.postings import Term
from index.search.evidence import Evidence, PassageEvidence, met
from index.types import Vectors
from service.answers.intent import Asked, expected
from service.answers.speakers import turn_at, turns

# What introduces a list item or a numbered paragraph is no part of what was said.
_MARKER = re.compile(r"(?:[-*+•–·>]\s+|\(?\d{1,3}(?:\.\d{1,3})*[.)]\s+|\([a-z]{1,4}\)\s+)+")
_ENDED = tuple(".!?;:”\"’')")
LEAST_WORDS = 3
LONG = 4
# Passages whose sentences are remembered: the best ones of different questions are often the same.
PASSAGES_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of a passage: `start` and `end` are offsets into the passage's text, `nth` counts the sentences of
    its passage. `cosine` is that of its window. `nearest` has for each of the question's words the cosine of the
    nearest word of the sentence. `score` orders the sentences of one question."""

    passage: PassageEvidence
    start: int
    end: int
    nth: int
    stems: frozenset[str]
    cosine: float
    nearest: Vectors
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
class CandidateWeights:
    """What each part of a sentence's score counts for, beside the cosine of its window, which counts 1.

    `in_context`: the share of the question's words that the sentence has, with what stands around its passage;
    `left_open`: the share in the sentence of those words that its context leaves open. `nearest`: how near, on average,
    the question's words come to words of the sentence, each counting the less the nearer its context has come already;
    `near_context`: the same with the context. `rank`: the logarithm of the passage's rank. `expected`: it holds the
    kind of thing that is asked for; `exact`: a symbol or phrase that is; `ended`: it is a whole sentence, no row of a
    table or title. `new`: the share of its words that do not merely repeat what is known of the report: when and where
    a meeting was held is seldom what it said, and so this does not count for questions that want a date or a place.
    `meant`: its report is one that the question names; `outside`: it is of another date than the question names;
    `of_sources`: it speaks of the texts that its report was made from; `of_agenda`: it tells what stood on an agenda;
    neither counts where that is asked for.
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
    of_sources: float = -0.6
    of_agenda: float = -0.4


WEIGHTS = CandidateWeights()


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports that a question names, and those of the dates it names; None where it names no date."""

    meant: frozenset[str] = frozenset()
    within: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Cut:
    """A sentence of a passage's text, the `nth`, with what does not depend on a question: `long` are the stems that are
    not short."""

    nth: int
    start: int
    end: int
    said: str
    stems: frozenset[str]
    long: frozenset[str]
    ended: bool
    of_sources: bool
    of_agenda: bool


def sentences_of(
    evidence: Evidence, asked: Asked, scope: Scope | None = None, weights: CandidateWeights = WEIGHTS
) -> list[Candidate]:
    """All sentences of the evidence that could be quoted, in the order of passages and of the text."""
    scope = scope or Scope()
    found: list[Candidate] = []
    for passage in evidence.passages:
        standing = (
            weights.rank * math.log(passage.hit.rank)
            + weights.meant * (passage.hit.report.id in scope.meant)
            + weights.outside * (scope.within is not None and passage.hit.report.id not in scope.within)
        )
        found += _sentences(passage, evidence, asked, standing, weights)
    return found


def weight_met(weights: Mapping[Term, float], stems: frozenset[str]) -> float:
    """The weight of those terms that a text with these stems has."""
    return sum(weight for term, weight in weights.items() if met(term, stems))


def _sentences(
    passage: PassageEvidence, evidence: Evidence, asked: Asked, standing: float, weights: CandidateWeights
) -> Iterator[Candidate]:
    metadata = passage.hit.report.metadata
    whole = sum(evidence.weights.values()) or 1.0
    left_open = {term: weight for term, weight in evidence.weights.items() if not met(term, passage.context)}
    wanting = sum(left_open.values())
    not_near = evidence.idf * (1 - np.clip(passage.around, 0, 1))
    sources_weight = 0.0 if asks_of_sources(asked.text) else weights.of_sources
    agenda_weight = 0.0 if asks_of_agenda(asked.text) else weights.of_agenda
    cuts = _cut(passage.hit.passage.text, metadata.language, passage.hit.passage.speakers)
    rows = _nearest(passage, cuts)
    alone = _means(rows, not_near)
    near_context = _means(np.maximum(rows, passage.around), evidence.idf)
    for i, cut in enumerate(cuts):
        start, end, stems = cut.start, cut.end, cut.stems
        cosine = max((w.cosine for w in passage.windows if w.start < end and start < w.end), default=0.0)
        # The share of all terms with the context, and the share of those that the context leaves open; where it leaves
        # none, of all.
        in_context = weight_met(evidence.weights, stems | passage.context) / whole
        alone_met = weight_met(left_open, stems) / wanting if wanting else weight_met(evidence.weights, stems) / whole
        score = (
            cosine
            + weights.in_context * in_context
            + weights.left_open * alone_met
            + weights.nearest * alone[i]
            + weights.near_context * near_context[i]
            + standing
            + weights.expected * expected(asked.wanted, cut.said, metadata)
            + weights.exact * _exact(cut.said, evidence)
            + weights.ended * cut.ended
            + sources_weight * cut.of_sources
            + agenda_weight * cut.of_agenda
            + weights.new * (0.0 if asked.wanted in ("date", "place") else _share_new(cut.long, passage.context))
        )
        yield Candidate(passage, start, end, cut.nth, stems, cosine, rows[i], score)


@lru_cache(PASSAGES_REMEMBERED)
def _cut(text: str, language: str | None, speakers: tuple[str, ...]) -> tuple[_Cut, ...]:
    """The sentences of a passage's text that could be quoted."""
    found = []
    words = stemmed_words(words_said(text, language, speakers))
    starts = [word.start for word in words]
    for nth, (begin, end) in enumerate(_spans(text, language, speakers)):
        start = _begin(text, begin, end, speakers)
        said = text[start:end]
        if len(said.split()) >= LEAST_WORDS:
            stems = frozenset(word.stem for word in words[bisect_left(starts, start) : bisect_left(starts, end)])
            long = frozenset(stem for stem in stems if len(stem) >= LONG)
            framing = of_sources(said), of_agenda(said)
            found.append(_Cut(nth, start, end, said, stems, long, said.endswith(_ENDED), *framing))
    return tuple(found)


def _spans(text: str, language: str | None, speakers: Sequence[str]) -> list[tuple[int, int]]:
    """Where sentences start and end, none of them within the name of who speaks ("Mr. Ek")."""
    names = [turn.span() for turn in turns(text, speakers)]
    spans: list[tuple[int, int]] = []
    for begin, end in sentence_spans(text, language):
        if any(start < begin < behind for start, behind in names):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((begin, end))
    return spans


def _begin(text: str, begin: int, end: int, speakers: Sequence[str]) -> int:
    """Where the words of a sentence begin, behind the name of who speaks and behind what introduces a list item."""
    if turn := turn_at(text, speakers, begin, end):
        begin = turn.end()
    marker = _MARKER.match(text, begin, end)
    return marker.end() if marker else begin


def _nearest(passage: PassageEvidence, cuts: Sequence[_Cut]) -> Vectors:
    """For each sentence and each of the question's words the highest cosine with some word of the sentence, shape
    (sentences, question's words); 0 for a sentence without any."""
    cosines = passage.nearness
    begins = np.asarray([start for start, _ in passage.spans])
    ranges = np.searchsorted(begins, [(cut.start, cut.end) for cut in cuts]).reshape(-1, 2)
    highest: Vectors = np.zeros((len(cuts), cosines.shape[1]), dtype=np.float32)
    for row, (first, last) in zip(highest, ranges.tolist(), strict=True):
        if first < last:
            cosines[first:last].max(axis=0, out=row)
    return highest


def _means(nearest: Vectors, weights: Vectors) -> list[float]:
    """The weighted mean of each row; 0 where nothing has weight."""
    whole = float(weights.sum())
    means: list[float] = (nearest @ weights / whole).tolist() if whole else [0.0] * len(nearest)
    return means


def _share_new(long: frozenset[str], context: frozenset[str]) -> float:
    return len(long - context) / len(long) if long else 0.0


def _exact(text: str, evidence: Evidence) -> bool:
    """Whether the sentence has a symbol or a phrase that was asked for as a whole."""
    question = evidence.question
    if question.symbols and any(normalise_symbol(symbol) in question.symbols for _, _, symbol in find_symbols(text)):
        return True
    return any(phrase.casefold() in " ".join(text.casefold().split()) for phrase in question.phrases)


# What a digest says of itself and of the texts it was made from is seldom what was asked for.
_OF_SOURCES = re.compile(
    r"[*_]*(?:the|this|that)\s+(?:only\s+)?(?:"
    r"sources?\s+(?:used|seen|here|is|are|says?|does|do|gives?|names?|speaks?|states?)|digest(?!\s+of)|text seen|"
    r"account (?:is|as a whole)|minutes (?:do|does|did|give|name))\b|"
    r".*\b(?:with (?:high|medium|low) confidence|confidence (?:in .* )?is (?:high|medium|low)|"
    r"(?:is|are) (?:considered )?well supported)\b|"
    r"(?:no (?:chair|attendance|contradiction)\b.{0,60} (?:was|were) found|.{1,40} is an inference|"
    r"it does not state|attendance is not stated)\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_SOURCES = re.compile(
    r"\b(?:sources?|digests?|confiden\w+|certainty|uncertain\w*|reliab\w+|contradict\w*)\b", re.IGNORECASE
)
# What stood on an agenda tells that a subject came up, not what was said of it.
_OF_AGENDA = re.compile(
    r"(?:the\s+)?(?:main\s+)?(?:agenda|topics?|themes?)\b.{0,30}?\b"
    r"(?:covered|were|was|dealt|concerned|included|comprised|consisted|took)\b|.*\bmade up the agenda\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_AGENDA = re.compile(r"\b(?:agendas?|topics?|themes?|programmes?|items?|subjects?)\b", re.IGNORECASE)


def of_sources(text: str) -> bool:
    """Whether a sentence speaks of the texts that its report was made from, or of how sure it is."""
    return bool(_OF_SOURCES.match(text))


def asks_of_sources(question: str) -> bool:
    """Whether such a sentence may answer `question`."""
    return bool(_ASKS_OF_SOURCES.search(question))


def of_agenda(text: str) -> bool:
    """Whether a sentence tells what stood on an agenda."""
    return bool(_OF_AGENDA.match(text))


def asks_of_agenda(question: str) -> bool:
    """Whether such a sentence may answer `question`."""
    return bool(_ASKS_OF_AGENDA.search(question))
