"""What each step of the ranking is worth: `python -m eval.retrieval.ablation --home DIR --qmsum DIR --qmsum-home DIR`.

Search as it is, held against search without one step, question by question, on the project's open questions and on
transcripts. What a step is worth is the difference, with its 95 % interval from a paired bootstrap.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import RapporteurError
from eval.retrieval.bootstrap import compare
from eval.retrieval.configurations import STEPS, Values, open_bench
from eval.retrieval.report import align
from eval.types import Difference
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.ranking import WEIGHTS
from index.types import Encoder
from service.settings import load_settings

SHOWN = ("open ndcg", "open recall", "all ndcg_half", "all mrr_half", "all words_recall", "within ndcg_half")


def ablate(home: Path, transcripts_home: Path, transcripts: Path, encoder: Encoder) -> str:
    """The table: a row for each step, a column for each measure."""
    bench = open_bench(home, transcripts_home, transcripts, encoder)
    whole = bench.measure(WEIGHTS)
    worth = {
        "sentences, not whole passages": _worth(whole, _without_windows(home, transcripts_home, transcripts, encoder))
    }
    worth |= {step: _worth(whole, bench.measure(weights)) for step, weights in STEPS.items()}
    rows = [["step", *SHOWN]]
    rows += [[step, *(_cell(differences[measure]) for measure in SHOWN)] for step, differences in worth.items()]
    return align(rows)


def _without_windows(home: Path, transcripts_home: Path, transcripts: Path, encoder: Encoder) -> Values:
    return open_bench(home, transcripts_home, transcripts, encoder, windows=False).measure(WEIGHTS)


def _worth(whole: Values, without: Values) -> Mapping[str, Difference]:
    return {measure: compare(whole[measure], without[measure]) for measure in SHOWN}


def _cell(difference: Difference) -> str:
    return f"{difference.mean:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.ablation", description="What each step is worth.")
    parser.add_argument("--home", type=Path, required=True, help="a home with the sample reports")
    parser.add_argument("--qmsum", type=Path, required=True, help="one split of the QMSum export: train, never val")
    parser.add_argument("--qmsum-home", type=Path, required=True, help="a home built from that split's md folder")
    options = parser.parse_args(arguments)
    try:
        encoder = load_encoder(locate_model(load_settings().model))
        print(ablate(options.home, options.qmsum_home, options.qmsum, encoder))
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
