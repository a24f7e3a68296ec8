"""The gate: figures below which a change is not let through. `gate.json` holds them, by kind of question.

{"all": {"ndcg": 0.8, "recall": 0.9}, "paraphrase": {"recall": 0.8}, "transcripts": {"ndcg_half": 0.6}}

The figures of transcripts are those of the training split, and are checked when a split is named (`--qmsum`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from eval.errors import EvalInputError
from eval.retrieval.runner import MEASURES
from eval.retrieval.transcripts import MEASURES as TRANSCRIPT_MEASURES
from eval.retrieval.transcripts import TranscriptEvaluation
from eval.types import KINDS, Estimate, Evaluation

SAMPLE_GATE = Path(__file__).with_name("gate.json")
ALL = "all"
EVERYWHERE, WITHIN = "transcripts", "transcripts within"
Gate = Mapping[str, Mapping[str, float]]


def load_gate(file: Path = SAMPLE_GATE) -> Gate:
    """The thresholds in `file`. Raises EvalInputError for anything that is not a kind, a measure and a number."""
    try:
        gate: object = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvalInputError(f"The gate {file.name} cannot be read: {error}.", "Check the file.") from error
    if not isinstance(gate, dict) or not gate:
        raise EvalInputError(f"{file.name} is not an object of thresholds.", "Write kinds, measures and numbers.")
    known = dict.fromkeys((ALL, *KINDS), MEASURES) | dict.fromkeys((EVERYWHERE, WITHIN), TRANSCRIPT_MEASURES)
    for part, thresholds in gate.items():
        if part not in known or not isinstance(thresholds, dict):
            raise EvalInputError(f"{file.name}: {part!r} is nothing to measure.", f"Use {', '.join(known)}.")
        for measure, least in thresholds.items():
            if measure not in known[part] or not isinstance(least, (int, float)) or not 0 <= least <= 1:
                raise EvalInputError(
                    f"{file.name}: {part}.{measure} is {least!r}.",
                    f"Use numbers from 0 to 1 for {', '.join(known[part])}.",
                )
    return gate


def check_gate(evaluation: Evaluation, gate: Gate) -> list[str]:
    """One sentence for every figure of the project's own questions that is below its threshold; an empty list lets the
    change through. A kind that the gate names and the questions lack fails, so that no figure is dropped unseen."""
    measured: dict[str, Mapping[str, Estimate]] = {ALL: evaluation.means}
    measured.update((kind, means) for kind, means in evaluation.kinds.items())
    return [
        failure
        for part, thresholds in gate.items()
        if part not in (EVERYWHERE, WITHIN)
        for failure in _below(part, measured.get(part, {}), thresholds)
    ]


def check_transcripts(evaluation: TranscriptEvaluation, gate: Gate) -> list[str]:
    """The same for transcripts."""
    part = WITHIN if evaluation.within else EVERYWHERE
    return _below(part, evaluation.means, gate.get(part, {}))


def _below(part: str, means: Mapping[str, Estimate], thresholds: Mapping[str, float]) -> list[str]:
    failures = []
    for measure, least in thresholds.items():
        estimate = means.get(measure)
        if estimate is None or not estimate.n:
            failures.append(f"{part}: no questions to measure {measure} on, at least {least:.3f} wanted")
        elif estimate.mean < least:
            failures.append(f"{part}: {measure} is {estimate.mean:.3f}, at least {least:.3f} wanted")
    return failures
