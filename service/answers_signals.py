"""What tells an answered question from one that nothing answers: several signals, none of which decides alone.

All are computed from the evidence of a search and the sentences chosen from it; nothing is embedded for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from index.evidence import Evidence, PassageEvidence, met
from index.types import Vectors
from service.answers_expected import expected
from service.answers_names import missing, names_in, strange
from service.answers_question import Asked
from service.answers_scope import Names
from service.answers_sentences import Sentence, mean_nearness

# How many passages, chosen sentences and other sentences are looked at.
PASSAGES, CHOSEN, SENTENCES = 3, 3, 6
# A word of the question that nothing comes near weighs far more than several that are nearly met.
POWER = 4
TENTH = 20
_WHY = re.compile(r"^\W*why\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"\?|^\W*(?:what|how|which|who|whom|whose|when|where|why|did|do|does|is|was|were|are|has|have|had|can|could)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signals:
    """Each is a plain number.

    `gap`: how far the highest cosine of a window with the question is above the twentieth; `lead`: how far the best
    passage's score is above the middle one's. `weakest`: how near
    the least near of the question's words comes to a word of one passage with its context, in the best of the first
    passages; `gaps`: how far the words are from those of one sentence with its context, far ones weighing most, in the
    best sentence that holds the kind of thing that is asked for; `least`: how near the least near of them comes there;
    `scattered`: how much nearer the words come in all passages taken together than in one. `rarest`: 1
    when one of these sentences has the question's rarest word; `unknown`: the share of the words that the collection
    does not have; `share`: the best share of BM25. `names`: how many of the question's
    names and numbers the best sentence lacks with its context; `strange`: how many words of them no report has.
    `dates`: 1 when no chosen sentence is of a date that is asked for. `why`: 1 for a question why, which takes for
    granted that something is so; `asked`: 1 for what is put as a question, and not in a few words. `length`: the
    logarithm of the number of telling words.
    """

    gap: float
    lead: float
    weakest: float
    gaps: float
    least: float
    scattered: float
    rarest: float
    unknown: float
    share: float
    names: float
    strange: float
    dates: float
    why: float
    asked: float
    length: float

    def values(self) -> list[float]:
        """In the order of the fields."""
        return [float(getattr(self, field.name)) for field in fields(self)]


def signals(
    evidence: Evidence, sentences: Sequence[Sentence], chosen: Sequence[Sentence], asked: Asked, names: Names
) -> Signals:
    """The signals of one question, given all sentences and those `chosen` to answer it, best first. At least one
    passage is needed."""
    quoted = {one.passage.hit.passage.id: one.passage for one in chosen[:CHOSEN]}
    first = {one.hit.passage.id: one for one in evidence.passages[:PASSAGES]}
    passages = list((first | quoted).values())
    near = [_near(one) for one in passages]
    best = max(near, key=lambda one: mean_nearness(one, evidence.idf))
    together = np.max([_near(one) for one in evidence.passages], axis=0)
    cosines = sorted((window.cosine for one in evidence.passages for window in one.windows), reverse=True)
    holding = _holding(sentences, asked) or list(chosen[:1])
    there = [np.maximum(one.nearest, one.passage.around) for one in holding]
    named = names_in(asked.text)
    return Signals(
        gap=cosines[0] - cosines[min(TENTH, len(cosines) - 1)],
        lead=_lead(evidence),
        weakest=float(max((one.min() for one in near if len(one)), default=0.0)),
        gaps=min((_gaps(one, evidence.idf) for one in there), default=1.0),
        least=float(max((one.min() for one in there if len(one)), default=0.0)),
        scattered=mean_nearness(together - best, evidence.idf),
        rarest=float(_has_rarest(evidence, holding)),
        unknown=_share_unknown(evidence),
        share=max(one.share for one in evidence.passages),
        names=float(min((missing(named, _text(one), names.of(one.report_id)) for one in holding), default=0)),
        strange=float(strange(named, {stem for term in evidence.unknown for stem in term[0]}, names)),
        dates=float(bool(asked.periods) and not any(_of_date(one, asked, names) for one in chosen[:CHOSEN])),
        why=float(bool(_WHY.search(asked.text))),
        asked=float(bool(_QUESTION.search(asked.text))),
        length=float(np.log(max(1, len(evidence.words)))),
    )


def _near(passage: PassageEvidence) -> Vectors:
    """For each of the question's words the highest cosine with a word of the passage or of its context."""
    if not len(passage.nearness):
        return passage.around
    highest: Vectors = np.maximum(passage.nearness.max(axis=0), passage.around)
    return highest


def _gaps(near: Vectors, weights: Vectors) -> float:
    return mean_nearness(np.clip(1 - near, 0, 1) ** POWER, weights)


def _lead(evidence: Evidence) -> float:
    scores = [one.hit.score for one in evidence.passages]
    return float(max(scores) - np.median(scores))


def _has_rarest(evidence: Evidence, sentences: Sequence[Sentence]) -> bool:
    rarest = max(evidence.weights, key=evidence.weights.__getitem__)
    return any(met(rarest, one.stems | one.passage.context) for one in sentences)


def _share_unknown(evidence: Evidence) -> float:
    whole = sum(evidence.weights.values())
    return sum(evidence.weights[term] for term in evidence.unknown) / whole if whole else 0.0


def _holding(sentences: Sequence[Sentence], asked: Asked) -> list[Sentence]:
    """The best sentences that hold the kind of thing that is asked for."""
    best = sorted(sentences, key=lambda one: -one.score)
    if asked.wanted is not None:
        best = [one for one in best if expected(asked.wanted, one.text, one.passage.hit.report.metadata)]
    return best[:SENTENCES]


def _text(sentence: Sentence) -> str:
    """A sentence with what stands around its passage, in small letters."""
    known = sentence.passage.hit.report.metadata
    about = (known.title, known.series, known.body, known.location, known.session, known.start_date, known.end_date)
    passage = sentence.passage.hit.passage
    parts = (sentence.text, *passage.headings, *passage.speakers, *(one for one in about if one))
    return " ".join(parts).casefold()


def _of_date(sentence: Sentence, asked: Asked, names: Names) -> bool:
    """Whether the sentence is from a report of a date that is asked for, or of none, or names the year."""
    if sentence.passage.hit.report.metadata.start_date is None:
        return True
    return any(
        sentence.report_id in names.within(period) or re.search(rf"\b{period.start[:4]}\b", sentence.text)
        for period in asked.periods
    )
