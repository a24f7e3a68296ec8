"""Reports, passages and sentences made by hand, for the tests of answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.types import Metadata, Passage, ReportSummary
from index.lexical.keyword_index import stem
from index.search.evidence import PassageEvidence, SpanCosine
from index.search.question import analyse
from index.types import Hit, Scores, Spans, Vectors
from service.answers.candidates import Candidate
from service.answers.intent import Asked, understand

NOTHING: Vectors = np.zeros(0, dtype=np.float32)


def asked_of(question: str) -> Asked:
    """What a question asks for."""
    return understand(analyse(question))


def summary(name: str, day: str | None = None, *, twins: tuple[str, ...] = (), **known: object) -> ReportSummary:
    """A report, of one day where that is given; its title is its name unless `known` has another."""
    metadata = Metadata(**{"title": name, "start_date": day, "end_date": day, **known})  # type: ignore[arg-type]
    return ReportSummary(name, f"{name}.md", "0" * 64, metadata, 10, twins=twins)


def passage(
    text: str,
    report: ReportSummary | None = None,
    *,
    rank: int = 1,
    speakers: tuple[str, ...] = (),
    context: Sequence[str] = (),
    windows: tuple[SpanCosine, ...] = (),
    spans: Spans = (),
    nearness: Vectors | None = None,
    around: Vectors = NOTHING,
) -> PassageEvidence:
    """A passage that is all that there is of its report; `nearness` has a row for each of `spans`."""
    report = report or summary("a")
    own = Passage(f"{report.id}-0", report.id, 0, len(text), text, speakers=speakers)
    hit = Hit(rank, 1.0, Scores(1.0, None), own, report, (0, len(text)))
    if nearness is None:
        nearness = np.zeros((len(spans), len(around)), dtype=np.float32)
    return PassageEvidence(hit, windows, frozenset(map(stem, context)), spans, nearness, around)


def cut(own: PassageEvidence, *scored: tuple[str, float]) -> list[Candidate]:
    """Sentences of a passage, in the order of its text, each with its score."""
    text = own.hit.passage.text
    return [
        Candidate(
            own,
            text.index(said),
            text.index(said) + len(said),
            n,
            frozenset(stem(word) for word in said.lower().rstrip(".").split()),
            0.5,
            np.zeros(len(own.around), dtype=np.float32),
            score,
        )
        for n, (said, score) in enumerate(scored)
    ]
