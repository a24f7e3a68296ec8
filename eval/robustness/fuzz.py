"""Damage files by chance and read them: each has to end as a report or as a rejection, and the run has to end.

    python -m eval.robustness.fuzz --files 2000 --seed 1

Prints, for each format, how many files were read and how many were rejected, and why. Exit code 1 when a file is
unaccounted for. The same seed damages the same files in the same way.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.errors import FileRejectedError
from corpus.read import read_report
from corpus.sandbox.pool import read_in_workers
from corpus.types import Report, SourceFile
from eval.robustness.fuzz_mutations import mutated
from eval.robustness.fuzz_seeds import seeds

_PDFS = Path(__file__).resolve().parents[3] / "shared" / "reports" / "un"
_OUTCOMES = ("read", "rejected", "reader stumbled", "took too long", "too much memory", "crashed")
_REASONS = {
    "could not be read (": "reader stumbled",
    "took longer": "took too long",
    "needed more": "too much memory",
    "crashed": "crashed",
}


@dataclass(frozen=True, slots=True)
class FuzzRun:
    """How the files of a run ended: a count for each format and outcome, and the reasons of rejections."""

    files: int
    outcomes: Counter[tuple[str, str]]
    reasons: Counter[str]
    seconds: float

    @property
    def accounted(self) -> int:
        """Files that ended as a report or as a rejection."""
        return self.outcomes.total()


def fuzz(files: int, seed: int, *, pdf_folder: Path | None, processes: int, seconds: float, megabytes: int) -> FuzzRun:
    """Damage `files` files, a third of each format, and read them in workers with these limits."""
    begun = time.monotonic()
    outcomes: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        names = _damaged_files(Path(folder), files, seed, pdf_folder)
        reader = partial(_reader, Path(folder))
        results = read_in_workers(names, reader, processes=processes, seconds=seconds, megabytes=megabytes)
        for number, result in enumerate(results):
            outcome = _outcome(result)
            outcomes[_suffix(number), outcome] += 1
            if isinstance(result, FileRejectedError):
                reasons[f"{_suffix(number)} {result.message}"] += 1
            (Path(folder) / _name(number)).unlink()
    return FuzzRun(files, outcomes, reasons, time.monotonic() - begun)


def _reader(folder: Path) -> Callable[[str], Report]:
    return lambda name: read_report(folder, SourceFile(name), Path(name).stem)


def table(run: FuzzRun) -> str:
    """The run for people."""
    lines = ["format  " + "".join(f"{outcome:>17}" for outcome in _OUTCOMES)]
    lines += [
        f"{suffix:8}" + "".join(f"{run.outcomes[suffix, outcome]:17}" for outcome in _OUTCOMES) for suffix in _SUFFIXES
    ]
    lines += [f"  {count} x {reason}" for reason, count in run.reasons.most_common(20)]
    rate = run.files / max(run.seconds, 1e-9)
    lines.append(f"{run.accounted} of {run.files} files accounted for in {run.seconds:.0f} s ({rate:.0f} a second)")
    return "\n".join(lines)


_SUFFIXES = (".pdf", ".docx", ".html")


def _suffix(number: int) -> str:
    return _SUFFIXES[number % len(_SUFFIXES)]


def _name(number: int) -> str:
    return f"{number:06}{_suffix(number)}"


def _damaged_files(folder: Path, files: int, seed: int, pdf_folder: Path | None) -> Iterator[str]:
    """Write one file after the other, as they are asked for."""
    sound = seeds(pdf_folder)
    dice = random.Random(seed)
    for number in range(files):
        data = mutated(dice.choice(sound[_suffix(number)]), dice)
        (folder / _name(number)).write_bytes(data)
        yield _name(number)


def _outcome(result: Report | FileRejectedError) -> str:
    if isinstance(result, Report):
        return "read"
    return next((outcome for start, outcome in _REASONS.items() if str(result).startswith(start)), "rejected")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.robustness.fuzz", description="Damage files by chance and read them."
    )
    parser.add_argument("--files", type=int, default=2000, help="how many (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="what decides the damage (default: 1)")
    parser.add_argument("--pdfs", type=Path, default=_PDFS, help="a folder with real PDFs, taken where it is there")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="workers (default: one a core)")
    parser.add_argument("--seconds", type=float, default=20, help="time limit of a file (default: 20)")
    parser.add_argument("--megabytes", type=int, default=1024, help="memory limit of a worker (default: 1024)")
    given = parser.parse_args(arguments)
    run = fuzz(
        given.files,
        given.seed,
        pdf_folder=given.pdfs if given.pdfs.is_dir() else None,
        processes=given.processes,
        seconds=given.seconds,
        megabytes=given.megabytes,
    )
    print(table(run))
    return 0 if run.accounted == run.files else 1


if __name__ == "__main__":
    sys.exit(main())
