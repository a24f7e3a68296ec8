"""Reports and passages of one build in SQLite. Texts are stored once; passages are cut from them when asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.types import Block, BlockKind, FieldReading, Metadata, Passage, Rejection, Report, ReportSummary
from index.errors import BuildDamagedError, UnknownPassageError, UnknownReportError
from index.storage.manifest import REMEDY
from index.types import Duplicate

if TYPE_CHECKING:
    from index.types import Rows

TEXTS_HELD = 64
SCHEMA = """
CREATE TABLE reports (
    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, sha256 TEXT NOT NULL,
    source TEXT NOT NULL, metadata TEXT NOT NULL, words INTEGER NOT NULL, warnings TEXT NOT NULL, labels TEXT NOT NULL,
    sketch BLOB NOT NULL, twins TEXT NOT NULL, paragraphs INTEGER NOT NULL, numbered INTEGER NOT NULL,
    readings TEXT NOT NULL, blocks TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report INTEGER NOT NULL REFERENCES reports,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, details TEXT NOT NULL, embedding BLOB NOT NULL,
    alike INTEGER NOT NULL
);
CREATE INDEX passages_by_report ON passages (report, row);
CREATE TABLE rejected (path TEXT NOT NULL, reason TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE duplicates (path TEXT NOT NULL, original TEXT NOT NULL, source TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report with its passages, the keys of their embeddings, the fingerprint of the files it was read from, and the
    sketch by which those that are nearly the same text are found."""

    report: Report
    passages: tuple[Passage, ...]
    embeddings: tuple[bytes, ...]
    source: str
    sketch: bytes = b""


def write_store(
    reports: Sequence[StoredReport],
    rejected: Sequence[tuple[Rejection, str]],
    duplicates: Sequence[tuple[Duplicate, str]],
    file: Path,
    alike: Mapping[int, int] | None = None,
) -> None:
    """Write a new store. Rows follow the order of `reports` and of their passages. Rejections and duplicates come with
    the fingerprint of their file. `alike` has the row of the first passage with nearly the same text for those that are
    not the first. Nothing is durable yet: publishing a build sees to that."""
    with closing(sqlite3.connect(file)) as db, db:
        db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
        row = 0
        for ordinal, stored in enumerate(reports):
            values = _report_row(ordinal, stored)
            db.execute(f"INSERT INTO reports VALUES ({','.join('?' * len(values))})", values)
            for passage, key in zip(stored.passages, stored.embeddings, strict=True):
                details = [passage.headings, passage.paragraphs, passage.pages, passage.speakers]
                place = row, passage.id, ordinal, passage.start, passage.end
                same = (alike or {}).get(row, row)
                db.execute("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*place, _dump(details), key, same))
                row += 1
        db.executemany("INSERT INTO rejected VALUES (?, ?, ?)", [(r.path, r.reason, s) for r, s in rejected])
        db.executemany("INSERT INTO duplicates VALUES (?, ?, ?)", [(d.path, d.of, s) for d, s in duplicates])


def embedding_keys(file: Path) -> set[bytes]:
    """The cache keys of all passages in the store `file`. Raises BuildDamagedError when it cannot be read."""
    try:
        with closing(_connect(file)) as db:
            return {key for (key,) in db.execute("SELECT embedding FROM passages")}
    except sqlite3.DatabaseError as error:
        raise _unreadable(file, error) from error


def titles_and_sources(file: Path) -> dict[str, tuple[str, str]]:
    """The title of each report in the store `file` and the fingerprint of its files, by path. Raises BuildDamagedError
    when it cannot be read."""
    query = "SELECT path, json_extract(metadata, '$.title'), source FROM reports"
    try:
        with closing(_connect(file)) as db:
            return {path: (title, source) for path, title, source in db.execute(query)}
    except sqlite3.DatabaseError as error:
        raise _unreadable(file, error) from error


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A file that was indexed as the report `id`."""

    id: str
    path: str
    sha256: str


def files_of(file: Path) -> tuple[IndexedFile, ...]:
    """The files in the store `file`, those of duplicates too. Raises BuildDamagedError when it cannot be read."""
    query = (
        "SELECT id, path, sha256 FROM reports UNION ALL SELECT reports.id, duplicates.path, reports.sha256 "
        "FROM duplicates JOIN reports ON reports.path = duplicates.original"
    )
    try:
        with closing(_connect(file)) as db:
            return tuple(IndexedFile(*row) for row in db.execute(query))
    except sqlite3.DatabaseError as error:
        raise _unreadable(file, error) from error


def named_in(file: Path) -> frozenset[str]:
    """Every id, path and SHA-256 of a report, and every path of another input, that the store `file` names. Raises
    BuildDamagedError when it cannot be read."""
    queries = (
        "SELECT id FROM reports UNION SELECT path FROM reports UNION SELECT sha256 FROM reports",
        "SELECT path FROM rejected UNION SELECT path FROM duplicates UNION SELECT original FROM duplicates",
        "SELECT value FROM reports, json_each(reports.twins)",
    )
    try:
        with closing(_connect(file)) as db:
            return frozenset(name for query in queries for (name,) in db.execute(query))
    except sqlite3.DatabaseError as error:
        raise _unreadable(file, error) from error


def words_stored(file: Path, without: Collection[str]) -> Iterator[str]:
    """All that the store `file` holds in words, of each report but those whose files have these SHA-256, and of what
    became of other inputs. Raises BuildDamagedError when it cannot be read."""
    columns = "sha256, id, path, metadata, warnings, labels, readings, blocks, text"
    try:
        with closing(_connect(file)) as db:
            for sha256, *texts in db.execute(f"SELECT {columns} FROM reports"):
                if sha256 not in without:
                    yield "\n".join(texts)
            for row in db.execute("SELECT path, reason FROM rejected UNION ALL SELECT path, original FROM duplicates"):
                yield "\n".join(row)
    except sqlite3.DatabaseError as error:
        raise _unreadable(file, error) from error


class Store:
    """An open store, read-only. Safe to share between threads: SQLite is compiled serialised and nothing is written."""

    def __init__(self, file: Path) -> None:
        """Open the store `file`. Raises BuildDamagedError when it cannot be read."""
        try:
            self._db = _connect(file)
            self.summaries: tuple[ReportSummary, ...] = tuple(self._summaries())
            self.report_of_row, self.section_of_row, self.alike = self._places()
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            raise _unreadable(file, error) from error
        self.ordinals = {summary.id: ordinal for ordinal, summary in enumerate(self.summaries)}
        self._text = lru_cache(maxsize=TEXTS_HELD)(self._read_text)

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def ordinal(self, report_id: str) -> int:
        """The report's place in the build. Raises UnknownReportError."""
        if report_id not in self.ordinals:
            raise UnknownReportError(
                f"There is no report {report_id!r} in this collection.", "See the list of reports."
            )
        return self.ordinals[report_id]

    def text(self, ordinal: int) -> str:
        """The canonical text of a report."""
        return self._text(ordinal)

    def report(self, report_id: str) -> Report:
        """One report, whole. Raises UnknownReportError."""
        ordinal = self.ordinal(report_id)
        query = "SELECT blocks, labels FROM reports WHERE ordinal = ?"
        blocks, labels = self._db.execute(query, (ordinal,)).fetchone()
        return _report(self.summaries[ordinal], self.text(ordinal), json.loads(blocks), json.loads(labels))

    def passages(self, ordinal: int) -> list[Passage]:
        """The passages of a report, in order."""
        return [passage for _, passage in self._passages("report = ? ORDER BY row", (ordinal,))]

    def passages_at(self, rows: Sequence[int]) -> dict[int, Passage]:
        """The passages at `rows`, by row."""
        marks = ",".join("?" * len(rows))
        return dict(self._passages(f"row IN ({marks})", [int(row) for row in rows]))

    def passage_ids(self, rows: Sequence[int]) -> list[str]:
        """The ids of the passages at `rows`, in the same order."""
        marks = ",".join("?" * len(rows))
        found = dict(self._db.execute(f"SELECT row, id FROM passages WHERE row IN ({marks})", list(map(int, rows))))
        return [found[row] for row in rows]

    def row_of(self, passage_id: str) -> int:
        """The row of a passage. Raises UnknownPassageError."""
        found = self._db.execute("SELECT row FROM passages WHERE id = ?", (passage_id,)).fetchone()
        if found is None:
            raise UnknownPassageError(
                f"There is no passage {passage_id!r} in this collection.",
                "Its text may have changed since the link was made: search for it again.",
            )
        return int(found[0])

    def stored_reports(self, sha256: Collection[str] | None = None) -> Iterator[StoredReport]:
        """Everything about each report, for the next build to take over; of those alone whose files have one of the
        hashes `sha256`, where these are given."""
        for ordinal, (report_id, source, sketch) in enumerate(
            self._db.execute("SELECT id, source, sketch FROM reports ORDER BY ordinal")
        ):
            if sha256 is not None and self.summaries[ordinal].sha256 not in sha256:
                continue
            keys = self._db.execute("SELECT embedding FROM passages WHERE report = ? ORDER BY row", (ordinal,))
            yield StoredReport(
                self.report(report_id), tuple(self.passages(ordinal)), tuple(key for (key,) in keys), source, sketch
            )

    def rejected(self) -> list[Rejection]:
        """The inputs that were rejected, with reasons, by path."""
        return [Rejection(*row) for row in self._db.execute("SELECT path, reason FROM rejected ORDER BY path")]

    def duplicates(self) -> list[Duplicate]:
        """The inputs that repeat a report's bytes, by path."""
        return [Duplicate(*row) for row in self._db.execute("SELECT path, original FROM duplicates ORDER BY path")]

    def sources(self) -> dict[str, str]:
        """Every input's path and the fingerprint of its files, whatever became of it."""
        found: dict[str, str] = {}
        for table in ("reports", "rejected", "duplicates"):
            found.update(self._db.execute(f"SELECT path, source FROM {table}").fetchall())
        return found

    def _places(self) -> tuple[Rows, Rows, Rows]:
        """For each row the ordinal of its report, that of its section (a run of passages under one heading path), and
        the first row with nearly the same text."""
        reports: list[int] = []
        sections: list[int] = []
        alike: list[int] = []
        section, last = -1, None
        query = "SELECT report, json_extract(details, '$[0]'), alike FROM passages ORDER BY row"
        for *place, same in self._db.execute(query):
            section += place != last
            last = place
            reports.append(place[0])
            sections.append(section)
            alike.append(same)
        return _column(reports), _column(sections), _column(alike)

    def _summaries(self) -> Iterator[ReportSummary]:
        columns = "id, path, sha256, metadata, words, warnings, twins, paragraphs, numbered, readings"
        for row in self._db.execute(f"SELECT {columns} FROM reports ORDER BY ordinal"):
            report_id, path, sha256, metadata, words, warnings, twins, paragraphs, numbered, readings = row
            known = _metadata(json.loads(metadata))
            remarks, others = tuple(json.loads(warnings)), tuple(json.loads(twins))
            read = tuple(FieldReading(*values) for values in json.loads(readings))
            yield ReportSummary(report_id, path, sha256, known, words, remarks, others, paragraphs, numbered, read)

    def _read_text(self, ordinal: int) -> str:
        return str(self._db.execute("SELECT text FROM reports WHERE ordinal = ?", (ordinal,)).fetchone()[0])

    def _passages(self, where: str, values: Sequence[Any]) -> Iterator[tuple[int, Passage]]:
        query = f'SELECT row, id, report, start, "end", details FROM passages WHERE {where}'
        for row, passage_id, ordinal, start, end, details in self._db.execute(query, values).fetchall():
            headings, paragraphs, pages, speakers = json.loads(details)
            yield (
                row,
                Passage(
                    id=passage_id,
                    report_id=self.summaries[ordinal].id,
                    start=start,
                    end=end,
                    text=self.text(ordinal)[start:end],
                    headings=tuple(headings),
                    paragraphs=paragraphs,
                    pages=tuple(pages) if pages else None,
                    speakers=tuple(speakers),
                ),
            )


def _connect(file: Path) -> sqlite3.Connection:
    """Read-only; a published store never changes, so that SQLite needs neither locks nor a journal. Threads share the
    connection, which SQLite serialises, but must not share prepared statements: from Python 3.12 on its cache hands one
    that another thread is about to step to a second thread, which then reads rows of the other's question."""
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False, cached_statements=0)


def _unreadable(file: Path, error: Exception) -> BuildDamagedError:
    return BuildDamagedError(f"{file.parent.name}/{file.name} cannot be read ({error}).", REMEDY)


def _column(values: list[int]) -> Rows:
    return np.asarray(values, dtype=np.int64)


def _report_row(ordinal: int, stored: StoredReport) -> tuple[Any, ...]:
    report, summary = stored.report, stored.report.summary
    blocks = [[b.kind, b.start, b.end, b.level, b.number, b.pages, b.speaker] for b in report.blocks]
    return (
        ordinal,
        report.id,
        report.path,
        report.sha256,
        stored.source,
        _dump(asdict(report.metadata)),
        summary.words,
        _dump(report.warnings),
        _dump(report.page_labels),
        stored.sketch,
        _dump(report.twins),
        summary.paragraphs,
        summary.numbered,
        _dump([astuple(reading) for reading in report.readings]),
        _dump(blocks),
        report.text,
    )


def _report(summary: ReportSummary, text: str, blocks: list[list[Any]], labels: list[str | None]) -> Report:
    return Report(
        id=summary.id,
        path=summary.path,
        sha256=summary.sha256,
        metadata=summary.metadata,
        text=text,
        blocks=tuple(_block(*values) for values in blocks),
        warnings=summary.warnings,
        page_labels=tuple(labels),
        twins=summary.twins,
        readings=summary.readings,
    )


def _block(
    kind: BlockKind, start: int, end: int, level: int | None, number: str | None, pages: Any, speaker: str | None
) -> Block:
    return Block(kind, start, end, level, number, tuple(pages) if pages else None, speaker)


def _metadata(values: dict[str, Any]) -> Metadata:
    fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    return Metadata(**fields)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
