"""Fit the decision that nothing answers a question: `python -m eval.train.abstention --asked HOME FILE ... [--asked
...] [--dry-run]`.

Only dev questions are used, those that were written for it among them; a folder of SQuAD articles may stand for a file.
Each home gives examples of four kinds:

    own      questions with an answer in it, and the unanswerable ones
    foreign  questions about reports that the home does not have, as unanswerable; they count half
    missing  questions of fact and paraphrases, asked with the reports that answer them left out, as unanswerable; since
             another report may answer too, they count little
    article  questions on articles of SQuAD, which count little too, since they are many, and set no threshold

Every figure is about own questions, by models that saw the question nowhere, and with the threshold that suits what
they were fitted to. Left out are questions by chance; whole kinds of unanswerable question, which shows how one fares
that nobody has thought of; or all that was asked of the home that is judged. Questions that ask for protected persons
are decided by rule and take no part in the fit; they count as found out.

Two sets of weights are fitted: one for sentences that were read, and one for a model that has not learnt to read. (For
the last, reading has still had a part in the order of the sentences.) A feature that would speak against what it stands
for (SIGNS) is left out. The thresholds have the best F1 of those that refuse at most MOST_REFUSED of the answerable in
every home, when whole kinds are left out. An answer is sure from the lowest probability on that at most MOST_SURE of
the unanswerable of every home reach, judged in the same way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import RapporteurError
from eval.data.questions import in_build
from eval.train.abstention_figures import Judged, by_kind, figures, to_table
from eval.train.folds import Booleans, Example, Fold, by_family, by_home, by_question
from eval.train.logistic import Array, Logistic, fit_signed
from eval.train.sentence_score import questions_in
from eval.train.unfitted import UNFITTED
from eval.types import Question
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.rerank.cross_encoder import weight_delta_checksum
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Filters
from service.answers.abstention import FEATURES, FILE, MODELS, LogisticModel, Thresholds
from service.answers.answerer import Answerer
from service.answers.protection import asks_for_persons
from service.citations.citer import Citer
from service.settings import load_settings

COUNTS = {"own": 1.0, "foreign": 0.5, "missing": 0.15, "article": 0.3}
# Whether a feature speaks for an answer or against one.
SIGNS = {
    "coverage_gap": -1,
    "gap_overlap": -1,
    "log_content_words": 1,
    "named_terms": -1,
    "is_question": -1,
    "is_comparison": 1,
    "max_cosine_z": 1,
    "rerank_score": 1,
    "second_score": 1,
    "date_mismatch": -1,
    "other_year": -1,
}
RIDGE = 2.0
# Less than is aimed at (0.05): it is kept on the questions that are fitted to, and others will be harder.
MOST_REFUSED = 0.04
# So many unanswerable questions may look as if they had a sure answer.
MOST_SURE = 0.1
# For each set of weights the places of its features among all of them.
PLACES = {name: [FEATURES.index(feature) for feature in features] for name, features in MODELS.items()}
PLACE_READ = FEATURES.index("rerank_score")
WAYS: dict[str, Callable[[Sequence[Example]], Iterator[Fold]]] = {
    "questions": by_question,
    "kinds": by_family,
    "homes": by_home,
}


def examples(searcher: Searcher, questions: Sequence[Question], home: str) -> Iterator[Example]:
    """What one home gives."""
    answerer = Answerer(searcher, Citer(searcher), UNFITTED)
    reports = searcher.summaries(searcher.manifest.reports)
    known = {report.id for report in reports}
    for question in in_build(questions, reports):
        judged = {judgment.report for judgment in question.relevant}
        if judged & known and not judged <= known:
            continue  # answered in part: neither one nor the other
        kind = "foreign" if not judged <= known else "article" if question.id.startswith("squad-") else "own"
        yield _example(answerer, question, home, kind, Filters())
        if judged and kind == "own" and question.kind in ("fact", "paraphrase"):
            yield _example(answerer, question, home, "missing", Filters(report=tuple(sorted(known - judged))))


def cross_validated(found: Sequence[Example], folds: Iterator[Fold], name: str) -> Judged:
    """How each own example is judged by a set of weights. An example that no fold judges stays at 0."""
    x, y, counts = _arrays(found)
    own = np.asarray([example.kind == "own" for example in found])
    homes = np.asarray([example.home for example in found])
    probabilities, silent, times = np.zeros(len(found)), np.zeros(len(found)), np.zeros(len(found))
    for fold in folds:
        model = _fit(x[fold.fitted], y[fold.fitted], counts[fold.fitted], name)
        suited = fold.fitted & own
        threshold = best_threshold(model.probabilities(x[suited][:, PLACES[name]]), y[suited] == 1, homes[suited])
        got = model.probabilities(x[fold.judged][:, PLACES[name]])
        probabilities[fold.judged] += got
        silent[fold.judged] += got < threshold
        times[fold.judged] += 1
    times = np.maximum(times, 1)
    return Judged(probabilities / times, silent / times)


def best_threshold(probabilities: Array, answerable: Booleans, homes: npt.NDArray[np.str_]) -> float:
    """The threshold with the best F1 that refuses few enough of the answerable of every home."""
    parts = [probabilities[answerable & (homes == home)] for home in np.unique(homes[answerable])]
    tried = np.unique(np.append(probabilities, 0.0))
    allowed = [t for t in tried if all((part < t).mean() <= MOST_REFUSED for part in parts)]
    return float(max(allowed, key=lambda t: figures((probabilities < t) * 1.0, answerable, 0).f1))


def confident_threshold(
    probabilities: Array, answerable: Booleans, homes: npt.NDArray[np.str_], answered: float
) -> float:
    """The lowest threshold from `answered` on that few enough of the unanswerable of every home reach; 1 if none is."""
    parts = [probabilities[~answerable & (homes == home)] for home in np.unique(homes[~answerable])]
    tried = np.unique(np.append(probabilities, [answered, 1.0]))
    return float(
        min(t for t in tried if t >= answered and all(t == 1 or (part >= t).mean() <= MOST_SURE for part in parts))
    )


def to_weights(model: Logistic, name: str) -> LogisticModel:
    """The weights of a set as the service applies them."""

    def named(row: Array) -> dict[str, float]:
        return {feature: round(value, 4) for feature, value in zip(MODELS[name], row.tolist(), strict=True)}

    return LogisticModel(named(model.weights), named(model.means), named(model.scales), bias=round(model.bias, 4))


def to_json(fitted: Mapping[str, LogisticModel], thresholds: Mapping[str, Thresholds]) -> str:
    """The content of the file that the service reads, with the checksum of what reading was learnt."""
    content = {
        "fitted by": "python -m eval.train.abstention",
        "cross-encoder": weight_delta_checksum(),
        "thresholds": asdict(thresholds["reranked"]),
        "thresholds without reranking": asdict(thresholds["without_reranking"]),
        **{name: asdict(weights) for name, weights in fitted.items()},
    }
    return json.dumps(content, indent=1) + "\n"


def _example(answerer: Answerer, question: Question, home: str, kind: str, filters: Filters) -> Example:
    ruled = asks_for_persons(question.question)
    weighed = None if ruled else answerer.weigh(question.question, filters)
    # A question about which nothing at all was found needs no decision.
    values = tuple(weighed.values()) if weighed else None
    family = "" if question.relevant else question.id.rpartition("-")[0]
    answerable = kind in ("own", "article") and bool(question.relevant)
    return Example(question.question, home, kind, family, answerable, values)


def _fit(x: Array, y: Array, counts: Array, name: str) -> Logistic:
    return fit_signed(x[:, PLACES[name]], y, counts, RIDGE, [SIGNS[feature] for feature in MODELS[name]])


def _arrays(found: Sequence[Example]) -> tuple[Array, Array, Array]:
    x = np.asarray([example.values for example in found], dtype=np.float64)
    y = np.asarray([example.answerable for example in found], dtype=np.float64)
    return x, y, np.asarray([COUNTS[example.kind] for example in found])


def _threshold(
    name: str,
    weighed: Sequence[Example],
    ruled: Sequence[Example],
    ways: Mapping[str, Callable[[Sequence[Example]], Iterator[Fold]]],
) -> Thresholds:
    """The thresholds of what is decided with reading or without, whose figures are printed."""
    judged = {way: cross_validated(weighed, split(weighed), name) for way, split in ways.items()}
    own = np.asarray([example.kind == "own" for example in weighed])
    answerable = np.asarray([example.answerable for example in weighed])
    homes = np.asarray([example.home for example in weighed])
    probabilities = judged["kinds"].probabilities[own]
    answered = best_threshold(probabilities, answerable[own], homes[own])
    confident = confident_threshold(probabilities, answerable[own], homes[own], answered)
    print(f"{name}\n{to_table(weighed, judged, ruled)}")
    print("found out of a kind left out: " + by_kind(weighed, judged["kinds"]))
    print(f"answered from {answered:.3f}, sure from {confident:.3f}; sure of the answerable and of the others:")
    for home in np.unique(homes[own]):
        sure = probabilities[homes[own] == home] >= confident
        has = answerable[own][homes[own] == home]
        print(f"  {home}: {sure[has].mean():.3f}, {sure[~has].mean() if (~has).any() else 0.0:.3f}")
    print()
    return Thresholds(round(answered, 4), round(confident, 4))


def _weights(name: str, weighed: Sequence[Example]) -> LogisticModel:
    """One set of weights, fitted to all examples and printed."""
    weights = to_weights(_fit(*_arrays(weighed), name), name)
    print(name)
    for feature, weight in sorted(weights.weights.items(), key=lambda pair: -abs(pair[1])):
        print(f"{feature:>10}  {weight:+.2f}")
    return weights


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.train.abstention", description="Fit the decision of not_found."
    )
    parser.add_argument("--asked", type=Path, nargs="+", action="append", required=True, metavar=("HOME", "FILE"))
    parser.add_argument("--dry-run", action="store_true", help="show the figures and write nothing")
    options = parser.parse_args(arguments)
    found: list[Example] = []
    try:
        encoder = load_encoder(locate_model(load_settings().model))
        for home, *sources in options.asked:
            searcher = open_live(home, encoder)
            try:
                for source in sources:
                    found += examples(searcher, questions_in(source), home.name)
            finally:
                searcher.close()
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    ruled = [example for example in found if example.values is None and not example.answerable]
    weighed = [example for example in found if example.values is not None]
    if not any(example.values[PLACE_READ] for example in weighed if example.values):
        print("This model has not learnt to read, and what was fitted without would spoil the file.", file=sys.stderr)
        return 1
    ways = WAYS if options.asked[1:] else {way: split for way, split in WAYS.items() if way != "homes"}
    thresholds = {name: _threshold(name, weighed, ruled, ways) for name in MODELS}
    fitted = {name: _weights(name, weighed) for name in MODELS}
    if not options.dry_run:
        FILE.write_text(to_json(fitted, thresholds), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
