"""Where the weights come from: `python -m eval.retrieval.tune --home DIR --qmsum DIR --qmsum-home DIR [--rounds N]`.

Coordinate search from the weights as they are (index.search.ranking.WEIGHTS): each weight in turn takes the value of
its grid that gives the highest mean over all measures of eval.retrieval.configurations, on the project's open questions
and on training transcripts; rounds are repeated until nothing changes. It prints every figure and what to write into
index/search/ranking.py. A few values for each weight are enough: near the best the mean is flat, and finer ones would
follow the noise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.errors import RapporteurError
from eval.retrieval.configurations import Bench, mean, open_bench
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.ranking import WEIGHTS, RankingWeights
from service.settings import load_settings

# A change below this is noise, and the weight stays as it is.
LEAST_GAIN = 0.002
GRID: Mapping[str, Sequence[Any]] = {
    "words": (0.0, 0.5, 1.0, 1.5, 2.0),
    "keyword": (0.0, 1.5, 2.5, 4.0),
    "neighbour_decay": (
        (1.0,),
        (1.0, 0.5),
        (1.0, 0.7, 0.49, 0.34),
        (1.0, 0.8, 0.64, 0.512, 0.41),
        (1.0, 0.9, 0.8, 0.7, 0.6),
    ),
    "around": ((1.0,), (1.0, 0.5, 0.25), (1.0, 0.8, 0.6, 0.4, 0.2), (1.0, 0.9, 0.8, 0.7, 0.6)),
    "own_words": (0.0, 0.25, 0.5, 0.75),
    "own_keyword": (0.0, 0.3, 0.625, 1.0),
    "report": (0.0, 0.4, 0.75, 1.1),
    "fit": (0.0, 0.3, 1.0),
}


def tune(bench: Bench, weights: RankingWeights, rounds: int) -> RankingWeights:
    """The best weights found from `weights` on; prints what was tried."""
    best = mean(bench.measure(weights))
    print(f"{best:.4f}  as it is: {weights}")
    for _ in range(rounds):
        before = weights
        for name, values in GRID.items():
            weights, best = _best_value(bench, weights, best, name, values)
        if weights == before:
            break
    return weights


def _best_value(
    bench: Bench, weights: RankingWeights, best: float, name: str, values: Sequence[Any]
) -> tuple[RankingWeights, float]:
    chosen = weights
    for value in values:
        if value == getattr(weights, name):
            continue
        other = replace(weights, **{name: value})
        found = mean(bench.measure(other))
        print(f"{found:.4f}  {name} = {value}", flush=True)
        if found > best + LEAST_GAIN:
            chosen, best = other, found
    return chosen, best


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.retrieval.tune", description="Find the weights of the ranking."
    )
    parser.add_argument("--home", type=Path, required=True, help="a home with the sample reports")
    parser.add_argument("--qmsum", type=Path, required=True, help="one split of the QMSum export: train, never val")
    parser.add_argument("--qmsum-home", type=Path, required=True, help="a home built from that split's md folder")
    parser.add_argument("--rounds", type=int, default=2, help="how often to go through all weights (2)")
    options = parser.parse_args(arguments)
    try:
        encoder = load_encoder(locate_model(load_settings().model))
        bench = open_bench(options.home, options.qmsum_home, options.qmsum, encoder)
        print(tune(bench, WEIGHTS, options.rounds))
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
