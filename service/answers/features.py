"""The features of the abstention classifier: few, none of which decides alone.

All are computed from the evidence of a search and the sentences cut from it, the best of which were read beside the
question where the model can do so; nothing is embedded for them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from index.lexical.stopwords import QUESTION_WORDS, is_stopword
from index.search.evidence import Evidence, PassageEvidence
from index.search.question import Question, blank
from index.types import Vectors
from service.answers.candidates import SIGNALS, Candidate
from service.answers.coverage_gap import coverage_gap
from service.answers.intent import Asked, bounds_time
from service.answers.scope import Names, date_mismatch

# Added to the spread of the cosines, so that some that are all alike give no great lift.
SPREAD = 0.02
# Fewer windows than these say nothing of what is high: what is usual is then taken.
FEW, USUAL_Z = 40, 2.2
_QUESTION = re.compile(
    r"\?|^\W*(?:what|how|which|who|whom|whose|when|where|why|did|do|does|is|was|were|are|has|have|had|can|could)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
# Words of a question that, beside others in quotation marks, ask only where these stand.
_LOOKING = re.compile(
    r"all|any|appears?|contain(?:s|ing)?|documents?|every|expressions?|find|give|list|me|mention(?:s|ing)|name|occurs?|"
    r"passages?|phrases?|please|quotes?|reports?|search|sentences?|show|speaks?|spoken?|terms?|texts?|us(?:e[ds]?|ing)|we|"
    r"words?|wording|written",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Features:
    """What the abstention classifier goes by. Each is a plain number.

    `coverage_gap`: how much of what is asked is missing at the place that comes nearest to it; `gap_overlap`: the same
    times the share of the question that stands there word for word, because who asks in the words of the reports would
    have found the rest in them too, while a question in words of one's own has such gaps everywhere.
    `log_content_words`: the logarithm of the number of content words, for in a long question some word is always far;
    `named_terms`: how many of them are names, numbers and dates, which must be there. `is_question`: 1 for what is put
    as a question and so wants more than its subject; `is_comparison`: 1 where things are compared, which need not stand
    together. `max_cosine_z`: by how many standard deviations the highest cosine
    with the question is above the mean of the sentence spans that were found (a z-score). `rerank_score` and
    `second_score`: the two highest cross-encoder scores; `date_mismatch`: 1 where the best sentence is of another date
    than the question names; `other_year`: 1 where it names other years than those that are asked for. The last four are
    0 for a model without a cross-encoder, which is judged without them.
    """

    coverage_gap: float
    gap_overlap: float
    log_content_words: float
    named_terms: float
    is_question: float
    is_comparison: float
    max_cosine_z: float
    rerank_score: float
    second_score: float
    date_mismatch: float
    other_year: float

    def values(self) -> list[float]:
        """In the order of the fields."""
        return [float(getattr(self, field.name)) for field in fields(self)]


def features(
    evidence: Evidence, sentences: Sequence[Candidate], numbers: Mapping[int, float], asked: Asked, names: Names
) -> Features:
    """The features of one question, given all candidates of its evidence, which are not none, and the cross-encoder's
    scores of some by their places. The question has at least one content word."""
    nearest = coverage_gap(evidence, sentences, asked, names)
    cosines = np.asarray([window.cosine for one in evidence.passages for window in one.windows])
    best = max(numbers, key=lambda place: sentences[place].score, default=None)
    highest = sorted(numbers.values(), reverse=True)[:2] or [0.0]
    return Features(
        coverage_gap=nearest.gap,
        gap_overlap=nearest.gap * nearest.overlap,
        log_content_words=math.log(len(evidence.words)),
        named_terms=float(nearest.named.sum()),
        is_question=float(bool(_QUESTION.search(asked.text))),
        max_cosine_z=_max_cosine_z(cosines),
        is_comparison=float(asked.kind == "comparison"),
        rerank_score=highest[0],
        second_score=highest[-1],
        date_mismatch=float(best is not None and date_mismatch(sentences[best].passage.hit, asked, names)),
        other_year=0.0 if best is None else sentences[best].signals[SIGNALS.index("of_other_time")],
    )


def all_mismatched(passages: Iterable[PassageEvidence], asked: Asked, names: Names) -> bool:
    """Whether every passage that was found is of another date, where the dates that are named are those that are
    meant."""
    return not bounds_time(asked.question) and all(date_mismatch(passage.hit, asked, names) for passage in passages)


def only_quotes(question: Question) -> bool:
    """Whether words in quotation marks, or these and a symbol, are all that `question` tells."""
    rest = blank(question.text, (*question.quoted, *question.symbol_spans))
    return bool(question.phrases) and all(map(_tells_nothing, _WORD.finditer(rest)))


def _tells_nothing(word: re.Match[str]) -> bool:
    said = word[0].casefold()
    return is_stopword(word.string, *word.span()) or said in QUESTION_WORDS or _LOOKING.fullmatch(said) is not None


def _max_cosine_z(cosines: Vectors) -> float:
    if len(cosines) < FEW:
        return USUAL_Z
    return float((cosines.max() - cosines.mean()) / (cosines.std() + SPREAD))
