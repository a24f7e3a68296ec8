"""What a question asks and a place in the reports does not say: how far each of its words is from those of the place.

A place is a sentence with those beside it and what is known of its passage: headings, speakers, its report. A name, a
number or a date is there or it is not; another word may also be there in other words. One place must hold them all,
save in a comparison, whose names stand in different reports.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.lexical.keyword_index import stem
from index.search.evidence import Evidence, met
from index.types import Vectors
from service.answers.candidates import Candidate
from service.answers.intent import Asked, expected
from service.answers.scope import Names, words_of

# A cosine from which a word comes near at all, one from which it is as near as another word can be, and how near that
# is where 1 is the word itself. Words of one sentence are alike for the model merely because they stand together.
APART, ALIKE, OTHER_WORD = 0.2, 0.85, 0.85
# What is near to a name is another name.
OTHER_NAME = 0.15
# Of two stems that begin alike for so long, and for this share of the longer one, each is met by the other:
# "Tanzania" and "Tanzanian", "neutrality" and a slip of the pen.
BEGINNING, ALIKE_FOR = 6, 0.75
# A word that is far away weighs far more than several that are nearly met.
POWER = 4
# How many of the best sentences may share the names of a comparison.
TOGETHER = 12

_WORD = re.compile(r"[^\W_]+")
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """Along the words of a question, at the place that comes nearest to it: how far each is, from 0 (it stands there)
    to 1, and its weight; `named` tells the names, numbers and dates."""

    far: Vectors
    weights: Vectors
    named: Booleans

    @property
    def gap(self) -> float:
        """How much is missing, in [0, 1], far words counting most."""
        return float(_missing(self.far[None, :], self.weights)[0])

    @property
    def overlap(self) -> float:
        """The weighted share of the words that stand there."""
        return float(self.weights[self.far == 0].sum() / self.weights.sum())


def coverage_gap(evidence: Evidence, sentences: Sequence[Candidate], asked: Asked, names: Names) -> CoverageGap:
    """The gaps at the place that comes nearest among `sentences`, which are not none; only where the kind of thing
    stands that is asked for, if it stands anywhere."""
    there, near = _places(evidence, sentences, asked, names)
    named_terms = _named_terms(evidence.words, asked)
    scores = np.asarray([one.score for one in sentences])
    if asked.kind == "comparison":
        there[:, named_terms] = there[np.argsort(-scores, kind="stable")[:TOGETHER]][:, named_terms].any(axis=0)
    like = OTHER_WORD * np.clip((near - APART) / (ALIKE - APART), 0, 1)
    like[:, named_terms] *= OTHER_NAME
    far = np.where(there, 0.0, 1 - like)
    held = np.asarray([_holds(one, asked) for one in sentences])
    if held.any():
        far = far[held]
    return CoverageGap(far[int(_missing(far, evidence.idf).argmin())], evidence.idf, named_terms)


def _missing(far: Vectors, weights: Vectors) -> Vectors:
    missing: Vectors = ((far**POWER * weights).sum(axis=1) / weights.sum()) ** (1 / POWER)
    return missing


def _holds(sentence: Candidate, asked: Asked) -> bool:
    return asked.wanted is None or expected(asked.wanted, sentence.text, sentence.passage.hit.report.metadata)


def _named_terms(words: Sequence[str], asked: Asked) -> Booleans:
    named = {stem(word) for name in asked.question.names for word in _WORD.findall(name)}
    counts = (any(form.isdigit() for form in words_of(word)) for word in words)
    return np.asarray([word in named or number for word, number in zip(words, counts, strict=True)], dtype=np.bool_)


def _places(evidence: Evidence, sentences: Sequence[Candidate], asked: Asked, names: Names) -> tuple[Booleans, Vectors]:
    """For the place of each sentence which of the question's words stand there, and how near another word comes to
    each: both of shape (sentences, words)."""
    there: Booleans = np.zeros((len(sentences), len(evidence.words)), dtype=np.bool_)
    near: Vectors = np.zeros(there.shape, dtype=np.float32)
    stems = frozenset().union(*(one.stems | one.passage.context for one in sentences))
    standing = _standing(evidence, stems)
    forms = [frozenset(words_of(word)) for word in evidence.words]
    within = {period: names.within(period) for period in (*asked.periods, *asked.years)}
    for run in _of_one_passage(sentences):
        first = sentences[run.start]
        own = np.asarray([standing(one.stems) for one in sentences[run]])
        words = np.asarray([one.nearest for one in sentences[run]])
        years = {
            day[:4] for p, ids in within.items() if first.report_id in ids for day in (p.named.first, p.named.last)
        }
        goes_by = names.of(first.report_id) | years
        named = np.asarray([not form.isdisjoint(goes_by) for form in forms], dtype=np.bool_)
        known = standing(first.passage.context) | named
        there[run] = np.logical_or(_with_neighbours(own), known)
        near[run] = np.maximum(_with_neighbours(words), first.passage.around)
    return there, near


def _of_one_passage(sentences: Sequence[Candidate]) -> Iterable[slice]:
    """Where the sentences of each passage stand, which follow each other."""
    start = 0
    for end in range(1, len(sentences) + 1):
        if end == len(sentences) or sentences[end].passage is not sentences[start].passage:
            yield slice(start, end)
            start = end


def _with_neighbours(rows: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Of each row and those beside it the highest values."""
    highest = rows.copy()
    np.maximum(highest[1:], rows[:-1], out=highest[1:])
    np.maximum(highest[:-1], rows[1:], out=highest[:-1])
    return highest


def _standing(evidence: Evidence, stems: Collection[str]) -> Callable[[frozenset[str]], Booleans]:
    """What tells which of the question's words stand in a text with some of these stems."""
    several = [term for term in evidence.weights if len(term) > 1]
    ways = [
        (_kin(word, stems), [term for term in several if any(word in form for form in term)]) for word in evidence.words
    ]

    def standing(some: frozenset[str]) -> Booleans:
        return np.asarray([not kin.isdisjoint(some) or any(met(term, some) for term in terms) for kin, terms in ways])

    return standing


def _kin(word: str, stems: Collection[str]) -> frozenset[str]:
    """The word and those of the stems that begin like it."""
    if len(word) < BEGINNING:
        return frozenset({word})
    begun = word[:BEGINNING]
    return frozenset({word, *(one for one in stems if one.startswith(begun) and _begin_alike(one, word))})


def _begin_alike(one: str, other: str) -> bool:
    alike = math.ceil(ALIKE_FOR * max(len(one), len(other)))
    return one[:alike] == other[:alike]
