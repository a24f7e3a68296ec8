"""Changed files are read and cut in worker processes: any file may be hostile, and its text alone can stall who cuts
it."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from corpus.chunking.context import embedding_texts
from corpus.chunking.passages import cut_passages
from corpus.errors import FileRejectedError
from corpus.near_duplicates import body_of, sketch_of
from corpus.read import read_report
from corpus.sandbox.pool import Workers, read_in_workers
from corpus.types import Report, Tokenizer
from index.build.types import BuildSettings, CutReport, CutTask, Wanted
from index.machine import cores


def read_files(
    corpus: Path, wanted: Sequence[Wanted], settings: BuildSettings
) -> Generator[Report | FileRejectedError, None, None]:
    """The report of each file, in order, or the reason why there is none.

    Files are read by as many processes as there are cores, each file within the time and the memory that `settings`
    allow. Close the iterator to end the processes.
    """
    reader = partial(partial, _read, corpus, settings)
    return read_in_workers(
        wanted, reader, processes=cores(), seconds=settings.patience, megabytes=settings.read_megabytes
    )


def cutters(settings: BuildSettings, tokenizer: Callable[[], Tokenizer]) -> Workers[CutTask, CutReport]:
    """As many processes as there are cores, to read and cut files within the time and the memory that `settings` allow.
    `tokenizer` can be pickled; each process calls it once."""
    return Workers(partial(_cutter, tokenizer), cores(), settings.patience, settings.read_megabytes)


def _cutter(tokenizer: Callable[[], Tokenizer]) -> Callable[[CutTask], CutReport]:
    return partial(_cut, tokenizer())


def _read(corpus: Path, settings: BuildSettings, one: Wanted) -> Report:
    report = read_report(corpus, *one, settings.max_bytes, settings.ocr)
    _refuse_unstorable(report)
    return report


def _cut(tokenizer: Tokenizer, task: CutTask) -> CutReport:
    corpus, settings, one = task
    report = _read(corpus, settings, one)
    passages = cut_passages(report, tokenizer, settings.chunking)
    texts = embedding_texts(report.metadata, passages, tokenizer, settings.chunking)
    return CutReport(report, passages, tuple(texts), sketch_of(body_of(report)))


def _refuse_unstorable(report: Report) -> None:
    """Half of a surrogate pair is no character: it can be neither stored nor sent."""
    described = json.dumps([asdict(report.metadata), report.warnings, report.page_labels], ensure_ascii=False)
    for what, text in (("text", report.text), ("metadata", described)):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            code = f"U+{ord(text[error.start]):04X}"
            raise FileRejectedError(f"its {what} holds {code}, half of a character; write it anew") from error
