"""The score of a sentence: the log odds, as learnt, that it answers.

Two weighted sums. The first goes by what is known of a sentence before it is read beside the question
(`service.answers.candidates.SIGNALS`), and says what is worth reading; the second goes by that and by what the
cross-encoder gave. `python -m eval.train.sentence_score` fits both and writes sentence_score.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from index.types import Vectors
from service.answers.candidates import SIGNALS, Candidate

FILE = Path(__file__).with_name("sentence_score.json")
READ_SIGNALS = ("read", "read_beside_best", "neighbours_read")
"""What reading adds. `read` is the cross-encoder's score; `read_beside_best` by how much it is below the best of the
question; `neighbours_read` the best score of another sentence of the passage, as far as those were read."""


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """The weights of both regressions, for the signals as they are: `before` over SIGNALS, `after` over SIGNALS and
    READ_SIGNALS, and the bias of each."""

    before: Vectors
    before_bias: float
    after: Vectors
    after_bias: float

    def unread(self, sentences: Sequence[Candidate]) -> list[Candidate]:
        """The sentences, each with the score that it has before it is read."""
        if not sentences:
            return []
        scores = signals_of(sentences) @ self.before + self.before_bias
        return [replace(one, score=score) for one, score in zip(sentences, scores.tolist(), strict=True)]

    def read(self, sentences: Sequence[Candidate], numbers: Mapping[int, float]) -> dict[int, Candidate]:
        """Those of the sentences, by their places, for which there is a cross-encoder score, with the score that they
        have after it."""
        if not numbers:
            return {}
        places = list(numbers)
        own = [sentences[place] for place in places]
        rows = np.hstack([signals_of(own), read_signals(own, [numbers[place] for place in places])])
        scores = rows @ self.after + self.after_bias
        return {
            place: replace(one, score=score) for place, one, score in zip(places, own, scores.tolist(), strict=True)
        }


def signals_of(sentences: Sequence[Candidate]) -> Vectors:
    """Their signals, shape (sentences, SIGNALS)."""
    return np.asarray([one.signals for one in sentences], dtype=np.float32).reshape(len(sentences), len(SIGNALS))


def read_signals(sentences: Sequence[Candidate], numbers: Sequence[float]) -> Vectors:
    """What reading gave for `sentences`, shape (sentences, READ_SIGNALS); `numbers` are their scores."""
    best = max(numbers)
    first: dict[str, tuple[float, float]] = {}
    for one, number in zip(sentences, numbers, strict=True):
        high, second = first.get(one.passage.hit.passage.id, (_LOWEST, _LOWEST))
        first[one.passage.hit.passage.id] = (max(high, number), sorted((high, second, number))[1])
    rows = []
    for one, number in zip(sentences, numbers, strict=True):
        high, second = first[one.passage.hit.passage.id]
        rows.append((number, best - number, second if number == high else high))
    return np.asarray(rows, dtype=np.float32)


_LOWEST = -6.0


@cache
def load_sentence_score(file: Path = FILE) -> SentenceScore:
    """The fitted weights. Raises ValueError when the file was fitted for other signals than there are."""
    content = json.loads(file.read_text(encoding="utf-8"))
    before, after = content["before"], content["after"]
    if tuple(before["weights"]) != SIGNALS or tuple(after["weights"]) != (*SIGNALS, *READ_SIGNALS):
        raise ValueError(f"{file.name} was fitted for other signals; run `python -m eval.train.sentence_score` again.")
    return SentenceScore(
        before=np.asarray(list(before["weights"].values()), dtype=np.float32),
        before_bias=before["bias"],
        after=np.asarray(list(after["weights"].values()), dtype=np.float32),
        after_bias=after["bias"],
    )
