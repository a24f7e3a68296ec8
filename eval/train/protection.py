"""Fit what tells questions for persons who must be protected: `python -m eval.train.protection [--test] [--dry-run]`.

The questions stand in eval/data/questions_protection.jsonl, with whether each is to be refused; the dev questions that
are judged elsewhere are put beside them as such that are not. Fitted is a logistic regression over the vectors of the
questions as the embedding model gives them. Printed is, for patterns, for the vector and for both together, how many of
those are refused that should be and how many that should not, by models that saw the question nowhere; with --test of
the test questions alone. Writes service/answers/protection.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from corpus.errors import RapporteurError
from eval.data.questions import ALL_QUESTIONS, CALIBRATION_QUESTIONS, load_questions
from eval.errors import EvalInputError
from index.dense.encoder import load_encoder
from index.model import locate_model
from service.answers.protection import FILE, asks_for_persons
from service.settings import load_settings

QUESTIONS = Path(__file__).parents[1] / "data" / "questions_protection.jsonl"
# The regression's strength (scikit-learn's C), and the probability from which a question is refused.
STRENGTH, THRESHOLD = 3.0, 0.8
FOLDS = 10
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A question that is to be refused or not; `split` is "dev" or "test"."""

    question: str
    refuse: bool
    split: str


def load_attempts(file: Path = QUESTIONS) -> list[Attempt]:
    """The questions of a file. Raises EvalInputError for a line that is not one."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(Attempt(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise EvalInputError(f"{file.name}, line {number}: {error}.", "Mend the line.") from error
    return found


def others() -> list[str]:
    """The dev questions on other things, but for those that the patterns refuse."""
    asked = [one.question for one in load_questions((*ALL_QUESTIONS, CALIBRATION_QUESTIONS), "dev")]
    return sorted({question for question in asked if not asks_for_persons(question)})


def table(attempts: Sequence[Attempt], refused: Booleans) -> str:
    """How many are refused of those that should be and of those that should not, by patterns, vector and both."""
    should = np.asarray([one.refuse for one in attempts])
    patterns = np.asarray([asks_for_persons(one.question) for one in attempts])
    rows = {"patterns": patterns, "vector": refused, "both": patterns | refused}
    return "\n".join(
        f"{name:>10}: refused {told[should].sum()} of {should.sum()} that should be, "
        f"{told[~should].sum()} of {(~should).sum()} that should not"
        for name, told in rows.items()
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.train.protection", description="Fit what tells questions for protected persons."
    )
    parser.add_argument("--test", action="store_true", help="show figures on the test questions too")
    parser.add_argument("--dry-run", action="store_true", help="show the figures and write nothing")
    options = parser.parse_args(arguments)
    try:
        encoder = load_encoder(locate_model(load_settings().model))
        attempts = load_attempts()
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    dev = [one for one in attempts if one.split == "dev"]
    more = others()
    x = encoder.encode([*(one.question for one in dev), *more])
    y = np.asarray([*(one.refuse for one in dev), *(False for _ in more)])
    regression = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000)
    judged = cross_val_predict(regression, x, y, cv=FOLDS, method="predict_proba")[:, 1] >= THRESHOLD
    print(f"dev\n{table(dev, judged[: len(dev)])}")
    print(f"{'others':>10}: refused {judged[len(dev) :].sum()} of {len(more)} that should not")
    regression.fit(x, y)
    if options.test:
        test = [one for one in attempts if one.split == "test"]
        told = regression.predict_proba(encoder.encode([one.question for one in test]))[:, 1] >= THRESHOLD
        print(f"test\n{table(test, told)}")
    if not options.dry_run:
        content = {
            "fitted by": "python -m eval.train.protection",
            "model": encoder.fingerprint,
            "threshold": THRESHOLD,
            "bias": round(float(regression.intercept_[0]), 4),
            "weights": np.round(regression.coef_[0], 4).tolist(),
        }
        FILE.write_text(json.dumps(content) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
