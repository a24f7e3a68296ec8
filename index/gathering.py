"""The content of the next build: reports that did not change are taken over, the others are read and cut."""

from __future__ import annotations

from pathlib import Path

from corpus.context import embedding_text
from corpus.errors import FileRejectedError
from corpus.ids import report_ids
from corpus.passages import cut_passages
from corpus.read import read_report
from corpus.types import ChunkSettings, Rejection, Report, Tokenizer
from index.build import BuildSettings, Content, Model, Progress
from index.cache import embedding_key
from index.stock import Input, Stock
from index.store import Store, StoredReport


def gather(
    corpus: Path, stock: Stock, previous: Store | None, model: Model, settings: BuildSettings, progress: Progress
) -> Content:
    """Read what changed since `previous` (None: everything). Every input of `stock` ends in the result."""
    paths = [original.source.path for original in stock.originals]
    ids = report_ids(sorted([*paths, *(duplicate.path for duplicate, _ in stock.copies)]))
    known = {stored.report.path: stored for stored in previous.stored_reports()} if previous else {}
    reports: list[StoredReport] = []
    texts: dict[bytes, str] = {}
    rejected = list(stock.rejected)
    unchanged = 0
    tokenizer: Tokenizer | None = None
    for done, original in enumerate(stock.originals):
        progress("reading", done, len(stock.originals))
        path = original.source.path
        stored = known.get(path)
        if stored and stored.source == original.fingerprint and stored.report.id == ids[path]:
            reports.append(stored)
            unchanged += 1
            continue
        try:
            report = read_report(corpus, original.source, ids[path], settings.max_bytes)
        except FileRejectedError as error:
            rejected.append((Rejection(path, str(error)), original.fingerprint))
            continue
        tokenizer = tokenizer or model.tokenizer()
        reports.append(_cut(report, original, tokenizer, settings.chunking, texts))
    progress("reading", len(stock.originals), len(stock.originals))
    refused = {rejection.path: rejection.reason for rejection, _ in rejected}
    for duplicate, fingerprint in stock.copies:
        if duplicate.of in refused:
            rejected.append((Rejection(duplicate.path, refused[duplicate.of]), fingerprint))
    duplicates = tuple(copy for copy in stock.copies if copy[0].of not in refused)
    rejected.sort(key=lambda item: item[0].path)
    return Content(tuple(reports), texts, unchanged, duplicates, tuple(rejected))


def _cut(
    report: Report, original: Input, tokenizer: Tokenizer, chunking: ChunkSettings, texts: dict[bytes, str]
) -> StoredReport:
    """Cut a report's passages; what is to be embedded goes into `texts` under its key."""
    passages = cut_passages(report, tokenizer, chunking)
    keys = []
    for passage in passages:
        text = embedding_text(report.metadata, passage, tokenizer, chunking)
        keys.append(embedding_key(text))
        texts[keys[-1]] = text
    return StoredReport(report, passages, tuple(keys), original.fingerprint)
