"""How good the answers are: `python -m eval.answers.quality --home DIR [--questions FILE ...] [--test] [--worst N]`.

Measures of a question with an answer, over the quotes that are shown for it (none where it is refused):

    evidence         1 when the quotes contain a judged quote that answers: at least half of its words stand in them
    first            1 when the first quote alone does
    document recall  of the reports with a quote that answers, the share in which the quotes contain one; comparisons
    coverage         of these reports, the share that is quoted at all; comparisons only
    quote precision  of the quotes, the share that touch a judged quote

By the confidence of an answer it is told how many of the answerable and of the other questions got one, and how often
the first quote, or some, then answers. `not_found` is measured over all questions: precision, recall, F1, and the share
of answerable questions refused. Every quote is cut from the stored text again and compared. Questions whose reports the
build lacks are left out and counted. The test split is measured with --test alone, for a final figure. A folder of
SQuAD articles may stand for a FILE; of its questions --most are taken by chance.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean, median

import numpy as np

from corpus.errors import RapporteurError
from eval.data.judging import Located, locate
from eval.data.questions import ALL_QUESTIONS, in_build, load_questions
from eval.data.squad import load_squad
from eval.retrieval.bootstrap import estimate
from eval.retrieval.report import align, show
from eval.train.abstention_figures import Refusals
from eval.types import ANSWERS, KINDS, Question, Split
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.opening import open_live
from index.search.searcher import Searcher
from service.answers.answerer import Answerer
from service.answers.types import Answer
from service.citations.citer import Citer
from service.citations.quotes import Quote
from service.settings import load_settings

MEASURES = ("evidence", "first", "document recall", "coverage", "quote precision")

SEED = 20261203


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer, the value of each measure (none for an unanswerable one), and how many quotes
    do not slice exactly. Times are milliseconds of the answer and of a search for the same question."""

    question: Question
    answer: Answer
    values: dict[str, float]
    inexact: int
    took_ms: float
    search_ms: float


def evaluate_answers(searcher: Searcher, questions: Sequence[Question]) -> tuple[list[Answered], int]:
    """Ask every question whose reports the build has; with how many it has not. Raises EvalInputError for a quote that
    its report does not contain."""
    reports = searcher.summaries(searcher.manifest.reports)
    known = {report.id for report in reports}
    placed = in_build(questions, reports)
    here = [q for q in placed if all(judgment.report in known for judgment in q.relevant)]
    text_of = cache(searcher.text)
    answerer = Answerer(searcher, Citer(searcher))
    for question in here[:20]:  # whatever is loaded on first use must not count for the first questions
        answerer.answer(question.question)
    # All are searched for before any is answered: a question asked twice in a row is encoded only once.
    searched = [_search_ms(searcher, question) for question in here]
    results = [_ask(answerer, question, text_of, search_ms) for question, search_ms in zip(here, searched, strict=True)]
    return results, len(placed) - len(here)


def refusals(results: Sequence[Answered]) -> Refusals:
    """Precision, recall and F1 of "not found"; 0 where they are not defined."""
    silent = [result for result in results if result.answer.verdict == "not_found"]
    unanswerable = sum(not result.question.relevant for result in results)
    right = sum(not result.question.relevant for result in silent)
    return Refusals.counted(right, len(silent), len(results) - unanswerable, unanswerable)


def measures(quotes: Sequence[Quote], judged: Sequence[Located], comparison: bool) -> dict[str, float]:
    """The value of each measure for the quotes of one answer."""
    answering = [one for one in judged if one.judgment.grade == ANSWERS]
    reports = {one.judgment.report for one in answering}
    met = {one.judgment.report for one in answering if holds(quotes, one)}
    touching = [quote for quote in quotes if any(_touches(quote, one) for one in judged)]
    values = {
        "evidence": float(bool(met)),
        "first": float(any(holds(quotes[:1], one) for one in answering)),
        "quote precision": len(touching) / len(quotes) if quotes else 0.0,
    }
    heard = reports & {quote.report.id for quote in quotes}
    shares = {"document recall": len(met) / len(reports), "coverage": len(heard) / len(reports)}
    return values | (shares if comparison else {})


def holds(quotes: Sequence[Quote], judged: Located) -> bool:
    """Whether at least half of the words of a judged quote stand in `quotes` of its report."""
    own = [(q.start, q.end) for q in quotes if q.report.id == judged.judgment.report]
    return any(
        2 * sum(any(start <= a and b <= end for start, end in own) for a, b in words) >= len(words)
        for words in judged.places
        if own
    )


def to_table(results: Sequence[Answered], left_out: int, worst: int = 0) -> str:
    """All figures as text."""
    judged = [result for result in results if result.question.relevant]
    rows: list[Sequence[str]] = [["questions", "n", *MEASURES, "quotes", "words"]]
    for kind in (*KINDS, "all"):
        own = [result for result in judged if kind in (result.question.kind, "all")]
        if own:
            rows.append([kind, str(len(own)), *(_mean(own, measure) for measure in MEASURES), *_size(own)])
    parts = [align(rows), "", *_silence(results), "", _by_confidence(results), "", *_exactness(results)]
    parts += _times(results)
    if left_out:
        parts.append(f"left out: {left_out} questions about reports that this build does not have")
    missed = [result for result in results if not _good(result)][:worst]
    return "\n".join([*parts, *(line for result in missed for line in _described(result))])


def _search_ms(searcher: Searcher, question: Question) -> float:
    started = time.perf_counter()
    searcher.search(question.question)
    return (time.perf_counter() - started) * 1000


def _ask(answerer: Answerer, question: Question, text_of: Callable[[str], str], search_ms: float) -> Answered:
    started = time.perf_counter()
    found = answerer.answer(question.question)
    ended = time.perf_counter()
    judged = locate(question, text_of)
    return Answered(
        question=question,
        answer=found,
        values=measures(found.quotes, judged, question.kind == "comparison") if judged else {},
        inexact=sum(text_of(q.report.id)[q.start : q.end] != q.text for q in found.quotes),
        took_ms=(ended - started) * 1000,
        search_ms=search_ms,
    )


def _touches(quote: Quote, judged: Located) -> bool:
    return quote.report.id == judged.judgment.report and any(
        quote.start < words[-1][1] and words[0][0] < quote.end for words in judged.places
    )


def _mean(results: Sequence[Answered], measure: str) -> str:
    values = [result.values[measure] for result in results if measure in result.values]
    return show(estimate(values)) if values else "-"


def _size(results: Sequence[Answered]) -> list[str]:
    """The mean number of quotes, and of words in all of them, over the questions that were answered."""
    shown = [result.answer.quotes for result in results if result.answer.quotes]
    if not shown:
        return ["-", "-"]
    words = [sum(len(quote.text.split()) for quote in quotes) for quotes in shown]
    return [f"{mean(map(len, shown)):.1f}", f"{mean(words):.0f}"]


def _silence(results: Sequence[Answered]) -> list[str]:
    told = refusals(results)
    return [
        f"not_found: precision {told.precision:.3f}, recall {told.recall:.3f}, F1 {told.f1:.3f} "
        f"over {told.answerable} answerable and {told.unanswerable} unanswerable questions",
        f"answerable questions refused: {told.refused:.3f}",
    ]


def _by_confidence(results: Sequence[Answered]) -> str:
    rows: list[Sequence[str]] = [["confidence", "of the answerable", "first", "evidence", "of the unanswerable"]]
    wanted = [result for result in results if result.question.relevant]
    tempting = [result for result in results if not result.question.relevant]
    for confidence in ("high", "low"):
        got = [result for result in wanted if result.answer.confidence == confidence]
        false = sum(result.answer.confidence == confidence for result in tempting)
        means = (f"{mean(r.values[name] for r in got):.3f}" if got else "-" for name in ("first", "evidence"))
        rows.append([confidence, f"{len(got)} of {len(wanted)}", *means, f"{false} of {len(tempting)}"])
    return align(rows)


def _exactness(results: Sequence[Answered]) -> list[str]:
    shown = sum(len(result.answer.quotes) for result in results)
    return [f"quotes that slice exactly: {shown - sum(result.inexact for result in results)} of {shown}"]


def _times(results: Sequence[Answered]) -> list[str]:
    asked, searched = ([getattr(r, name) for r in results] for name in ("took_ms", "search_ms"))
    return [
        f"{what}: p50 {median(times):.1f} ms, p95 {float(np.percentile(times, 95)):.1f} ms"
        for what, times in (("ask", asked), ("search in the same run", searched))
    ]


def _good(result: Answered) -> bool:
    if result.question.relevant:
        return result.values["evidence"] == 1 and result.values.get("document recall", 1) == 1
    return result.answer.verdict == "not_found"


def _described(result: Answered) -> list[str]:
    lines = ["", f"{result.question.id} ({result.answer.kind}, {result.answer.verdict}): {result.question.question}"]
    lines += [f"    judged  {j.report}: {j.quote}" for j in result.question.relevant if j.grade == ANSWERS]
    return lines + [
        f"    {quote.n:>6}  {quote.report.id}: {' '.join(quote.text.split())}" for quote in result.answer.quotes
    ]


def _questions(sources: Sequence[Path], split: Split, most: int) -> list[Question]:
    """The questions of the files, and as many of each folder of SQuAD articles. Raises EvalInputError."""
    files = [source for source in sources if not source.is_dir()]
    found = list(load_questions(files, split)) if files else []
    for folder in (source for source in sources if source.is_dir()):
        questions = load_squad(folder, split)
        found += random.Random(SEED).sample(questions, min(most, len(questions)))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.answers.quality", description="Measure the answers on questions."
    )
    parser.add_argument("--home", type=Path, required=True, help="a home with the reports the questions are about")
    parser.add_argument("--questions", type=Path, nargs="+", default=ALL_QUESTIONS, help="JSON lines (all four files)")
    parser.add_argument(
        "--test", "--held", dest="held", action="store_true", help="the held questions, for a final figure"
    )
    parser.add_argument("--worst", type=int, default=0, help="show this many questions that went wrong")
    parser.add_argument("--most", type=int, default=600, help="how many questions of SQuAD are asked (600)")
    options = parser.parse_args(arguments)
    if options.held and options.worst:
        parser.error("held questions are not shown")
    try:
        questions = _questions(options.questions, "test" if options.held else "dev", options.most)
        searcher = open_live(options.home, load_encoder(locate_model(load_settings().model)))
        try:
            results, left_out = evaluate_answers(searcher, questions)
        finally:
            searcher.close()
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    print(to_table(results, left_out, options.worst))
    return 0


if __name__ == "__main__":
    sys.exit(main())
