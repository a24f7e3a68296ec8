"""Questions beside the sentences that could be quoted for them, judged, and what the cross-encoder learns of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from eval.data.judging import Located, locate
from eval.data.questions import in_build
from eval.train.unfitted import UNFITTED, UNFITTED_SCORE
from eval.types import ANSWERS, Question
from index.search.searcher import Searcher
from service.answers.answerer import Answerer
from service.answers.candidates import Candidate
from service.answers.protection import asks_for_persons
from service.answers.rerank import ScorePairs, best_places, reranker_texts
from service.answers.sentence_score import SentenceScore
from service.citations.citer import Citer

# How many of the best looking sentences are looked at, and how many that answer are taken of one question.
BEST, ANSWERING = 20, 3


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, its `text` as it is looked for, with its candidates; `answers` has for each 1 where it answers, 0
    where it does not, NaN where it only helps."""

    question: Question
    text: str
    candidates: tuple[Candidate, ...]
    answers: tuple[float, ...]
    score_pairs: ScorePairs


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """One question with texts that answer it, none for one that nothing answers, and negatives that do not."""

    question: str
    answering: tuple[str, ...]
    negatives: tuple[str, ...]


def judged_candidates(
    searcher: Searcher, questions: Sequence[Question], scoring: SentenceScore = UNFITTED_SCORE
) -> Iterator[Judged]:
    """What the questions give that are about reports of this home; one that nothing answers is about any. Left out are
    those of which no candidate answers though something does. Raises EvalInputError for a quote that its report does
    not contain."""
    answerer = Answerer(searcher, Citer(searcher), UNFITTED, scoring)
    reports = searcher.summaries(searcher.manifest.reports)
    known = {report.id for report in reports}
    text_of = cache(searcher.text)
    for question in in_build(questions, reports):
        if asks_for_persons(question.question) or not {one.report for one in question.relevant} <= known:
            continue
        material = answerer.candidates(question.question)
        judged = locate(question, text_of)
        answers = tuple(_answers(one, judged) for one in material.candidates)
        if material.candidates and (1.0 in answers or not judged):
            yield Judged(question, material.asked.text, material.candidates, answers, searcher.score_pairs)


def training_examples(searcher: Searcher, questions: Sequence[Question]) -> Iterator[TrainingExample]:
    """What the cross-encoder learns of these questions: of the sentences that look best some that answer, and those
    that do not. Raises EvalInputError for a quote that its report does not contain."""
    for judged in judged_candidates(searcher, questions):
        best = best_places(judged.candidates, len(judged.candidates))
        answering = [i for i in best if judged.answers[i] == 1][:ANSWERING]
        negatives = [i for i in best[:BEST] if judged.answers[i] == 0]
        yield TrainingExample(
            judged.question.question,
            tuple(reranker_texts(judged.candidates, answering)),
            tuple(reranker_texts(judged.candidates, negatives)),
        )


def _answers(sentence: Candidate, judged: Sequence[Located]) -> float:
    grades = [one.judgment.grade for one in judged if _holds(sentence, one)]
    return float(max(grades) >= ANSWERS) if grades and max(grades) >= ANSWERS else np.nan if grades else 0.0


def _holds(sentence: Candidate, judged: Located) -> bool:
    """Whether the sentence shares half of its words or of the quote's with a judged quote."""
    passage = sentence.passage.hit.passage
    start, end = passage.start + sentence.start, passage.start + sentence.end
    if judged.judgment.report != sentence.report_id:
        return False
    size = len(sentence.text.split())
    insides = ((sum(start <= a and b <= end for a, b in words), len(words)) for words in judged.places)
    return any(inside and 2 * inside >= min(words, size) for inside, words in insides)
