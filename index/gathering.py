"""The content of the next build: reports that did not change are taken over, the others are read and cut."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.context import embedding_texts
from corpus.errors import FileRejectedError, RapporteurError
from corpus.ids import report_ids
from corpus.passages import cut_passages
from corpus.read import read_report
from corpus.types import EmbeddingText, Rejection, Report, Tokenizer
from index.build import BuildSettings, Content, Model, Progress
from index.cache import embedding_key
from index.stock import Input, Stock, fingerprint_after
from index.store import StoredReport
from index.types import Duplicate


def gather(
    corpus: Path,
    stock: Stock,
    known: Mapping[str, StoredReport],
    model: Model,
    settings: BuildSettings,
    progress: Progress,
) -> Content:
    """Read what changed since the build whose reports are `known` by path. Every input of `stock` ends in the result.

    Of inputs with equal bytes the first that can be read becomes the report, the rest its duplicates.
    """
    ids = report_ids([one.source.path for one in stock.inputs()])
    gathered = _Gathering(corpus, known, ids, model, settings, rejected=list(stock.rejected))
    for done, group in enumerate(stock.groups):
        progress("reading", done, len(stock.groups))
        gathered.take(group)
    progress("reading", len(stock.groups), len(stock.groups))
    return gathered.content()


@dataclass(slots=True)
class _Gathering:
    """What has been gathered so far."""

    corpus: Path
    known: Mapping[str, StoredReport]
    ids: dict[str, str]
    model: Model
    settings: BuildSettings
    rejected: list[tuple[Rejection, str]]
    reports: list[StoredReport] = field(default_factory=list)
    duplicates: list[tuple[Duplicate, str]] = field(default_factory=list)
    texts: dict[bytes, EmbeddingText] = field(default_factory=dict)
    unchanged: int = 0
    tokenizer: Tokenizer | None = None

    def content(self) -> Content:
        """Everything, in order of path."""
        return Content(
            reports=tuple(sorted(self.reports, key=lambda stored: stored.report.path)),
            texts=self.texts,
            unchanged=self.unchanged,
            duplicates=tuple(sorted(self.duplicates, key=lambda item: item[0].path)),
            rejected=tuple(sorted(self.rejected, key=lambda item: item[0].path)),
        )

    def take(self, group: tuple[Input, ...]) -> None:
        """One report and its duplicates, or rejections."""
        report: StoredReport | None = None
        for one in group:
            if report:
                self.duplicates.append((Duplicate(one.source.path, report.report.path), one.fingerprint))
            else:
                report = self._unchanged(one) or self._read(one)
        if report:
            self.reports.append(report)

    def _unchanged(self, one: Input) -> StoredReport | None:
        stored = self.known.get(one.source.path)
        if not stored or stored.source != one.fingerprint or stored.report.id != self.ids[one.source.path]:
            return None
        self.unchanged += 1
        return stored

    def _read(self, one: Input) -> StoredReport | None:
        """Read and cut one input; None when it had to be rejected."""
        path, limit = one.source.path, self.settings.max_bytes
        try:
            report = read_report(self.corpus, one.source, self.ids[path], limit)
            _refuse_unstorable(report)
        except FileRejectedError as error:
            self._reject(one, str(error))
            return None
        except (RapporteurError, ImportError):
            raise
        except Exception as error:  # noqa: BLE001  a reader stumbled over its file: that is the file's outcome, not ours
            what = " ".join(str(error).split())[:200]
            self._reject(one, f"could not be read ({type(error).__name__}{': ' + what if what else ''})")
            return None
        return self._cut(report, fingerprint_after(self.corpus, one, limit, read=report.sha256))

    def _reject(self, one: Input, reason: str) -> None:
        fingerprint = fingerprint_after(self.corpus, one, self.settings.max_bytes)
        self.rejected.append((Rejection(one.source.path, reason), fingerprint))

    def _cut(self, report: Report, fingerprint: str) -> StoredReport:
        """Cut a report's passages; what is to be embedded goes into `texts` under its key."""
        self.tokenizer = self.tokenizer or self.model.tokenizer()
        passages = cut_passages(report, self.tokenizer, self.settings.chunking)
        texts = embedding_texts(report.metadata, passages, self.tokenizer, self.settings.chunking)
        keys = tuple(map(embedding_key, texts))
        self.texts.update(zip(keys, texts, strict=True))
        return StoredReport(report, passages, keys, fingerprint)


def _refuse_unstorable(report: Report) -> None:
    """Half of a surrogate pair is no character: it can be neither stored nor sent."""
    described = json.dumps([asdict(report.metadata), report.warnings, report.page_labels], ensure_ascii=False)
    for what, text in (("text", report.text), ("metadata", described)):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            code = f"U+{ord(text[error.start]):04X}"
            raise FileRejectedError(f"its {what} holds {code}, half of a character; write it anew") from error
