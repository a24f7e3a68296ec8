"""Training examples of the cross-encoder: questions beside sentences that answer them, and beside negatives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from eval.data.judging import Located, locate
from eval.data.questions import in_build
from eval.train.abstention import UNFITTED
from eval.types import ANSWERS, Question
from index.search.searcher import Searcher
from service.answers.answerer import Answerer
from service.answers.candidates import Candidate
from service.answers.protection import asks_for_persons
from service.answers.rerank import best_places, reranker_texts
from service.citations.citer import Citer

# How many of the best looking sentences are looked at, and how many that answer are taken of one question.
BEST, ANSWERING = 20, 3


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """One question with texts that answer it, none for one that nothing answers, and negatives that do not."""

    question: str
    answering: tuple[str, ...]
    negatives: tuple[str, ...]


def training_examples(searcher: Searcher, questions: Sequence[Question]) -> Iterator[TrainingExample]:
    """What the questions give that are about reports of this home; one that nothing answers is about any. Raises
    EvalInputError for a quote that its report does not contain."""
    answerer = Answerer(searcher, Citer(searcher), UNFITTED)
    reports = searcher.summaries(searcher.manifest.reports)
    known = {report.id for report in reports}
    text_of = cache(searcher.text)
    for question in in_build(questions, reports):
        if asks_for_persons(question.question) or not {one.report for one in question.relevant} <= known:
            continue
        sentences = answerer.candidates(question.question)
        judged = locate(question, text_of)
        best = best_places(sentences, len(sentences))
        answering = [i for i in best if _holds(sentences[i], judged, ANSWERS)][:ANSWERING]
        # What only helps is neither.
        negatives = [i for i in best[:BEST] if not _holds(sentences[i], judged, 0)]
        if answering or not judged:
            yield TrainingExample(
                question.question,
                tuple(reranker_texts(sentences, answering)),
                tuple(reranker_texts(sentences, negatives)),
            )


def _holds(sentence: Candidate, judged: Sequence[Located], least: int) -> bool:
    """Whether the sentence shares half of its words or of the quote's with a quote of this grade or a better one."""
    passage = sentence.passage.hit.passage
    start, end = passage.start + sentence.start, passage.start + sentence.end
    size = len(sentence.text.split())
    for one in judged:
        if one.judgment.grade < least or one.judgment.report != sentence.report_id:
            continue
        for words in one.places:
            inside = sum(start <= a and b <= end for a, b in words)
            if inside and 2 * inside >= min(len(words), size):
                return True
    return False
