"""The content of the next build: reports that did not change are taken over, the others are read and cut."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import FileRejectedError
from corpus.ids import report_ids
from corpus.types import EmbeddingText, Rejection
from index.build.cache import embedding_key
from index.build.inventory import Input, Stock, fingerprint_after
from index.build.near_duplicates import mark_near_duplicates
from index.build.parsing import cutters
from index.build.types import BuildSettings, Content, CutReport, Model, Progress
from index.lexical.glossary import Glossary
from index.storage.store import StoredReport
from index.types import Duplicate

Group = tuple[Input, ...]
"""Inputs of equal bytes, the one to be read first in front."""


def gather(
    corpus: Path,
    stock: Stock,
    known: Mapping[str, StoredReport],
    reported: Collection[str],
    model: Model,
    settings: BuildSettings,
    progress: Progress,
) -> Content:
    """Read what changed since the build whose reports are `known` by path. Every input of `stock` ends in the result.

    Of inputs with equal bytes the first that can be read becomes the report, the rest its duplicates. Those that were
    `reported` under their path in the build before go first, so that a copy with an earlier name does not take over a
    report's id and leave its links dead.
    """
    ids = report_ids([one.source.path for one in stock.inputs()])
    gathered = _Gathering(corpus, known, ids, settings, stock.glossary, rejected=list(stock.rejected))
    waiting: Sequence[Group] = [_settled(group, reported) for group in stock.groups]
    progress("reading", 0, len(stock.groups))
    with ExitStack() as held:
        workers = model.workers or held.enter_context(closing(cutters(settings, model.tokenizer)))
        while waiting:
            changed = [group for group in waiting if not gathered.take_over(group)]
            waiting = []
            wanted = [(corpus, settings, (group[0].source, ids[group[0].source.path])) for group in changed]
            with closing(workers.read(wanted)) as outcomes:
                for group, outcome in zip(changed, outcomes, strict=True):
                    waiting += gathered.take(group, outcome)
                    progress("reading", gathered.settled, len(stock.groups))
    progress("reading", len(stock.groups), len(stock.groups))
    return gathered.content()


def _settled(group: Group, reported: Collection[str]) -> Group:
    """The group with what was a report before in front; but behind what has a sidecar, since somebody described it."""
    return tuple(sorted(group, key=lambda one: (one.source.sidecar is None, one.source.path not in reported)))


@dataclass(slots=True)
class _Gathering:
    """What has been gathered so far."""

    corpus: Path
    known: Mapping[str, StoredReport]
    ids: dict[str, str]
    settings: BuildSettings
    glossary: Glossary
    rejected: list[tuple[Rejection, str]]
    reports: list[StoredReport] = field(default_factory=list)
    duplicates: list[tuple[Duplicate, str]] = field(default_factory=list)
    texts: dict[bytes, EmbeddingText] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    unchanged: int = 0

    def content(self) -> Content:
        """Everything, in order of path."""
        return Content(
            reports=mark_near_duplicates(sorted(self.reports, key=lambda stored: stored.report.path), self.fresh),
            texts=self.texts,
            unchanged=self.unchanged,
            duplicates=tuple(sorted(self.duplicates, key=lambda item: item[0].path)),
            rejected=tuple(sorted(self.rejected, key=lambda item: item[0].path)),
            glossary=self.glossary,
        )

    @property
    def settled(self) -> int:
        """How many groups have become a report."""
        return len(self.reports)

    def take_over(self, group: Group) -> bool:
        """Whether the first of a group is a report of the last build, unchanged; then that is taken over."""
        first = group[0]
        stored = self.known.get(first.source.path)
        if not stored or stored.source != first.fingerprint or stored.report.id != self.ids[first.source.path]:
            return False
        self.unchanged += 1
        self._settle(group, stored)
        return True

    def take(self, group: Group, outcome: CutReport | FileRejectedError) -> list[Group]:
        """What came of reading the first of a group. When that is nothing, the others of the group are left to try."""
        first, others = group[0], group[1:]
        if isinstance(outcome, FileRejectedError):
            self._reject(first, str(outcome))
            return [others] if others else []
        report, keys = outcome.report, tuple(map(embedding_key, outcome.texts))
        source = fingerprint_after(self.corpus, first, self.settings.max_bytes, read=report.sha256)
        self.fresh.add(report.id)
        self.texts.update(zip(keys, outcome.texts, strict=True))
        self._settle(group, StoredReport(report, outcome.passages, keys, source, outcome.sketch))
        return []

    def _settle(self, group: Group, report: StoredReport) -> None:
        self.reports.append(report)
        for one in group[1:]:
            self.duplicates.append((Duplicate(one.source.path, report.report.path), one.fingerprint))

    def _reject(self, one: Input, reason: str) -> None:
        fingerprint = fingerprint_after(self.corpus, one, self.settings.max_bytes)
        self.rejected.append((Rejection(one.source.path, reason), fingerprint))
