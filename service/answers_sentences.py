"""The sentences of the best passages, each with what speaks for it as an answer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.symbols import find_symbols, normalise_symbol
from index.evidence import Evidence, PassageEvidence
from service.answers_expected import expected
from service.answers_question import Asked

# What introduces a list item or a numbered paragraph is no part of what was said.
_MARKER = re.compile(r"(?:[-*+•–·>]\s+|\(?\d{1,3}(?:\.\d{1,3})*[.)]\s+|\([a-z]{1,4}\)\s+)+")
LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage: `start` and `end` are offsets into the passage's text, `nth` counts the sentences of
    its passage. `cosine` is that of its window; the coverages are idf-weighted shares of the question's words that are
    met by the sentence alone, and with what stands around its passage. `score` orders sentences of one question."""

    passage: PassageEvidence
    start: int
    end: int
    nth: int
    stems: frozenset[str]
    cosine: float
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

    `coverage`: the share of the question's words that the sentence has; `in_context`: the same with what stands around
    its passage; `residual`: the share in the sentence of those words that its context leaves open. `passage`: how far
    the score of its passage is below the best one's; `rank`: the logarithm of the passage's rank. `expected`: it holds
    the kind of thing that is asked for; `exact`: a symbol or phrase that is.
    """

    coverage: float = 0.1
    in_context: float = 0.4
    residual: float = 0.35
    passage: float = 0.2
    rank: float = -0.05
    expected: float = 0.2
    exact: float = 0.5


WEIGHTS = Weights()


def sentences_of(evidence: Evidence, asked: Asked, weights: Weights = WEIGHTS) -> list[Sentence]:
    """All sentences of the evidence that could be quoted, in the order of passages and of the text."""
    best = max((passage.hit.score for passage in evidence.passages), default=0.0)
    return [one for passage in evidence.passages for one in _sentences(passage, evidence, asked, best, weights)]


def share_met(weights: dict[str, float], stems: frozenset[str]) -> float:
    """The idf-weighted share of the question's stems that are among `stems`; 0 for a question without any."""
    whole = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in stems) / whole if whole else 0.0


def _sentences(
    passage: PassageEvidence, evidence: Evidence, asked: Asked, best: float, weights: Weights
) -> Iterator[Sentence]:
    text, metadata = passage.hit.passage.text, passage.hit.report.metadata
    left_open = {stem: weight for stem, weight in evidence.weights.items() if stem not in passage.context}
    standing = weights.passage * (passage.hit.score - best) + weights.rank * math.log(passage.hit.rank)
    for nth, (begin, end) in enumerate(sentence_spans(text, metadata.language)):
        marker = _MARKER.match(text, begin, end)
        start = marker.end() if marker else begin
        if len(text[start:end].split()) < LEAST_WORDS:
            continue
        stems = frozenset(word.stem for word in passage.words if start <= word.start < end)
        cosine = max((w.cosine for w in passage.windows if w.start < end and start < w.end), default=0.0)
        coverage = share_met(evidence.weights, stems)
        in_context = share_met(evidence.weights, stems | passage.context)
        score = (
            cosine
            + weights.coverage * coverage
            + weights.in_context * in_context
            + weights.residual * (share_met(left_open, stems) if left_open else 1.0)
            + standing
            + weights.expected * expected(asked.wanted, text[start:end], metadata)
            + weights.exact * _exact(text[start:end], evidence)
        )
        yield Sentence(passage, start, end, nth, stems, cosine, coverage, in_context, score)


def _exact(text: str, evidence: Evidence) -> bool:
    """Whether the sentence has a symbol or a phrase that was asked for as a whole."""
    query = evidence.query
    if query.symbols and any(normalise_symbol(symbol) in query.symbols for _, _, symbol in find_symbols(text)):
        return True
    return any(phrase.casefold() in " ".join(text.casefold().split()) for phrase in query.phrases)
