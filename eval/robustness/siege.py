"""What a hostile tester would try against a real service and its home: `python -m eval.robustness.siege [--quick]`.

Rebuilds are killed, requests are half sent, one client loads the service, bits are flipped, the disk is full, reports
are hostile, one is purged and looked for, and the connections that the programs open are watched. All of it is done to
copies of the sample. Prints one table: what was tried, how often, and how often something was lost. Exits 1 when
anything was.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from corpus.errors import RapporteurError
from eval.retrieval.report import align
from eval.robustness import trials
from eval.robustness.torture import SAMPLE_CORPUS, torture
from eval.robustness.trials import Ground, Trial

KILLS, FLIPS, ROUNDS = 30, 22, 4


def besiege(folder: Path, kills: int, flips: int, rounds: int) -> dict[str, Callable[[], Trial]]:
    """The trials by name, which share a ground that is made in `folder`."""
    ground = Ground.made(folder, SAMPLE_CORPUS)
    return {
        "kills": partial(_kills, kills),
        "half-sent": partial(trials.half_sent, ground, rounds),
        "heavy": partial(trials.heavy_beside_light, ground, rounds),
        "bits": partial(trials.flipped_bits, ground, flips),
        "disk": partial(trials.full_disk, ground, rounds),
        "hostile": partial(trials.hostile_corpus, ground),
        "purge": partial(trials.purged, ground),
        "outgoing": partial(trials.outgoing_calls, ground),
    }


TRIALS = ("kills", "half-sent", "heavy", "bits", "disk", "hostile", "purge", "outgoing")


def _kills(kills: int) -> Trial:
    done = torture(SAMPLE_CORPUS, kills)
    lost = done.failed_requests + done.verify_failures + done.leftovers_after
    return Trial(
        "rebuilds killed while it answers",
        done.kills,
        lost,
        f"{done.requests} searches by {done.builds_that_answered} builds, {done.published} kills after publication",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line: exit 1 when something was lost."""
    parser = argparse.ArgumentParser(prog="python -m eval.robustness.siege", description="Besiege a real service.")
    parser.add_argument("--only", nargs="+", choices=TRIALS, default=TRIALS, help="these trials (all)")
    parser.add_argument("--quick", action="store_true", help="a few of each, to see that it works")
    parser.add_argument("--json", action="store_true", help="print one JSON object a trial")
    options = parser.parse_args(arguments)
    counts = (2, 4, 1) if options.quick else (KILLS, FLIPS, ROUNDS)
    done = []
    with tempfile.TemporaryDirectory(prefix="rapporteur-siege-") as folder:
        try:
            for name, run in besiege(Path(folder), *counts).items():
                if name in options.only:
                    begun = time.monotonic()
                    done.append(run())
                    print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
        except RapporteurError as error:
            print(error, file=sys.stderr)
            return 1
    if options.json:
        print("\n".join(json.dumps(asdict(trial)) for trial in done))
    else:
        heads = ["what was tried", "how often", "lost", "seen"]
        print(align([heads, *([t.what, str(t.tried), str(t.lost), t.seen] for t in done)]))
    return int(any(trial.lost for trial in done))


if __name__ == "__main__":
    sys.exit(main())
