"""Speed and memory on this machine: `python -m eval.speed.benchmark --corpus DIR [--questions FILE] [--memory]
[--json]`.

- passages per second of a full rebuild beside plain `SentenceTransformer.encode` of the same texts, in alternating runs
- p50 and p95 of `GET /api/search` over HTTP, one request at a time, for the questions in FILE (JSON lines with "query"
  or "question"; the project's own without it)
- with --memory: resident memory of the service, and its growth over 5,000 requests
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from corpus.errors import RapporteurError
from eval.data.questions import SAMPLE_QUESTIONS
from eval.errors import EvalInputError
from eval.retrieval.report import align
from eval.speed.rebuild import RebuildSpeed, rebuild_speed
from eval.speed.serving import MemoryUse, can_measure_memory, memory_use, search_times, serving
from index.build.types import Model
from index.dense.encoder import load_encoder
from index.inference.torch_engine import plain_encode
from index.model import locate_model
from index.tokenizer import load_tokenizer
from service.settings import load_settings

SAMPLE_CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
RUNS = 3
WARM_UP = 20
MEMORY_REQUESTS = 5000


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What was measured. `latencies` are milliseconds, one for each question."""

    speed: RebuildSpeed
    latencies: tuple[float, ...]
    memory: MemoryUse | None


def benchmark(corpus: Path, questions: Sequence[str], runs: int, with_memory: bool) -> Benchmark:
    """Rebuild, serve and ask, in a temporary home."""
    settings = load_settings()
    files = locate_model(settings.model)
    encoder = load_encoder(files)
    model = Model(files, tokenizer=partial(load_tokenizer, files), encoder=lambda: encoder)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        speed = rebuild_speed(corpus, home, model, settings.build_settings(), plain_encode(files), runs)
        with serving(home) as service:
            search_times(service, list(islice(cycle(questions), WARM_UP)))
            latencies = search_times(service, questions)
            used = memory_use(service, questions, MEMORY_REQUESTS) if with_memory else None
    return Benchmark(speed, tuple(latencies), used)


def to_json(result: Benchmark) -> dict[str, Any]:
    """The figures as plain data."""
    speed = result.speed
    data: dict[str, Any] = {
        "machine": {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()},
        "rebuild": {
            "passages": speed.passages,
            "seconds": [round(s, 2) for s in speed.rebuild],
            "plain_seconds": [round(s, 2) for s in speed.plain],
            "passages_per_second": round(speed.rebuild_rate, 1),
            "plain_passages_per_second": round(speed.plain_rate, 1),
            "ratio": round(speed.ratio, 3),
        },
        "search": {
            "requests": len(result.latencies),
            "p50_ms": round(median(result.latencies), 1),
            "p95_ms": round(float(np.percentile(result.latencies, 95)), 1),
        },
    }
    if result.memory is not None:
        used = result.memory
        data["memory"] = {
            "requests": used.requests,
            "settled_mb": round(used.settled, 1),
            "after_mb": round(used.after, 1),
            "growth_mb": round(used.after - used.settled, 1),
            "peak_mb": round(used.peak, 1),
        }
    return data


def to_table(data: dict[str, Any]) -> str:
    """The figures for people."""
    parts = [f"{data['machine']['system']}, {data['machine']['cores']} cores, Python {data['machine']['python']}"]
    for part in ("rebuild", "search", "memory"):
        if part in data:
            rows = [[name.replace("_", " "), _cell(value)] for name, value in data[part].items()]
            parts += ["", part, align(rows)]
    return "\n".join(parts)


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def read_queries(file: Path) -> list[str]:
    """The questions of a file of JSON lines, under "query" or "question". Raises EvalInputError naming the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvalInputError(f"{file.name} cannot be read: {error}.", "Name a file of JSON lines.") from error
    queries = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            queries.append(str(row["query"] if "query" in row else row["question"]))
        except (ValueError, KeyError, TypeError) as error:
            raise EvalInputError(f"{file.name}, line {number}: no question.", "Give a query or a question.") from error
    if not queries:
        raise EvalInputError(f"{file.name} has no questions.", "Write one JSON object a line.")
    return queries


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed.benchmark", description="Measure speed and memory.")
    parser.add_argument("--corpus", type=Path, default=SAMPLE_CORPUS, help="folder of reports (the sample)")
    parser.add_argument("--questions", type=Path, default=SAMPLE_QUESTIONS, help="JSON lines with query or question")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"alternating runs of rebuild and encoding ({RUNS})")
    parser.add_argument("--memory", action="store_true", help=f"also send {MEMORY_REQUESTS} requests, watch the memory")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        if options.memory and not can_measure_memory():
            raise EvalInputError("This system does not tell the memory of a process.", "Leave out --memory.")
        data = to_json(benchmark(options.corpus, read_queries(options.questions), options.runs, options.memory))
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(data) if options.json else to_table(data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
