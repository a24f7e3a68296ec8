"""Fit the decision that nothing answers a question: `python -m eval.calibrate --home DIR [DIR ...] [--dry-run]`.

Only open questions are used. Each home gives examples of three kinds:

    own      questions with an answer in it, and the unanswerable ones
    foreign  questions about reports that the home does not have, as unanswerable; they count half
    missing  questions of fact and paraphrases, asked with the reports that answer them left out, as unanswerable; since
             another report may answer too, they count little

The figures are cross-validated: a question, wherever it was asked, is judged by a model that never saw it. They are
about the own questions alone. Questions that ask for protected persons are decided by rule and take no part in the fit;
they count as found out. The threshold is the one with the best F1 that refuses at most MOST_REFUSED of the answerable.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import RapporteurError
from eval.logistic import Array, Logistic, fit
from eval.questions import ALL_QUESTIONS, in_build, load_questions
from eval.report import align
from eval.types import Question
from index.encoder import load_encoder
from index.model import locate_model
from index.opening import open_live
from index.searcher import Searcher
from index.types import Filters
from service.answers import Answerer
from service.answers_protection import asks_for_persons
from service.answers_signals import Signals
from service.answers_verdict import FILE
from service.citations import Citer
from service.settings import load_settings

COUNTS = {"own": 1.0, "foreign": 0.5, "missing": 0.15}
RIDGE = 2.0
FOLDS, ROUNDS, SEED = 5, 5, 20260101
MOST_REFUSED = 0.045
NAMES = [field.name for field in fields(Signals)]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Example:
    """One question as it was asked of one home."""

    question: str
    home: str
    kind: str
    answerable: bool
    values: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Figures:
    """How well "not found" is told, and what share of the answerable is refused."""

    area: float
    precision: float
    recall: float
    f1: float
    refused: float
    answerable: int
    unanswerable: int


def examples(searcher: Searcher, questions: Sequence[Question], home: str) -> Iterator[Example]:
    """What one home gives. `values` is None for a question that the rule on protected persons decides."""
    answerer = Answerer(searcher, Citer(searcher))
    reports = searcher.summaries(searcher.manifest.reports)
    known = {report.id for report in reports}
    for question in in_build(questions, reports):
        judged = {judgment.report for judgment in question.relevant}
        if judged & known and not judged <= known:
            continue  # answered in part: neither one nor the other
        kind = "own" if judged <= known else "foreign"
        yield _example(answerer, question, home, kind, Filters())
        if judged and judged <= known and question.kind in ("fact", "paraphrase"):
            yield _example(answerer, question, home, "missing", Filters(report=tuple(sorted(known - judged))))


def cross_validated(found: Sequence[Example]) -> Array:
    """The probability of an answer for each example, by models that saw the question nowhere."""
    x, y, counts = _arrays(found)
    groups = np.asarray([example.question for example in found])
    probabilities = np.zeros(len(found))
    for turn in range(ROUNDS):
        generator = np.random.default_rng(SEED + turn)
        names = generator.permutation(np.unique(groups))
        fold = dict(zip(names.tolist(), (np.arange(len(names)) % FOLDS).tolist(), strict=True))
        folds = np.asarray([fold[group] for group in groups.tolist()])
        for held in range(FOLDS):
            model = fit(x[folds != held], y[folds != held], counts[folds != held], RIDGE)
            probabilities[folds == held] += model.probabilities(x[folds == held]) / ROUNDS
    return probabilities


def figures(probabilities: Array, answerable: Booleans, threshold: float, by_rule: int) -> Figures:
    """The figures at a threshold, with `by_rule` unanswerable questions found out by rule."""
    silent = probabilities < threshold
    right = int((silent & ~answerable).sum()) + by_rule
    told, unanswerable = int(silent.sum()) + by_rule, int((~answerable).sum()) + by_rule
    wrong = told - right
    return Figures(
        area=_area(probabilities, answerable),
        precision=right / told if told else 0.0,
        recall=right / unanswerable if unanswerable else 0.0,
        f1=2 * right / (told + unanswerable) if told + unanswerable else 0.0,
        refused=wrong / int(answerable.sum()) if answerable.any() else 0.0,
        answerable=int(answerable.sum()),
        unanswerable=unanswerable,
    )


def best_threshold(probabilities: Array, answerable: Booleans) -> float:
    """The threshold with the best F1 that refuses few enough of the answerable."""
    tried = np.unique(np.append(probabilities, 0.0))
    allowed = [t for t in tried if (probabilities[answerable] < t).mean() <= MOST_REFUSED]
    return float(max(allowed, key=lambda t: figures(probabilities, answerable, float(t), 0).f1))


def to_json(model: Logistic, threshold: float) -> str:
    """The content of the file that the service reads."""
    columns = {"weights": model.weights, "means": model.means, "scales": model.scales}
    content = {key: dict(zip(NAMES, (round(v, 4) for v in row.tolist()), strict=True)) for key, row in columns.items()}
    whole = {"fitted by": "python -m eval.calibrate", **content, "bias": round(model.bias, 4)}
    return json.dumps(whole | {"threshold": round(threshold, 4)}, indent=1) + "\n"


def _example(answerer: Answerer, question: Question, home: str, kind: str, filters: Filters) -> Example:
    ruled = asks_for_persons(question.question)
    weighed = None if ruled else answerer.weigh(question.question, filters)
    # A question about which nothing at all was found needs no decision.
    values = tuple(weighed.values()) if weighed else None
    return Example(question.question, home, kind, kind == "own" and bool(question.relevant), values)


def _arrays(found: Sequence[Example]) -> tuple[Array, Array, Array]:
    x = np.asarray([example.values for example in found], dtype=np.float64)
    y = np.asarray([example.answerable for example in found], dtype=np.float64)
    return x, y, np.asarray([COUNTS[example.kind] for example in found])


def _area(probabilities: Array, answerable: Booleans) -> float:
    """The area under the ROC curve: how often an answerable question is ranked above an unanswerable one."""
    above = probabilities[answerable][:, None] - probabilities[~answerable][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean()) if above.size else 0.0


def _table(found: Sequence[Example], probabilities: Array, threshold: float, ruled: Sequence[Example]) -> str:
    rows: list[Sequence[str]] = [["home", "answerable", "unanswerable", "AUC", "precision", "recall", "F1", "refused"]]
    for home in dict.fromkeys(example.home for example in found):
        own = np.asarray([example.home == home and example.kind == "own" for example in found])
        answerable = np.asarray([example.answerable for example in found])
        by_rule = sum(example.home == home and example.kind == "own" for example in ruled)
        got = figures(probabilities[own], answerable[own], threshold, by_rule)
        shares = (got.area, got.precision, got.recall, got.f1, got.refused)
        rows.append([home, str(got.answerable), str(got.unanswerable), *(f"{share:.3f}" for share in shares)])
    return align(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description="Fit the decision of not_found.")
    parser.add_argument("--home", type=Path, nargs="+", required=True, help="homes with the reports of the questions")
    parser.add_argument("--questions", type=Path, nargs="+", default=ALL_QUESTIONS, help="JSON lines (all four files)")
    parser.add_argument("--dry-run", action="store_true", help="show the figures and write nothing")
    options = parser.parse_args(arguments)
    found: list[Example] = []
    try:
        questions = load_questions(options.questions, "open")
        encoder = load_encoder(locate_model(load_settings().model))
        for home in options.home:
            searcher = open_live(home, encoder)
            try:
                found += examples(searcher, questions, home.name)
            finally:
                searcher.close()
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    ruled = [example for example in found if example.values is None and not example.answerable]
    weighed = [example for example in found if example.values is not None]
    probabilities = cross_validated(weighed)
    own = np.asarray([example.kind == "own" for example in weighed])
    answerable = np.asarray([example.answerable for example in weighed])
    threshold = best_threshold(probabilities[own], answerable[own])
    print(_table(weighed, probabilities, threshold, ruled))
    model = fit(*_arrays(weighed), RIDGE)
    for name, weight in sorted(zip(NAMES, model.weights.tolist(), strict=True), key=lambda pair: -abs(pair[1])):
        print(f"{name:>10}  {weight:+.2f}")
    if not options.dry_run:
        FILE.write_text(to_json(model, threshold), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
