"""What putting the first ten passages in order by their best sentences is worth: `python -m eval.answers.reranked
--home DIR [--questions FILE ... | --qmsum DIR]`.

Search as the page shows it, held against search without the cross-encoder, question by question, with the 95 %
interval of the difference from a paired bootstrap, and how long each takes. Only dev questions are asked; a folder of
SQuAD articles may stand for a FILE.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from corpus.errors import RapporteurError
from corpus.types import Passage, Report, ReportSummary
from eval.data.qmsum import load_export
from eval.data.questions import ALL_QUESTIONS, in_build
from eval.retrieval.bootstrap import compare
from eval.retrieval.report import difference_table
from eval.retrieval.runner import MEASURES, evaluate
from eval.retrieval.transcripts import evaluate_transcripts
from eval.train.sentence_score import questions_in
from eval.types import Difference, Question, values_of
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.storage.manifest import Manifest
from index.types import Filters, Mode, SearchResult
from service.answers.answerer import Answerer
from service.citations.citer import Citer
from service.schemas.arranged import Order, ordered_search
from service.settings import load_settings

NAMES = ("reranked", "plain")


@dataclass(slots=True)
class OrderedCollection:
    """A searcher whose first passages come in `order`; `times` are the milliseconds that its searches took."""

    searcher: Searcher
    order: Order | None
    times: list[float] = field(default_factory=list)

    @property
    def manifest(self) -> Manifest:
        """The build that answers."""
        return self.searcher.manifest

    def search(
        self, query: str, *, k: int = 10, offset: int = 0, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> SearchResult:
        """The best k passages. Raises BadQueryError."""
        started = time.perf_counter()
        found = ordered_search(self.searcher, query, k=k, offset=offset, mode=mode, filters=filters, order=self.order)
        self.times.append((time.perf_counter() - started) * 1000)
        return found

    def summaries(self, limit: int = 50, offset: int = 0) -> list[ReportSummary]:
        """The reports, a page at a time."""
        return self.searcher.summaries(limit, offset)

    def report(self, report_id: str) -> Report:
        """One report. Raises UnknownReportError."""
        return self.searcher.report(report_id)

    def passages(self, report_id: str) -> list[Passage]:
        """The passages of one report. Raises UnknownReportError."""
        return self.searcher.passages(report_id)


def on_questions(reranked: OrderedCollection, plain: OrderedCollection, questions: Sequence[Question]) -> str:
    """The table for judged questions. Raises EvalInputError."""
    reports = reranked.summaries(reranked.manifest.reports)
    known = {report.id for report in reports}
    asked = [
        question
        for question in in_build(questions, reports)
        if question.relevant and all(judgment.report in known for judgment in question.relevant)
    ]
    first, second = evaluate(reranked, asked), evaluate(plain, asked)
    differences = {m: compare(values_of(first.results, m), values_of(second.results, m)) for m in MEASURES}
    return _with_means({m: (first.means[m].mean, second.means[m].mean) for m in MEASURES}, differences)


def on_transcripts(reranked: OrderedCollection, plain: OrderedCollection, folder: Path) -> str:
    """The table for a split of QMSum, over all meetings. Raises EvalInputError."""
    export = load_export(folder)
    first, second = (evaluate_transcripts(one, export) for one in (reranked, plain))
    differences = {measure: compare(first.values[measure], second.values[measure]) for measure in first.values}
    return _with_means({m: (first.means[m].mean, second.means[m].mean) for m in differences}, differences)


def _with_means(means: dict[str, tuple[float, float]], differences: dict[str, Difference]) -> str:
    named = {f"{m} {means[m][0]:.3f}, {means[m][1]:.3f}": difference for m, difference in differences.items()}
    return difference_table(named, NAMES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.answers.reranked", description="What reranking is worth.")
    parser.add_argument("--home", type=Path, required=True, help="a home with the reports the questions are about")
    parser.add_argument("--questions", type=Path, nargs="+", default=ALL_QUESTIONS, help="JSON lines (all four files)")
    parser.add_argument("--qmsum", type=Path, help="one split of the QMSum export instead")
    options = parser.parse_args(arguments)
    try:
        searcher = open_live(options.home, load_encoder(locate_model(load_settings().model)))
        try:
            plain = OrderedCollection(searcher, None)
            reranked = replace(plain, order=Answerer(searcher, Citer(searcher)).order, times=[])
            if options.qmsum:
                table = on_transcripts(reranked, plain, options.qmsum)
            else:
                questions = [one for source in options.questions for one in questions_in(source)]
                table = on_questions(reranked, plain, questions)
        finally:
            searcher.close()
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{table}\n\nmilliseconds, median: {median(reranked.times):.1f}, {median(plain.times):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
