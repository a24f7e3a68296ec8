"""How well "over time" tells which reports speak to a question: `python -m eval.answers.over_time --home DIR
[--questions FILE ...] [--held]`.

Judged is the report: it speaks to a question when it has a judged quote of any grade. Measures, over all questions of a
kind together:

    precision   of the reports that are counted, the share that has a judged quote
    recall      of the reports with a judged quote, the share that is counted
    silent      of the questions that no report answers, the share for which no report is counted

The judgments name what answers a question. A report that touches the subject without answering counts as wrong here,
so that precision is a lower bound, most of all for questions of fact. Questions whose reports the build lacks are left
out and counted. Held questions are measured with --held alone, for a final figure.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RapporteurError
from eval.data.questions import SAMPLE_QUESTIONS, UNANSWERABLE_QUESTIONS, in_build, load_questions
from eval.retrieval.report import align
from eval.types import KINDS, Kind, Question
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.opening import open_live
from index.search.searcher import Searcher
from service.over_time import over_the_bar
from service.settings import load_settings


@dataclass(frozen=True, slots=True)
class Counted:
    """One question: the reports that are counted as speaking to it, and those that are judged to."""

    question: Question
    counted: frozenset[str]
    judged: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of the `questions` of one kind; None where there is nothing to divide by."""

    questions: int
    precision: float | None
    recall: float | None
    silent: float | None


def count_reports(searcher: Searcher, questions: Sequence[Question]) -> list[Counted]:
    """Put every question to the collection. Those whose reports it lacks are left out."""
    reports = searcher.summaries(searcher.manifest.reports)
    known = {report.id for report in reports}
    found = []
    for question in in_build(questions, reports):
        judged = frozenset(judgment.report for judgment in question.relevant)
        if judged <= known:
            counted = frozenset(one.report.id for one in over_the_bar(searcher.theme(question.question)))
            found.append(Counted(question, counted, judged))
    return found


def figures(results: Sequence[Counted]) -> Figures:
    """The measures over `results` together."""
    answered = [one for one in results if one.judged]
    unanswered = [one for one in results if not one.judged]
    right = sum(len(one.counted & one.judged) for one in answered)
    return Figures(
        questions=len(results),
        precision=_share(right, sum(len(one.counted) for one in answered)),
        recall=_share(right, sum(len(one.judged) for one in answered)),
        silent=_share(sum(not one.counted for one in unanswered), len(unanswered)),
    )


def by_kind(results: Sequence[Counted]) -> dict[Kind, Figures]:
    """The measures of each kind that has questions."""
    grouped = {kind: [one for one in results if one.question.kind == kind] for kind in KINDS}
    return {kind: figures(own) for kind, own in grouped.items() if own}


def table(results: Sequence[Counted]) -> str:
    """The measures as text."""
    rows = [["kind", "questions", "precision", "recall", "silent"]]
    for kind, one in by_kind(results).items():
        shown = ("" if value is None else f"{value:.3f}" for value in (one.precision, one.recall, one.silent))
        rows.append([kind, str(one.questions), *shown])
    return align(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.answers.over_time", description="Measure what is counted over time."
    )
    parser.add_argument("--home", type=Path, required=True, help="a home with an index")
    parser.add_argument("--questions", type=Path, action="append", help="files of questions")
    parser.add_argument(
        "--test", "--held", dest="held", action="store_true", help="measure the held questions instead of the open ones"
    )
    options = parser.parse_args(arguments)
    files = options.questions or [SAMPLE_QUESTIONS, UNANSWERABLE_QUESTIONS]
    try:
        questions = load_questions(files, "test" if options.held else "dev")
        searcher = open_live(options.home, load_encoder(locate_model(load_settings().model)))
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        results = count_reports(searcher, questions)
    finally:
        searcher.close()
    print(table(results))
    if left := len(questions) - len(results):
        print(f"{left} questions on reports that this build does not have were left out.")
    return 0


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


if __name__ == "__main__":
    sys.exit(main())
