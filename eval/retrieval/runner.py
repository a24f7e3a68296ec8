"""Ask a collection every question and judge what it returns.

Measures, each in [0, 1], over the first k hits (k is 10 unless told):

    ndcg     graded; relevant are all passages of the build that contain a judged quote
    mrr      1 / rank of the first passage with a quote that answers (grade 2)
    recall   quotes that answer found in the hits / min(k, quotes that answer)
    report   1 when the first hit is of a report with a quote that answers
    reports  1 when every report with a quote that answers has a judged passage among the hits

A question without hits counts as zero everywhere. Unanswerable questions have no values; they are reported apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from corpus.types import Passage
from eval.data.judging import Located, contains, grade, locate
from eval.data.questions import in_build
from eval.errors import EvalInputError
from eval.retrieval import metrics
from eval.retrieval.bootstrap import estimate
from eval.types import (
    ANSWERS,
    KINDS,
    Collection,
    Estimate,
    Evaluation,
    Found,
    Kind,
    Question,
    QuestionResult,
    values_of,
)
from index.errors import UnknownReportError
from index.types import Hit, Mode

MEASURES = ("ndcg", "mrr", "recall", "report", "reports")
PassagesOf = Callable[[str], Sequence[Passage]]


def evaluate(searcher: Collection, questions: Sequence[Question], *, mode: Mode = "hybrid", k: int = 10) -> Evaluation:
    """Search for every question, judge the hits, and average. Raises EvalInputError for a question whose report or
    quote the collection does not have."""

    @cache
    def text_of(report_id: str) -> str:
        return _text(searcher, report_id)

    passages_of: PassagesOf = cache(searcher.passages)
    questions = in_build(questions, searcher.summaries(limit=searcher.manifest.reports))
    quotes = {question.id: locate(question, text_of) for question in questions}
    hits = {question.id: searcher.search(question.question, k=k, mode=mode).hits for question in questions}
    judged = [question for question in questions if question.relevant]
    values = _values(judged, quotes, hits, passages_of, k)
    results = tuple(_result(q, values.get(q.id, {}), quotes[q.id], hits[q.id]) for q in questions)
    answered = tuple(result for result in results if result.question.relevant)
    manifest = searcher.manifest
    return Evaluation(
        build=manifest.build,
        model=manifest.model,
        fingerprint=manifest.fingerprint,
        mode=mode,
        k=k,
        results=answered,
        unanswerable=tuple(result for result in results if not result.question.relevant),
        means=means(answered),
        kinds={kind: means(of_kind) for kind in KINDS if (of_kind := _of_kind(answered, kind))},
    )


def means(results: Sequence[QuestionResult]) -> dict[str, Estimate]:
    """The mean of each measure with its interval."""
    return {measure: estimate(list(values_of(results, measure).values())) for measure in MEASURES}


def _values(
    questions: Sequence[Question],
    quotes: Mapping[str, Sequence[Located]],
    hits: Mapping[str, Sequence[Hit]],
    passages_of: PassagesOf,
    k: int,
) -> dict[str, dict[str, float]]:
    """Per question, the value of each measure."""
    by_passage = {q.id: _relevant_passages(quotes[q.id], passages_of) for q in questions}
    by_quote = {q.id: {str(i): quote.judgment.grade for i, quote in enumerate(quotes[q.id])} for q in questions}
    passage_run = {q.id: [hit.passage.id for hit in hits[q.id]] for q in questions}
    quote_run = {q.id: _quotes_found(quotes[q.id], hits[q.id]) for q in questions}
    columns = {
        "ndcg": metrics.ndcg(by_passage, passage_run, k),
        "mrr": metrics.reciprocal_rank(by_passage, passage_run, k, ANSWERS),
        "recall": metrics.capped_recall(by_quote, quote_run, k, ANSWERS),
        "report": {q.id: _first_report(quotes[q.id], hits[q.id]) for q in questions},
        "reports": {q.id: _every_report(quotes[q.id], hits[q.id]) for q in questions},
    }
    return {q.id: {measure: columns[measure][q.id] for measure in MEASURES} for q in questions}


def _relevant_passages(quotes: Sequence[Located], passages_of: PassagesOf) -> dict[str, int]:
    reports = {quote.judgment.report for quote in quotes}
    grades = {passage.id: grade(passage, quotes) for report in sorted(reports) for passage in passages_of(report)}
    return {passage_id: value for passage_id, value in grades.items() if value}


def _quotes_found(quotes: Sequence[Located], hits: Sequence[Hit]) -> list[str]:
    """The quotes that answer, by their place in the question, in the order in which the hits bring them."""
    found: dict[str, None] = {}
    for hit in hits:
        for i, quote in enumerate(quotes):
            if quote.judgment.grade == ANSWERS and contains(hit.passage, quote):
                found[str(i)] = None
    return list(found)


def _first_report(quotes: Sequence[Located], hits: Sequence[Hit]) -> float:
    return float(bool(hits) and hits[0].report.id in _answering_reports(quotes))


def _every_report(quotes: Sequence[Located], hits: Sequence[Hit]) -> float:
    spoken = {hit.report.id for hit in hits if grade(hit.passage, quotes)}
    return float(_answering_reports(quotes) <= spoken)


def _answering_reports(quotes: Sequence[Located]) -> set[str]:
    return {quote.judgment.report for quote in quotes if quote.judgment.grade == ANSWERS}


def _result(
    question: Question, values: dict[str, float], quotes: Sequence[Located], hits: Sequence[Hit]
) -> QuestionResult:
    found = tuple(
        Found(hit.rank, hit.report.id, hit.passage.id, hit.passage.text, grade(hit.passage, quotes)) for hit in hits
    )
    missed = tuple(
        quote.judgment
        for quote in quotes
        if quote.judgment.grade == ANSWERS and not any(contains(hit.passage, quote) for hit in hits)
    )
    cosines = [hit.scores.semantic for hit in hits if hit.scores.semantic is not None]
    return QuestionResult(question, values, found, missed, max(cosines, default=None))


def _of_kind(results: Sequence[QuestionResult], kind: Kind) -> list[QuestionResult]:
    return [result for result in results if result.question.kind == kind]


def _text(searcher: Collection, report_id: str) -> str:
    try:
        return searcher.report(report_id).text
    except UnknownReportError as error:
        raise EvalInputError(
            f"The questions are about the report {report_id!r}, which the live build does not have.",
            "Rebuild from the corpus that the questions were written for, or name other questions.",
        ) from error
