"""Ways to judge a fitted decision by questions that it never saw: what is left out, and what is then judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FOLDS, ROUNDS, SEED = 5, 3, 20260101
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Example:
    """One question as it was asked of one home. `kind` is "own" for a question about the reports of the home or about
    nothing, `family` the kind of unanswerable question it is, as its id says, and empty for any other. `values` is None
    for a question that the rule on protected persons decides."""

    question: str
    home: str
    kind: str
    family: str
    answerable: bool
    values: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Fold:
    """Which examples a model is fitted to, and which it judges. No question is in both, wherever it was asked."""

    fitted: Booleans
    judged: Booleans


def by_question(found: Sequence[Example]) -> Iterator[Fold]:
    """A part of the questions is left out at a time, by chance."""
    for _, judged in _parts(found, FOLDS):
        yield Fold(~judged, judged)


def by_family(found: Sequence[Example]) -> Iterator[Fold]:
    """All unanswerable questions of one kind are left out at a time, and a part of the others by chance: so a kind that
    nobody has thought of would fare."""
    families = sorted({example.family for example in found} - {""})
    family = np.asarray([example.family for example in found])
    for n, part in _parts(found, len(families)):
        judged = (family == families[n]) | (part & (family == ""))
        yield Fold(~judged, judged)


def by_home(found: Sequence[Example]) -> Iterator[Fold]:
    """A part of the questions of one home is judged by what was asked of the other homes."""
    homes = np.asarray([example.home for example in found])
    for _, part in _parts(found, FOLDS):
        for home in dict.fromkeys(homes.tolist()):
            yield Fold((homes != home) & ~part, (homes == home) & part)


def _parts(found: Sequence[Example], count: int) -> Iterator[tuple[int, Booleans]]:
    """In each round every question in one of `count` parts."""
    questions = np.asarray([example.question for example in found])
    names = np.unique(questions)
    for turn in range(ROUNDS):
        mixed = np.random.default_rng(SEED + turn).permutation(names).tolist()
        part = {name: i % count for i, name in enumerate(mixed)}
        parts = np.asarray([part[question] for question in questions.tolist()])
        for n in range(count):
            yield n, parts == n
