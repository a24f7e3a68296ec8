"""Ask a collection the questions of a QMSum split, over everything or within the right meeting, and score it.

Measures: ndcg, mrr and recall at k for passages of which at least half ("half") or any word ("any") is gold, with all
passages of the build as what could be found; recall and precision within a budget of words. Queries for which no
passage is relevant have no ranking values; all have reading values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from corpus.types import Passage
from eval.data.qmsum import Export, Query, share_in_gold
from eval.errors import EvalInputError
from eval.retrieval import metrics
from eval.retrieval.bootstrap import estimate
from eval.retrieval.reading import BUDGET, Reading, read
from eval.types import Collection, Estimate
from index.types import Filters, Mode

MEASURES = (
    *(f"{measure}_{tag}" for tag in ("half", "any") for measure in ("ndcg", "recall", "mrr")),
    "words_recall",
    "words_precision",
)
# Enough passages to spend the budget of words even when they are short.
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One returned passage of a run: [start, end) of a meeting's transcript."""

    meeting: str
    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TranscriptEvaluation:
    """`values` maps a measure to per-query values; `run` is what was returned, by query id, in rank order."""

    build: str
    model: str
    fingerprint: str
    mode: Mode
    within: bool
    k: int
    budget: int
    values: dict[str, dict[str, float]]
    means: dict[str, Estimate]
    run: dict[str, tuple[Row, ...]]


def evaluate_transcripts(
    searcher: Collection,
    export: Export,
    *,
    within: bool = False,
    mode: Mode = "hybrid",
    k: int = 10,
    budget: int = BUDGET,
) -> TranscriptEvaluation:
    """Run every query; `within` filters by the report of its meeting. Raises EvalInputError when the build lacks a
    meeting of the export."""
    reports = _reports(searcher, export)
    meetings = {report_id: meeting for meeting, report_id in reports.items()}
    run = {}
    for query in export.queries:
        filters = Filters(report=(reports[query.meeting],)) if within else None
        result = searcher.search(query.text, k=DEPTH, mode=mode, filters=filters)
        run[query.id] = tuple(_row(hit.passage, meetings) for hit in result.hits)
    chunks = {meeting: [_row(p, meetings) for p in searcher.passages(report)] for meeting, report in reports.items()}
    values = score_run(export, run, chunks, k, budget)
    manifest = searcher.manifest
    return TranscriptEvaluation(
        build=manifest.build,
        model=manifest.model,
        fingerprint=manifest.fingerprint,
        mode=mode,
        within=within,
        k=k,
        budget=budget,
        values=values,
        means={measure: estimate(list(column.values())) for measure, column in values.items()},
        run=run,
    )


def score_run(
    export: Export, run: Mapping[str, Sequence[Row]], chunks: Mapping[str, Sequence[Row]], k: int, budget: int
) -> dict[str, dict[str, float]]:
    """Measure -> query -> value, for any run; `chunks` are all passages that could have been returned, by meeting."""
    values: dict[str, dict[str, float]] = {}
    for tag, least in (("half", 0.5), ("any", 0.0)):
        qrels = {
            q.id: grades for q in export.queries if (grades := _relevant(q, chunks.get(q.meeting, ()), export, least))
        }
        ranked = {query: [row.passage_id for row in run.get(query, ())] for query in qrels}
        values[f"ndcg_{tag}"] = metrics.ndcg(qrels, ranked, k)
        values[f"recall_{tag}"] = metrics.capped_recall(qrels, ranked, k)
        values[f"mrr_{tag}"] = metrics.reciprocal_rank(qrels, ranked, k)
    readings = {query.id: _reading(query, run.get(query.id, ()), export, budget) for query in export.queries}
    values["words_recall"] = {query: reading.recall for query, reading in readings.items()}
    values["words_precision"] = {query: reading.precision for query, reading in readings.items()}
    return values


def run_rows(run: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    """The run in the form that the export's own scorer reads, one row a returned passage."""
    return [
        {"qid": query, "rank": rank, "meeting": row.meeting, "start": row.start, "end": row.end}
        for query, rows in run.items()
        for rank, row in enumerate(rows, 1)
    ]


def _relevant(query: Query, chunks: Sequence[Row], export: Export, least: float) -> dict[str, int]:
    words = export.words[query.meeting]
    shares = {row.passage_id: share_in_gold(words.touching(row.start, row.end), query.gold) for row in chunks}
    return {passage_id: 1 for passage_id, share in shares.items() if share > 0 and share >= least}


def _reading(query: Query, rows: Sequence[Row], export: Export, budget: int) -> Reading:
    spans = [(row.meeting, export.words[row.meeting].touching(row.start, row.end)) for row in rows]
    return read(spans, query.meeting, export.words[query.meeting], query.gold, budget)


def _row(passage: Passage, meetings: Mapping[str, str]) -> Row:
    return Row(meetings[passage.report_id], passage.id, passage.start, passage.end)


def _reports(searcher: Collection, export: Export) -> dict[str, str]:
    """Meeting -> report id, by file name."""
    found = {PurePosixPath(report.path).stem: report.id for report in searcher.summaries(limit=1_000_000)}
    missing = sorted(export.words.keys() - found.keys())
    extra = sorted(found.keys() - export.words.keys())
    if missing or extra:
        raise EvalInputError(
            f"The live build is not made from {export.folder.name}/md: {(missing + extra)[0]} is only in one of them.",
            "Rebuild a home of its own from that folder.",
        )
    return {meeting: found[meeting] for meeting in export.words}
