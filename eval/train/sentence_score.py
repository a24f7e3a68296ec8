"""Fit the score of a sentence: `python -m eval.train.sentence_score --asked HOME FILE ... [--asked ...] [--dry-run]`.

Each HOME is asked the dev questions of its FILEs; a folder of SQuAD articles may stand for a file. What a sentence is
worth before it is read is fitted to all sentences of the passages that were found, what it is worth after to those that
would be read (`service.answers.rerank.DEPTH`). The weights are those that put a sentence first that answers (a
conditional logit); how sure that makes it is then fitted to all questions, those that nothing answers too. Every
question counts the same. A sentence that only helps is neither right nor wrong.

Printed are figures by models that saw the question nowhere: how often a sentence that answers is among those that are
read, and how often it comes first, before reading and after it. Writes service/answers/sentence_score.json. Run it
after `python -m eval.train.cross_encoder`, and `python -m eval.train.abstention` after it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import RapporteurError
from eval.data.questions import load_questions
from eval.data.squad import load_squad
from eval.train.choice import fit_choice
from eval.train.examples import Judged, judged_candidates
from eval.train.logistic import Array, fit
from eval.types import Question
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.rerank.cross_encoder import weight_delta_checksum
from index.search.opening import open_live
from service.answers.candidates import SIGNALS
from service.answers.rerank import DEPTH, score_places
from service.answers.sentence_score import FILE, READ_SIGNALS, read_signals, signals_of
from service.settings import load_settings

FOLDS, SEED, RIDGE = 5, 20261203, 3.0
# There are many questions on the articles of SQuAD, and few on reports: so many of them are taken by chance, and each
# counts less.
MOST_OF_SQUAD, OF_SQUAD = 800, 0.3


@dataclass(frozen=True, slots=True)
class Rows:
    """The signals of some sentences of one question, shape (sentences, signals), and whether each answers: 1, 0, or NaN
    for one that only helps. The question counts `counts` times."""

    signals: Array
    answers: Array
    counts: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What makes a score of signals as they are."""

    weights: Array
    bias: float

    def scores(self, signals: Array) -> Array:
        """The log odds of each row."""
        scores: Array = signals @ self.weights + self.bias
        return scores


def fit_rows(questions: Sequence[Rows]) -> Weights:
    """Weights by which a sentence that answers comes first, every question counting as much as it says; then scaled so
    that the score is the log odds that a sentence answers (Platt scaling). Raises ValueError where nothing answers."""
    told = [
        Rows(rows.signals[known], rows.answers[known], rows.counts)
        for rows in questions
        if (known := ~np.isnan(rows.answers)).any()
    ]
    answered = [rows for rows in told if (rows.answers == 1).any()]
    weights = fit_choice(
        [rows.signals for rows in answered],
        [rows.answers == 1 for rows in answered],
        [rows.counts for rows in answered],
        RIDGE,
    )
    scores = np.concatenate([rows.signals @ weights for rows in told])
    y = np.concatenate([rows.answers for rows in told])
    counts = np.concatenate([np.full(len(rows.answers), rows.counts * DEPTH / len(rows.answers)) for rows in told])
    odds = fit(scores[:, None], y, counts, RIDGE)
    slope = float(odds.weights[0] / odds.scales[0])
    return Weights(slope * weights, float(odds.bias - slope * odds.means[0]))


def unread_rows(judged: Judged) -> Rows:
    """The sentences of one question before any is read."""
    counts = OF_SQUAD if judged.question.id.startswith("squad-") else 1.0
    return Rows(signals_of(judged.candidates).astype(np.float64), np.asarray(judged.answers), counts)


def read_rows(judged: Judged, before: Weights) -> Rows:
    """Those of its sentences that would be read, with what reading gives."""
    rows = unread_rows(judged)
    places = np.argsort(-before.scores(rows.signals), kind="stable")[:DEPTH].tolist()
    numbers = score_places(judged.score_pairs, judged.text, judged.candidates, places)
    own = [judged.candidates[place] for place in numbers]
    added = read_signals(own, list(numbers.values()))
    return Rows(np.hstack([rows.signals[places], added]), rows.answers[places], rows.counts)


def cross_validated(questions: Sequence[Rows]) -> list[Array]:
    """The scores of each question's sentences by weights that were fitted without it."""
    part = np.random.default_rng(SEED).integers(0, FOLDS, len(questions))
    made = [fit_rows([rows for rows, n in zip(questions, part, strict=True) if n != fold]) for fold in range(FOLDS)]
    return [made[n].scores(rows.signals) for rows, n in zip(questions, part, strict=True)]


def figures(name: str, questions: Sequence[Rows], scores: Sequence[Array]) -> str:
    """Of the questions of which some sentence answers: how often one is first, among three, among those to be read."""
    ranked = [
        rows.answers[np.argsort(-own, kind="stable")] == 1
        for rows, own in zip(questions, scores, strict=True)
        if (rows.answers == 1).any()
    ]
    if not ranked:
        return f"{name:>12}: nothing answers"
    shares = [float(np.mean([one[:depth].any() for one in ranked])) for depth in (1, 3, DEPTH)]
    first, three, read = (f"{share:.3f}" for share in shares)
    return f"{name:>12}: first {first}, among three {three}, among {DEPTH} {read}, of {len(ranked)} questions"


def to_json(before: Weights, after: Weights) -> str:
    """The content of the file that the service reads, with the checksum of the cross-encoder."""

    def named(names: Sequence[str], made: Weights) -> dict[str, object]:
        rounded = {name: round(value, 4) for name, value in zip(names, made.weights.tolist(), strict=True)}
        return {"bias": round(made.bias, 4), "weights": rounded}

    content = {
        "fitted by": "python -m eval.train.sentence_score",
        "cross-encoder": weight_delta_checksum(),
        "before": named(SIGNALS, before),
        "after": named((*SIGNALS, *READ_SIGNALS), after),
    }
    return json.dumps(content, indent=1) + "\n"


def questions_in(source: Path) -> tuple[Question, ...]:
    """The dev questions of a file, or some of a folder of SQuAD articles. Raises EvalInputError."""
    if not source.is_dir():
        return load_questions(source, "dev")
    found = load_squad(source, "dev")
    return tuple(random.Random(SEED).sample(found, min(MOST_OF_SQUAD, len(found))))


def judged_in(asked: Sequence[Sequence[Path]]) -> Iterator[tuple[str, Judged]]:
    """Each home's name with what its questions give, one at a time."""
    encoder = load_encoder(locate_model(load_settings().model))
    for home, *sources in asked:
        searcher = open_live(home, encoder)
        try:
            for source in sources:
                for judged in judged_candidates(searcher, questions_in(source)):
                    yield source.name, judged
        finally:
            searcher.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.train.sentence_score", description="Fit the score of a sentence."
    )
    parser.add_argument("--asked", type=Path, nargs="+", action="append", required=True, metavar=("HOME", "FILE"))
    parser.add_argument("--dry-run", action="store_true", help="show the figures and write nothing")
    options = parser.parse_args(arguments)
    try:
        found = list(judged_in(options.asked))
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    unread = [unread_rows(judged) for _, judged in found]
    if not found:
        print("No question is about reports of these homes; nothing was fitted.", file=sys.stderr)
        return 1
    before = fit_rows(unread)
    read = [read_rows(judged, before) for _, judged in found]
    after = fit_rows(read)
    judged_before, judged_after = cross_validated(unread), cross_validated(read)
    for name in dict.fromkeys(name for name, _ in found):
        own = [i for i, (source, _) in enumerate(found) if source == name]
        print(name)
        print(figures("before", [unread[i] for i in own], [judged_before[i] for i in own]))
        print(figures("after", [read[i] for i in own], [judged_after[i] for i in own]))
    for name, made, names in (("before", before, SIGNALS), ("after", after, (*SIGNALS, *READ_SIGNALS))):
        print(name, ", ".join(f"{one} {value:+.2f}" for one, value in zip(names, made.weights.tolist(), strict=True)))
    if not options.dry_run:
        FILE.write_text(to_json(before, after), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
