"""Labels for the pieces of a first page, by a linear-chain conditional random field (Lafferty, McCallum and Pereira,
ICML 2001) that `python -m eval.train.first_page` teaches; the one module that imports python-crfsuite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

import pycrfsuite

from corpus.pdf.first_page.features import features_of
from corpus.pdf.first_page.segments import Segment

Label = Literal[
    "head", "symbol", "distribution", "date", "language", "other",
    "body", "session", "days", "agenda", "title", "by", "text",
]  # fmt: skip
MODEL = Path(__file__).with_name("labels.crfsuite")
# What says what sort of paper it is, and is never its title.
_SAYS_KIND = re.compile(
    r"(?i)(?:resolutions?|decisions?) adopted (?:by|at|on)\b|for (?:decision|information|action)$|"
    r"draft resolution submitted"
)
_LEAST = 0.02  # probability below which a piece is taken for a title in no case


@dataclass(frozen=True, slots=True)
class Labelled:
    """A piece with its label and the probability (0 to 1) that the model gives to it."""

    segment: Segment
    label: Label
    certainty: float


@cache
def _tagger(model: Path) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return tagger


def label_segments(segments: Sequence[Segment], model: Path = MODEL) -> list[Labelled]:
    """The most probable labels of the pieces, in order. Where none is a title, the likeliest one becomes it."""
    if not segments:
        return []
    tagger = _tagger(model)
    tagger.set(features_of(segments))
    known = set(tagger.labels())

    def probability(label: str, place: int) -> float:
        return tagger.marginal(label, place) if label in known else 0.0

    tagged = [cast("Label", label) for label in tagger.tag()]
    other = [_SAYS_KIND.match(piece.plain) is not None for piece in segments]
    labels: list[Label] = ["by" if no and label == "title" else label for label, no in zip(tagged, other, strict=True)]
    # Nor is a title a sentence.
    likely = [not (no or piece.plain.endswith(".")) for piece, no in zip(segments, other, strict=True)]
    titles = [probability("title", place) if may else 0.0 for place, may in enumerate(likely)]
    if "title" not in labels and max(titles) > _LEAST:
        labels[titles.index(max(titles))] = "title"
    return [
        Labelled(segment, label, probability(label, place))
        for place, (segment, label) in enumerate(zip(segments, labels, strict=True))
    ]
