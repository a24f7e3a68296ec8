"""Changed files are read: documents in worker processes, since they may be hostile, plain text on the spot."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePosixPath

from corpus.errors import FileRejectedError, RapporteurError
from corpus.formats import INLINE
from corpus.read import read_report
from corpus.sandbox.pool import read_in_workers
from corpus.types import Report, SourceFile
from index.build.types import BuildSettings
from index.machine import cores

Wanted = tuple[SourceFile, str]
"""A file to read, and the id that its report gets."""


def read_files(
    corpus: Path, wanted: Sequence[Wanted], settings: BuildSettings
) -> Generator[Report | FileRejectedError, None, None]:
    """The report of each file, in order, or the reason why there is none.

    Documents are read by as many processes as there are cores, each file within the time and the memory that `settings`
    allow. A process takes a tenth of a second to start, in which sixty digests in Markdown are read: plain text needs
    none. Close the iterator to end the processes.
    """
    tasks = [partial(_read, corpus, source, name, settings.max_bytes, settings.ocr) for source, name in wanted]
    documents = (task for task, (source, _) in zip(tasks, wanted, strict=True) if not _is_inline(source))
    with closing(
        read_in_workers(documents, processes=cores(), seconds=settings.patience, megabytes=settings.read_megabytes)
    ) as results:
        for task, (source, _) in zip(tasks, wanted, strict=True):
            yield _on_the_spot(task) if _is_inline(source) else next(results)


def _is_inline(source: SourceFile) -> bool:
    return PurePosixPath(source.path).suffix.lower() in INLINE


def _read(corpus: Path, source: SourceFile, report_id: str, max_bytes: int, ocr: bool) -> Report:
    """Read one file. Raises FileRejectedError. This is what a worker process does."""
    report = read_report(corpus, source, report_id, max_bytes, ocr)
    _refuse_unstorable(report)
    return report


def _on_the_spot(task: partial[Report]) -> Report | FileRejectedError:
    try:
        return task()
    except FileRejectedError as error:
        return error
    except (RapporteurError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001  a reader stumbled over its file: that is the file's outcome, not ours
        what = " ".join(str(error).split())[:200]
        return FileRejectedError(f"could not be read ({type(error).__name__}{': ' + what if what else ''})")


def _refuse_unstorable(report: Report) -> None:
    """Half of a surrogate pair is no character: it can be neither stored nor sent."""
    described = json.dumps([asdict(report.metadata), report.warnings, report.page_labels], ensure_ascii=False)
    for what, text in (("text", report.text), ("metadata", described)):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            code = f"U+{ord(text[error.start]):04X}"
            raise FileRejectedError(f"its {what} holds {code}, half of a character; write it anew") from error
