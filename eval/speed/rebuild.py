"""How fast a full rebuild is beside plain encoding of the same texts."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from corpus.chunking.context import embedding_text
from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.search.opening import open_live
from index.search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class RebuildSpeed:
    """Seconds of alternating runs over the same passages, the model loaded beforehand for both."""

    passages: int
    rebuild: tuple[float, ...]
    plain: tuple[float, ...]

    @property
    def rebuild_rate(self) -> float:
        """Passages per second of a full rebuild, reading, cutting and writing included; the median run."""
        return self.passages / median(self.rebuild)

    @property
    def plain_rate(self) -> float:
        """Passages per second of plain encoding; the median run."""
        return self.passages / median(self.plain)

    @property
    def ratio(self) -> float:
        """Median time of a rebuild / median time of plain encoding."""
        return median(self.rebuild) / median(self.plain)


def rebuild_speed(
    corpus: Path,
    home: Path,
    model: Model,
    settings: BuildSettings,
    plain: Callable[[list[str]], object],
    runs: int,
) -> RebuildSpeed:
    """Rebuild `corpus` from nothing and encode its embedding texts plainly, in turns, `runs` times each. `home`, which
    has no build yet, is left with one."""
    rebuilds = [_timed(partial(rebuild, corpus, home, model, settings))]
    texts = embedding_texts(open_live(home, model.encoder()), model, settings)
    plains = [_timed(partial(plain, texts))]
    for _ in range(runs - 1):
        with tempfile.TemporaryDirectory() as empty:
            rebuilds.append(_timed(partial(rebuild, corpus, Path(empty), model, settings)))
        plains.append(_timed(partial(plain, texts)))
    return RebuildSpeed(len(texts), tuple(rebuilds), tuple(plains))


def embedding_texts(searcher: Searcher, model: Model, settings: BuildSettings) -> list[str]:
    """What was embedded for every passage of a build, in the order of the reports."""
    tokenizer = model.tokenizer()
    try:
        return [
            embedding_text(report.metadata, passage, tokenizer, settings.chunking)
            for report in searcher.summaries(limit=searcher.manifest.reports)
            for passage in searcher.passages(report.id)
        ]
    finally:
        searcher.close()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
