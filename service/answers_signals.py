"""What tells an answered question from one that nothing answers: few signals, none of which decides alone.

All are computed from the evidence of a search and the sentences cut from it, the best of which were read beside the
question where the model can do so; nothing is embedded for them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from index.evidence import Evidence
from index.types import Vectors
from service.answers_gaps import gaps
from service.answers_question import Asked
from service.answers_scope import Names
from service.answers_sentences import Sentence

# Added to the spread of the cosines, so that some that are all alike give no great lift.
SPREAD = 0.02
# Fewer windows than these say nothing of what is high: what is usual is then taken.
FEW, USUAL_LIFT = 40, 2.2
_QUESTION = re.compile(
    r"\?|^\W*(?:what|how|which|who|whom|whose|when|where|why|did|do|does|is|was|were|are|has|have|had|can|could)\b",
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
    windows that were found. `read`: what reading gave for the sentence that reads best; 0 for a model that has
    not learnt to read, which is judged without it.
    """

    missing: float
    crux: float
    length: float
    strict: float
    asked: float
    lift: float
    read: float

    def values(self) -> list[float]:
        """In the order of the fields."""
        return [float(getattr(self, field.name)) for field in fields(self)]


def signals(evidence: Evidence, sentences: Sequence[Sentence], asked: Asked, names: Names) -> Signals:
    """The signals of one question, given all sentences of its evidence, which are not none. The question has at least
    one telling word."""
    nearest = gaps(evidence, sentences, asked, names)
    cosines = np.asarray([window.cosine for one in evidence.passages for window in one.windows])
    return Signals(
        missing=nearest.missing,
        crux=nearest.missing * nearest.verbatim,
        length=math.log(len(evidence.words)),
        strict=float(nearest.strict.sum()),
        asked=float(bool(_QUESTION.search(asked.text))),
        lift=_lift(cosines),
        read=max((one.read for one in sentences if one.read is not None), default=0.0),
    )


def _lift(cosines: Vectors) -> float:
    if len(cosines) < FEW:
        return USUAL_LIFT
    return float((cosines.max() - cosines.mean()) / (cosines.std() + SPREAD))
