"""Rebuilds killed at any moment while a service answers: `python -m eval.robustness.torture --kills 50 [--json]`.

The command line itself rebuilds a copy of the sample (or of --corpus) that is edited before each rebuild, so that each
has work to do, and is killed with SIGKILL: a third at any moment of its whole duration, a third while the new build is
written, a third around its publication. After each kill the home is verified; at the end one rebuild runs through.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import RapporteurError
from eval.errors import EvalInputError
from eval.retrieval.report import align
from eval.speed.asking import Asking, asking
from eval.speed.serving import serving
from index.build.integrity import verify
from index.storage.home import live_build, published_builds

SAMPLE_CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
QUESTION = "how were victim-centred approaches discussed?"
SEED = 2026


@dataclass(frozen=True, slots=True)
class Torture:
    """What came of it. `kills` struck a running rebuild, `completed` came too late and let one finish; `published` are
    the kills after which the new build was live. Leftovers are files in the home that belong to no published build,
    the most at any moment and those after the last rebuild; sizes are megabytes of the whole home."""

    kills: int
    completed: int
    published: int
    requests: int
    failed_requests: int
    builds_that_answered: int
    verify_failures: int
    last_rebuild: str
    leftovers_most: int
    leftovers_after: int
    builds_most: int
    size_before: float
    size_most: float
    size_after: float
    rebuild_seconds: float


def torture(corpus: Path, kills: int, tell: Callable[[str], None] = lambda line: None) -> Torture:
    """Run it in a temporary folder. Raises EvalInputError when a rebuild fails without being killed."""
    if not any(corpus.rglob("*.md")):
        raise EvalInputError(f"There are no Markdown reports in {corpus}.", "Name a folder that has some.")
    with tempfile.TemporaryDirectory() as folder:
        copy, home = Path(folder) / "corpus", Path(folder) / "home"
        shutil.copytree(corpus, copy)
        _rebuild_through(copy, home)
        edit(copy, 0)
        began = time.monotonic()
        _rebuild_through(copy, home)
        takes = time.monotonic() - began
        with serving(home) as service, asking(service, QUESTION) as asked:
            return _torture(copy, home, kills, takes, asked, tell)


def edit(corpus: Path, state: int) -> None:
    """Change one paragraph of one report, another one each time."""
    files = sorted(corpus.rglob("*.md"))
    file = files[state % len(files)]
    with file.open("a", encoding="utf-8") as report:
        report.write(f"\n\nA remark added to this report says that its state is number {state}.\n")


def _torture(corpus: Path, home: Path, kills: int, takes: float, asked: Asking, tell: Callable[[str], None]) -> Torture:
    moments = random.Random(SEED)
    before = _megabytes(home)
    struck = completed = published = broken = 0
    leftovers, builds, sizes = [0], [0], [before]
    while struck < kills:
        edit(corpus, struck + completed + 1)
        live = live_build(home)
        with _rebuild(corpus, home) as process:
            _wait_for_the_moment(home, process, takes, moments, (struck + completed) % 3)
            process.kill()
        ran_through = process.returncode >= 0
        struck, completed = struck + (not ran_through), completed + ran_through
        published += not ran_through and live_build(home) != live
        try:
            verify(home)
        except RapporteurError as error:
            broken += 1
            tell(f"verify: {error}")
        leftovers.append(count_leftovers(home))
        builds.append(len(published_builds(home)))
        sizes.append(_megabytes(home))
        tell(f"{struck} of {kills} killed, {asked.requests} requests, {asked.failed} failed")
        if completed > kills:
            raise EvalInputError("Rebuilds end before they can be killed.", "Name a larger corpus.")
    edit(corpus, kills + completed + 1)
    last = _rebuild_through(corpus, home)
    verify(home)
    return Torture(
        kills=struck,
        completed=completed,
        published=published,
        requests=asked.requests,
        failed_requests=asked.failed,
        builds_that_answered=len(asked.builds),
        verify_failures=broken,
        last_rebuild=f"{last['reports']} reports, {last['passages']} passages, {last['embedded']} embedded",
        leftovers_most=max(leftovers),
        leftovers_after=count_leftovers(home),
        builds_most=max(builds),
        size_before=before,
        size_most=max(sizes),
        size_after=_megabytes(home),
        rebuild_seconds=round(takes, 1),
    )


def _wait_for_the_moment(
    home: Path, process: subprocess.Popen[str], takes: float, moments: random.Random, kind: int
) -> None:
    """Until the rebuild is at a random point: of all (0), of writing the build (1), of its publication (2)."""
    if kind == 0:
        time.sleep(takes * moments.uniform(0, 1))
        return
    pattern = ".*" if kind == 1 else ".*/manifest.json"
    while process.poll() is None and not any((home / "builds").glob(pattern)):
        time.sleep(0.0005)
    time.sleep(moments.uniform(0, 0.3 if kind == 1 else 0.05))


def _rebuild(corpus: Path, home: Path) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "service.cli",
        "rebuild",
        "--corpus",
        str(corpus),
        "--home",
        str(home),
        "--json",
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _rebuild_through(corpus: Path, home: Path) -> dict[str, object]:
    with _rebuild(corpus, home) as process:
        out, err = process.communicate()
    if process.returncode != 0:
        raise EvalInputError(f"A rebuild failed: {err.strip()}", "Try `rapporteur rebuild`.")
    summary: dict[str, object] = json.loads(out)
    return summary


def count_leftovers(home: Path) -> int:
    whole = {home / "builds" / build for build in published_builds(home)}
    known = {home / "CURRENT", home / "LOCK", home / "PURGED", *(home / "cache").glob("*.sqlite")}
    known |= set(home.glob("models/*/*"))
    files = {path for path in home.rglob("*") if path.is_file()} - known
    return sum(1 for file in files if not any(file.is_relative_to(build) for build in whole))


def _megabytes(home: Path) -> float:
    total = 0
    for path in list(home.rglob("*")):
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # SQLite's journal comes and goes
            continue
    return round(total / 1e6, 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line: exit 1 when a request or a verification failed or leftovers stayed."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.robustness.torture", description="Kill rebuilds while a service runs."
    )
    parser.add_argument("--kills", type=int, default=50, help="how many rebuilds are killed (50)")
    parser.add_argument("--corpus", type=Path, default=SAMPLE_CORPUS, help="folder of Markdown reports (the sample)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    tell: Callable[[str], None] = (lambda line: print(line, file=sys.stderr)) if sys.stderr.isatty() else lambda _: None
    try:
        result = torture(options.corpus, options.kills, tell)
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    data = asdict(result)
    print(json.dumps(data) if options.json else align([[name.replace("_", " "), str(v)] for name, v in data.items()]))
    return int(bool(result.failed_requests or result.verify_failures or result.leftovers_after))


if __name__ == "__main__":
    sys.exit(main())
