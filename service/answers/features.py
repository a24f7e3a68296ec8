"""What tells an answered question from one that nothing answers: few signals, none of which decides alone.

All are computed from the evidence of a search and the sentences cut from it, the best of which were read beside the
question where the model can do so; nothing is embedded for them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from index.lexical.stopwords import QUESTION_WORDS, is_small
from index.search.evidence import Evidence, PassageEvidence
from index.search.question import Question, blank
from index.types import Vectors
from service.answers.candidates import Sentence
from service.answers.coverage_gap import gaps
from service.answers.intent import Asked, bounds_time
from service.answers.scope import Names, astray

# Added to the spread of the cosines, so that some that are all alike give no great lift.
SPREAD = 0.02
# Fewer windows than these say nothing of what is high: what is usual is then taken.
FEW, USUAL_LIFT = 40, 2.2
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
class Signals:
    """Each is a plain number.

    `missing`: how much of what is asked is missing at the place that comes nearest to it; `crux`: the same times the
    share of the question that stands there word for word, because who asks in the words of the reports would have
    found the rest in them too, while a question in words of one's own has such gaps everywhere. `length`: the logarithm
    of the number of telling words, for in a long question some word is always far; `strict`: how many of them are
    names, numbers and dates, which must be there. `asked`: 1 for what is put as a question and so wants more than its
    subject. `lift`: by how many standard deviations the highest cosine with the question is above the mean of the
    windows that were found. `read`: what reading gave for the one that reads best of the sentences that look best;
    `astray`: 1 where that one is of another date than the question names; `read_on` and `astray_on`: the same of all
    that were read. These four are 0 for a model that has not learnt to read, which is judged without them.
    """

    missing: float
    crux: float
    length: float
    strict: float
    asked: float
    lift: float
    read: float
    astray: float
    read_on: float
    astray_on: float

    def values(self) -> list[float]:
        """In the order of the fields."""
        return [float(getattr(self, field.name)) for field in fields(self)]


def signals(
    evidence: Evidence,
    sentences: Sequence[Sentence],
    numbers: Mapping[int, float],
    best: Collection[int],
    asked: Asked,
    names: Names,
) -> Signals:
    """The signals of one question, given all sentences of its evidence, which are not none, what reading gave for some
    by their places, and which of these are the `best` looking ones. The question has at least one telling word."""
    nearest = gaps(evidence, sentences, asked, names)
    cosines = np.asarray([window.cosine for one in evidence.passages for window in one.windows])
    read, astray = _read_best(sentences, {place: numbers[place] for place in best}, asked, names)
    read_on, astray_on = _read_best(sentences, numbers, asked, names)
    return Signals(
        missing=nearest.missing,
        crux=nearest.missing * nearest.verbatim,
        length=math.log(len(evidence.words)),
        strict=float(nearest.strict.sum()),
        asked=float(bool(_QUESTION.search(asked.text))),
        lift=_lift(cosines),
        read=read,
        astray=astray,
        read_on=read_on,
        astray_on=astray_on,
    )


def read_further(
    weighed: Signals, sentences: Sequence[Sentence], numbers: Mapping[int, float], asked: Asked, names: Names
) -> Signals:
    """The signals when more was read: only what reading gave is looked at again."""
    read_on, astray_on = _read_best(sentences, numbers, asked, names)
    return replace(weighed, read_on=read_on, astray_on=astray_on)


def _read_best(
    sentences: Sequence[Sentence], numbers: Mapping[int, float], asked: Asked, names: Names
) -> tuple[float, float]:
    """The highest number, and whether that sentence is astray."""
    if not numbers:
        return 0.0, 0.0
    place = max(numbers, key=numbers.__getitem__)
    return numbers[place], float(astray(sentences[place].passage.hit, asked, names))


def all_astray(passages: Iterable[PassageEvidence], asked: Asked, names: Names) -> bool:
    """Whether every passage that was found is astray, where the dates that are named are those that are meant."""
    return not bounds_time(asked.question) and all(astray(passage.hit, asked, names) for passage in passages)


def only_quotes(question: Question) -> bool:
    """Whether words in quotation marks, or these and a symbol, are all that `question` tells."""
    rest = blank(question.text, (*question.quoted, *question.symbol_spans))
    return bool(question.phrases) and all(map(_tells_nothing, _WORD.finditer(rest)))


def _tells_nothing(word: re.Match[str]) -> bool:
    said = word[0].casefold()
    return is_small(word.string, *word.span()) or said in QUESTION_WORDS or _LOOKING.fullmatch(said) is not None


def _lift(cosines: Vectors) -> float:
    if len(cosines) < FEW:
        return USUAL_LIFT
    return float((cosines.max() - cosines.mean()) / (cosines.std() + SPREAD))
