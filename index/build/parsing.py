"""Changed files are read and cut in worker processes: any file may be hostile, and its text alone can stall who cuts
it."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TypeVar

from corpus.chunking.context import embedding_texts
from corpus.chunking.passages import cut_passages
from corpus.errors import FileRejectedError
from corpus.near_duplicates import body_of, sketch_of
from corpus.read import read_report
from corpus.sandbox.pool import read_in_workers
from corpus.types import Report, SourceFile, Tokenizer
from index.build.types import BuildSettings, CutReport
from index.machine import cores

T = TypeVar("T")
Wanted = tuple[SourceFile, str]
"""A file to read, and the id that its report gets."""


def read_files(
    corpus: Path, wanted: Sequence[Wanted], settings: BuildSettings
) -> Generator[Report | FileRejectedError, None, None]:
    """The report of each file, in order, or the reason why there is none.

    Files are read by as many processes as there are cores, each file within the time and the memory that `settings`
    allow. Close the iterator to end the processes.
    """
    return _in_workers(wanted, partial(_reader, corpus, settings), settings)


def cut_files(
    corpus: Path, wanted: Sequence[Wanted], settings: BuildSettings, tokenizer: Callable[[], Tokenizer]
) -> Generator[CutReport | FileRejectedError, None, None]:
    """The same with the passages of each report, within the same time and memory. `tokenizer` can be pickled."""
    return _in_workers(wanted, partial(_cutter, corpus, settings, tokenizer), settings)


def _in_workers(
    wanted: Sequence[Wanted], reader: Callable[[], Callable[[Wanted], T]], settings: BuildSettings
) -> Generator[T | FileRejectedError, None, None]:
    return read_in_workers(
        wanted, reader, processes=cores(), seconds=settings.patience, megabytes=settings.read_megabytes
    )


def _reader(corpus: Path, settings: BuildSettings) -> Callable[[Wanted], Report]:
    return partial(_read, corpus, settings)


def _cutter(corpus: Path, settings: BuildSettings, tokenizer: Callable[[], Tokenizer]) -> Callable[[Wanted], CutReport]:
    """What a worker process begins with: the tokenizer is loaded once for all its files."""
    return partial(_cut, corpus, settings, tokenizer())


def _read(corpus: Path, settings: BuildSettings, one: Wanted) -> Report:
    report = read_report(corpus, *one, settings.max_bytes, settings.ocr)
    _refuse_unstorable(report)
    return report


def _cut(corpus: Path, settings: BuildSettings, tokenizer: Tokenizer, one: Wanted) -> CutReport:
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
