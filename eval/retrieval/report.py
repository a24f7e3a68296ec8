"""Figures as text for people and as plain data for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from eval.retrieval.bootstrap import compare
from eval.retrieval.runner import MEASURES
from eval.retrieval.transcripts import TranscriptEvaluation, run_rows
from eval.types import Difference, Estimate, Evaluation, QuestionResult, values_of

EXCERPT = 90
WORST = 10


def to_table(evaluation: Evaluation, worst: int = WORST) -> str:
    """The whole evaluation as text: means by kind, the unanswerable apart, the worst questions."""
    head = (
        f"build {evaluation.build}, model {evaluation.model} ({evaluation.fingerprint[:12]}), "
        f"mode {evaluation.mode}, first {evaluation.k} hits"
    )
    columns = [f"{measure}@{1 if measure == 'report' else evaluation.k}" for measure in MEASURES]
    rows: list[Sequence[str]] = [["questions", "n", *columns]]
    rows += [_row(kind, means) for kind, means in evaluation.kinds.items()]
    rows.append(_row("all", evaluation.means))
    parts = [head, "", align(rows), "", _cosines(evaluation)]
    if listed := worst_questions(evaluation, worst):
        parts += ["", "The worst questions, and what was found instead:", *(_describe(result) for result in listed)]
    return "\n".join(parts)


def transcripts_table(evaluation: TranscriptEvaluation) -> str:
    """The figures of a QMSum split as text."""
    where = "within the right meeting" if evaluation.within else "over all meetings"
    head = (
        f"build {evaluation.build}, model {evaluation.model} ({evaluation.fingerprint[:12]}), "
        f"mode {evaluation.mode}, {where}"
    )
    rows: list[Sequence[str]] = [["measure", "n", "mean"]]
    for measure, mean in evaluation.means.items():
        name, cut = measure.partition("words_")[2], f"{evaluation.budget} words"
        rows.append([f"{name} in {cut}" if name else f"{measure} @{evaluation.k}", str(mean.n), show(mean)])
    return f"{head}\n\n{align(rows)}"


def transcripts_json(evaluation: TranscriptEvaluation) -> dict[str, Any]:
    """Plain data: means, values per query, and the run in the form of the export's scorer."""
    data = asdict(evaluation)
    data["run"] = run_rows(evaluation.run)
    return data


def worst_questions(evaluation: Evaluation, n: int = WORST) -> list[QuestionResult]:
    """The n questions with the lowest recall, then nDCG; none that is perfect in both."""
    poor = [result for result in evaluation.results if min(result.values["recall"], result.values["ndcg"]) < 1]
    return sorted(poor, key=lambda r: (r.values["recall"], r.values["ndcg"], r.question.id))[:n]


def to_json(evaluation: Evaluation) -> dict[str, Any]:
    """Plain data: everything in the evaluation, without the texts of the hits."""
    data = asdict(evaluation)
    for result in (*data["results"], *data["unanswerable"]):
        for found in result["found"]:
            del found["text"]
    plain: dict[str, Any] = json.loads(json.dumps(data))
    return plain


def comparison_table(first: Evaluation, second: Evaluation, names: tuple[str, str]) -> str:
    """The paired difference first - second of every measure."""
    differences = {m: compare(values_of(first.results, m), values_of(second.results, m)) for m in MEASURES}
    return difference_table(differences, names)


def difference_table(differences: Mapping[str, Difference], names: tuple[str, str]) -> str:
    """Named differences with interval and the number of questions gained and lost."""
    rows: list[Sequence[str]] = [[f"{names[0]} - {names[1]}", "difference", "95 % interval", "better", "worse", "n"]]
    for name, d in differences.items():
        interval = f"[{d.low:+.3f}, {d.high:+.3f}]"
        rows.append([name, f"{d.mean:+.3f}", interval, str(d.better), str(d.worse), str(d.n)])
    return align(rows)


def align(rows: Sequence[Sequence[str]]) -> str:
    """A table of equal columns, the first to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def show(estimate: Estimate) -> str:
    """A mean and its interval in one cell."""
    return f"{estimate.mean:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"


def _row(name: str, means: Mapping[str, Estimate]) -> list[str]:
    return [name, str(means[MEASURES[0]].n), *(show(means[measure]) for measure in MEASURES)]


def _cosines(evaluation: Evaluation) -> str:
    """Quantiles of the best cosine similarity, of questions with an answer beside those without."""
    rows: list[Sequence[str]] = [["best cosine", "n", "lowest", "25 %", "median", "75 %", "highest"]]
    for name, results in (("with an answer", evaluation.results), ("unanswerable", evaluation.unanswerable)):
        values = [result.best for result in results if result.best is not None]
        cells = [f"{q:.3f}" for q in np.percentile(values, (0, 25, 50, 75, 100))] if values else ["-"] * 5
        rows.append([name, str(len(values)), *cells])
    return align(rows)


def _describe(result: QuestionResult) -> str:
    values = ", ".join(f"{measure} {result.values[measure]:.2f}" for measure in MEASURES)
    lines = [f"{result.question.id}: {result.question.question}", f"    {values}"]
    lines += [f"    missed  {judgment.report}: {_short(judgment.quote)}" for judgment in result.missed[:3]]
    lines += [f"    {f.rank:>6}  {f.report} ({f.grade}): {_short(f.text)}" for f in result.found[:3]]
    return "\n".join(lines)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1] + "…"
