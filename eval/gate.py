"""The gate: figures below which a change is not let through. `gate.json` holds them, by kind of question.

{"all": {"ndcg": 0.8, "recall": 0.9}, "paraphrase": {"recall": 0.8}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from eval.errors import EvalInputError
from eval.runner import MEASURES
from eval.types import KINDS, Estimate, Evaluation

SAMPLE_GATE = Path(__file__).with_name("gate.json")
ALL = "all"
Gate = Mapping[str, Mapping[str, float]]


def load_gate(file: Path = SAMPLE_GATE) -> Gate:
    """The thresholds in `file`. Raises EvalInputError for anything that is not a kind, a measure and a number."""
    try:
        gate: object = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvalInputError(f"The gate {file.name} cannot be read: {error}.", "Check the file.") from error
    if not isinstance(gate, dict) or not gate:
        raise EvalInputError(f"{file.name} is not an object of thresholds.", "Write kinds, measures and numbers.")
    for kind, thresholds in gate.items():
        if kind not in (ALL, *KINDS) or not isinstance(thresholds, dict):
            raise EvalInputError(f"{file.name}: {kind!r} is no kind of question.", f"Use {ALL}, {', '.join(KINDS)}.")
        for measure, least in thresholds.items():
            if measure not in MEASURES or not isinstance(least, (int, float)) or not 0 <= least <= 1:
                raise EvalInputError(
                    f"{file.name}: {kind}.{measure} is {least!r}.",
                    f"Use numbers from 0 to 1 for {', '.join(MEASURES)}.",
                )
    return gate


def check_gate(evaluation: Evaluation, gate: Gate) -> list[str]:
    """One sentence for every figure below its threshold; an empty list lets the change through. A kind that the gate
    names and the questions lack fails, so that no figure is dropped unseen."""
    failures = []
    for kind, thresholds in gate.items():
        means = evaluation.means if kind == ALL else _of_kind(evaluation, kind)
        for measure, least in thresholds.items():
            estimate = means.get(measure)
            if estimate is None or not estimate.n:
                failures.append(f"{kind}: no questions to measure {measure} on, at least {least:.3f} wanted")
            elif estimate.mean < least:
                failures.append(f"{kind}: {measure} is {estimate.mean:.3f}, at least {least:.3f} wanted")
    return failures


def _of_kind(evaluation: Evaluation, kind: str) -> Mapping[str, Estimate]:
    return next((means for name, means in evaluation.kinds.items() if name == kind), {})
