"""Pairs that are made to be learnt from: a question and a text that answers it, with one name, number or date changed
in one of the two, so that it answers no longer (counterfactual data: Kaushik and others, arXiv:1909.12434).

A question with one thing changed looks most like one that has an answer, and there are few of them that people wrote.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from corpus.dates import MONTHS
from eval.train.examples import TrainingExample
from index.search.question import analyse

Sort = Literal["year", "month", "number", "acronym", "name", "names"]
_YEAR = re.compile(r"(?:19|20)\d\d")
IN_QUESTIONS = 0.6  # how often the question is changed; otherwise it is the text
NEAR = 4  # years
SHORTEST = 3  # of the names, in letters


class Counterfactuals:
    """Takes what stands in place of a name from other questions, a month for a month and an acronym for an acronym: a
    name that the texts which look like an answer have, if there is one."""

    def __init__(self, examples: Iterable[TrainingExample]) -> None:
        named: dict[Sort, set[str]] = defaultdict(set)
        for name in {name for example in examples for name in analyse(example.question).names}:
            if len(name) >= SHORTEST or name.isdigit():
                named[_sort(name)].add(name)
        self._named = {sort: sorted(names) for sort, names in named.items()}

    def of(self, example: TrainingExample, chance: random.Random) -> tuple[str, str] | None:
        """The question and a text that answers it, one of them changed; None where they share nothing that could be
        changed, or nothing answers."""
        if not example.answering:
            return None
        question, text = example.question, chance.choice(example.answering)
        names = analyse(question).names
        # "Between 2019 and 2023" is answered in part by what is of one of them.
        several = sum(_sort(name) == "year" for name in names) > 1
        shared = [name for name in names if _whole(name).search(text) and not (several and _sort(name) == "year")]
        for name in chance.sample(shared, len(shared)):
            other = self._other(name, example.negatives, chance)
            if other is None or _whole(other).search(f"{question} {text}"):
                continue
            if chance.random() < IN_QUESTIONS:
                return _whole(name).sub(other, question), text
            return question, _whole(name).sub(other, text)
        return None

    def _other(self, name: str, near: Sequence[str], chance: random.Random) -> str | None:
        sort = _sort(name)
        if sort == "year":
            return str(int(name) + chance.choice([n for n in range(-NEAR, NEAR + 1) if n]))
        words = set(name.split())
        others = [one for one in self._named.get(sort, ()) if words.isdisjoint(one.split())]
        if sort == "number":
            others = [one for one in others if len(one) == len(name)]
        nearby = " ".join(near)
        others = [one for one in others if one in nearby] or others
        return chance.choice(others) if others else None


def _sort(name: str) -> Sort:
    if name[0].isdigit():
        return "year" if _YEAR.fullmatch(name) else "number"
    if name in MONTHS:
        return "month"
    if " " in name:
        return "names"
    return "acronym" if name.isupper() else "name"


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
