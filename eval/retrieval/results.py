"""Write the figures down: `python -m eval.retrieval.results --home DIR [--held] [--qmsum DIR --qmsum-home DIR] [--to
FILE]`.

`--home` holds the sample; `--qmsum` is one split of the export and `--qmsum-home` a home built from its md folder. Held
questions are measured only with `--held`, for a final figure. The file says which build, model and machine it is about.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import RapporteurError
from eval.data.qmsum import load_export
from eval.data.questions import load_questions
from eval.retrieval.ablation import ablate
from eval.retrieval.bootstrap import compare
from eval.retrieval.report import comparison_table, difference_table, to_table, transcripts_table
from eval.retrieval.runner import evaluate
from eval.retrieval.transcripts import TranscriptEvaluation, evaluate_transcripts
from eval.types import Collection, Difference, Split
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.opening import open_live
from index.types import Encoder, Mode
from service.settings import load_settings

RESULTS = Path(__file__).parents[1] / "RESULTS.md"
SINGLE: tuple[Mode, ...] = ("semantic", "keyword")


def own_questions(searcher: Collection, split: Split) -> list[str]:
    """The project's own questions of one split, and hybrid search held against each engine alone."""
    questions = load_questions(split=split)
    hybrid = evaluate(searcher, questions)
    parts = [f"## The project's own questions, {split}", _block(to_table(hybrid, worst=10 if split == "dev" else 0))]
    for mode in SINGLE:
        single = evaluate(searcher, questions, mode=mode)
        parts.append(_block(comparison_table(hybrid, single, ("hybrid", mode))))
    return parts


def transcripts(searcher: Collection, folder: Path) -> list[str]:
    """One QMSum split, over all meetings and within the right one, and hybrid search held against each engine."""
    export = load_export(folder)
    parts = [f"## QMSum, {folder.name}"]
    for within in (False, True):
        hybrid = evaluate_transcripts(searcher, export, within=within)
        parts.append(_block(transcripts_table(hybrid)))
        for mode in SINGLE:
            single = evaluate_transcripts(searcher, export, within=within, mode=mode)
            parts.append(_block(difference_table(_differences(hybrid, single), ("hybrid", mode))))
    return parts


def machine_class() -> str:
    """What kind of machine this is, without its name."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.retrieval.results", description="Write the eval's figures to a file."
    )
    parser.add_argument("--home", type=Path, required=True, help="a home with the sample reports")
    parser.add_argument("--test", "--held", dest="held", action="store_true", help="measure the held questions too")
    parser.add_argument("--qmsum", type=Path, help="one split of the QMSum export")
    parser.add_argument("--qmsum-home", type=Path, help="a home built from that split's md folder")
    parser.add_argument("--to", type=Path, default=RESULTS, help="the file to write (eval/RESULTS.md)")
    options = parser.parse_args(arguments)
    if (options.qmsum is None) != (options.qmsum_home is None):
        parser.error("--qmsum and --qmsum-home go together")
    try:
        encoder = load_encoder(locate_model(load_settings().model))
        parts = ["# Results", f"Measured on {machine_class()}; written by `python -m eval.retrieval.results`."]
        parts += _sample_parts(options.home, encoder, options.held)
        if options.qmsum is not None:
            parts += _qmsum_parts(options.qmsum, options.qmsum_home, encoder)
            table = ablate(options.home, options.qmsum_home, options.qmsum, encoder)
            parts += ["## What each step of the ranking is worth", _block(table)]
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    options.to.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(options.to)
    return 0


def _sample_parts(home: Path, encoder: Encoder, held: bool) -> list[str]:
    searcher = open_live(home, encoder)
    try:
        parts = own_questions(searcher, "dev")
        return parts + own_questions(searcher, "test") if held else parts
    finally:
        searcher.close()


def _qmsum_parts(folder: Path, home: Path, encoder: Encoder) -> list[str]:
    searcher = open_live(home, encoder)
    try:
        return transcripts(searcher, folder)
    finally:
        searcher.close()


def _differences(first: TranscriptEvaluation, second: TranscriptEvaluation) -> Mapping[str, Difference]:
    return {measure: compare(values, second.values[measure]) for measure, values in first.values.items()}


def _block(text: str) -> str:
    return f"```\n{text}\n```"


if __name__ == "__main__":
    sys.exit(main())
