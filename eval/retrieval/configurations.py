"""Search with other weights or without one of its steps, over the sample's questions and a set of transcripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from eval.data.qmsum import Export, load_export
from eval.data.questions import load_questions
from eval.retrieval.runner import evaluate
from eval.retrieval.transcripts import evaluate_transcripts
from index.dense.sentence_spans import SentenceSpanIndex
from index.search.engines import open_engines
from index.search.ranking import WEIGHTS, RankingWeights
from index.search.searcher import Searcher
from index.storage.home import build_folder, live_build
from index.storage.manifest import read_manifest
from index.types import Encoder, QuestionVectors, Rows, Spans, Vectors

OWN = ("ndcg", "mrr", "recall", "reports")
TRANSCRIPTS = ("ndcg_half", "mrr_half", "words_recall")
Values = Mapping[str, Mapping[str, float]]
"""For each measure the value of each question."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The collections that configurations are compared on: one of the sample reports, one of transcripts."""

    sample: Searcher
    transcripts: Searcher
    export: Export

    def measure(self, weights: RankingWeights) -> Values:
        """The figures of hybrid search with `weights`; measures of transcripts are named after where was looked."""
        self.sample.weights = self.transcripts.weights = weights
        questions = evaluate(self.sample, load_questions(split="dev")).results
        values: dict[str, Mapping[str, float]] = {
            f"open {name}": {one.question.id: one.values[name] for one in questions if name in one.values}
            for name in OWN
        }
        for within in (False, True):
            found = evaluate_transcripts(self.transcripts, self.export, within=within).values
            place = "within" if within else "all"
            values.update({f"{place} {name}": found[name] for name in TRANSCRIPTS})
        return values


def open_bench(
    home: Path, transcripts_home: Path, transcripts: Path, encoder: Encoder, *, windows: bool = True
) -> Bench:
    """Open both; without `windows` whole passages are compared in their place. Each question is embedded once, however
    many configurations ask it."""
    asked = _Remembering(encoder)
    sample, spoken = (_open(folder, asked, windows) for folder in (home, transcripts_home))
    return Bench(sample, spoken, load_export(transcripts))


# Each step of the ranking and the weights without it.
STEPS: Mapping[str, RankingWeights] = {
    "words one by one": replace(WEIGHTS, words=0.0),
    "keywords": replace(WEIGHTS, keyword=0.0),
    "words around a passage": replace(WEIGHTS, neighbour_decay=(1.0,)),
    "evidence of neighbours": replace(WEIGHTS, around=(1.0,)),
    "its own words once more": replace(WEIGHTS, own_words=0.0, own_keyword=0.0),
    "evidence of the report": replace(WEIGHTS, report=0.0),
    "dates, places and series": replace(WEIGHTS, fit=0.0),
}


def mean(values: Values) -> float:
    """One number for a configuration: the mean of the means of all measures."""
    return float(np.mean([np.mean(list(column.values())) for column in values.values()]))


def _open(home: Path, encoder: Encoder, windows: bool) -> Searcher:
    folder = build_folder(home, live_build(home))
    manifest = read_manifest(folder)
    engines = open_engines(manifest, folder)
    if not windows:
        engines = replace(engines, windows=_Whole(folder, engines.vectors.all()))
    return Searcher(manifest, engines, encoder)


class _Remembering:
    """An encoder that embeds each question once."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension
        self.encode, self.encode_passages = encoder.encode, encoder.encode_passages
        self.score_pairs = encoder.score_pairs
        self._question = lru_cache(maxsize=None)(encoder.encode_question)

    def encode_question(self, text: str, words: Spans) -> QuestionVectors:
        return self._question(text, words)


class _Whole(SentenceSpanIndex):
    """Compares whole passages where their windows would be compared."""

    def __init__(self, folder: Path, vectors: Vectors) -> None:
        super().__init__(folder)
        self._passages = vectors

    def best(self, query: Vectors, rows: Rows) -> Vectors:
        cosines: Vectors = self._passages[rows] @ query
        return cosines
