"""The metadata of a folder as a table for spreadsheets, and a corrected table back into sidecars.

A sidecar gets only what differs from what is read of the file now. Nothing is written while any row is wrong.
"""

from __future__ import annotations

import csv
import difflib
import io
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from corpus.dates import first_day, last_day
from corpus.errors import FileRejectedError, RapporteurError
from corpus.metadata.fields import read_fields
from corpus.read import MAX_SIDECAR_BYTES, read_bytes
from corpus.scan import scan
from corpus.text.decoding import decode_text
from corpus.text.front_matter import load_fields, with_fields
from corpus.types import Metadata, Report, SourceFile
from index.build.parsing import read_files
from index.build.types import BuildSettings
from service.readings import unsure, value_of

DAYS = ("date", "start", "end")
"""The columns that date a report; they are written together, as they are merged."""
DATES = (*DAYS, "distribution_date", "event_start", "event_end")
CORRECTABLE = (
    "title",
    "symbols",
    *DATES,
    "body",
    "session",
    "document_type",
    "kind",
    "language",
    "original_language",
    "agenda_item",
    "series",
    "author",
    "location",
    "url",
)
COLUMNS = ("path", *CORRECTABLE, "unsure", "problem")
SHOWN_PROBLEMS = 5

# A spreadsheet takes a cell that begins so for a formula. Apostrophes before it are doubled by one, so that every text
# reads back as it was.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PROTECTED = re.compile(r"'+[=+\-@\t\r]")
_MIDNIGHT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_AMBIGUOUS = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")

Cells = dict[str, str]


class TableError(RapporteurError):
    """A table cannot be read or written, or says what no sidecar may say."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that is read back; `number` counts as a spreadsheet does, the header being row 1."""

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Change:
    """A sidecar to write, relative to the folder: the fields it gets, and its whole text."""

    sidecar: str
    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table asks for; `emptied` counts cells that were emptied, which a sidecar cannot express."""

    changes: tuple[Change, ...]
    emptied: int


def folder_table(folder: Path, settings: BuildSettings) -> bytes:
    """All files of a folder, read as a rebuild would, as CSV; those with unsure fields come first."""
    found = scan(folder)
    outcomes: list[tuple[str, Report | FileRejectedError]] = list(_read(folder, found.sources, settings))
    rows = [_row(path, outcome) for path, outcome in outcomes]
    rows += [_row(rejection.path, FileRejectedError(rejection.reason)) for rejection in found.rejected]
    return to_csv(sorted(rows, key=lambda row: (not row["unsure"], row["path"])))


def to_csv(rows: Sequence[Cells]) -> bytes:
    """Rows as a file that spreadsheets open as UTF-8, with nothing in it that they take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({name: protected(row.get(name, "")) for name in COLUMNS} for row in rows)
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def protected(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unprotected(cell: str) -> str:
    """The text that `protected` was given."""
    return cell[1:] if _PROTECTED.match(cell) else cell


def from_csv(data: bytes) -> list[Row]:
    """The rows of a table, its cells parted by commas or semicolons. Raises TableError."""
    try:
        text = data.decode("utf-8-sig")
        header, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    except UnicodeDecodeError as error:
        raise TableError("The table is no UTF-8 text.", 'Save it as "CSV UTF-8".') from error
    except ValueError as error:
        raise TableError("The table is empty.", "Make one with inspect FOLDER --csv.") from error
    except csv.Error as error:
        raise TableError(f"The table is no valid CSV ({error}).", 'Save it as "CSV UTF-8".') from error
    names = [name.strip().casefold() for name in header]
    _refuse_header(names)
    return [_read_row(number, names, line) for number, line in enumerate(lines, start=2) if any(map(str.strip, line))]


def plan(folder: Path, rows: Sequence[Row], settings: BuildSettings) -> Plan:
    """The sidecars that the rows ask for. Raises TableError, naming row, column and expected form."""
    sources = {source.path: source for source in scan(folder).sources}
    named = {row.cells["path"] for row in rows}
    now = dict(_read(folder, [source for path, source in sources.items() if path in named], settings))
    changes: list[Change] = []
    problems: list[str] = []
    emptied = 0
    seen: set[str] = set()
    for row in rows:
        path = row.cells["path"]
        try:
            if path in seen:
                raise FileRejectedError(f"row {row.number}: path is {path!r} a second time; expected each file once")
            seen.add(path)
            change, count = _planned(folder, row, sources.get(path), now.get(path))
        except FileRejectedError as error:
            problems.append(str(error))
            continue
        changes += [change] if change else []
        emptied += count
    if problems:
        raise TableError(_told(problems), "Nothing was written.")
    return Plan(tuple(changes), emptied)


def write(folder: Path, changes: Sequence[Change]) -> None:
    """Write all sidecars: first each beside its place, then each into it at once. Raises TableError."""
    staged: list[tuple[Path, Path]] = []
    try:
        for change in changes:
            target = folder / change.sidecar
            beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
            staged.append((beside, target))
            beside.write_text(change.text, encoding="utf-8", newline="\n")
            if target.exists():
                shutil.copymode(target, beside)
        for beside, target in staged:
            os.replace(beside, target)
    except OSError as error:
        raise TableError(
            f"A sidecar cannot be written ({error}).", "Run the command again to write the rest."
        ) from error
    finally:
        for beside, _ in staged:
            beside.unlink(missing_ok=True)


def write_table(data: bytes, file: Path) -> None:
    """Write a table to a file. Raises TableError when the system refuses."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise TableError(f"The table cannot be written ({error}).", "Name another file.") from error


def read_table(file: Path) -> list[Row]:
    """The rows of a table in a file. Raises TableError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise TableError(f"{file.name} cannot be read ({error}).", "Name a table.") from error
    return from_csv(data)


def described(planned: Plan, *, dry_run: bool) -> str:
    """What was written, a line a sidecar."""
    lines = [f"{change.sidecar}: {', '.join(change.fields)}" for change in planned.changes]
    if not lines:
        lines = ["Nothing in the table differs from what is read now; no sidecar was written."]
    elif dry_run:
        lines.append("This is what would be written; nothing was.")
    if planned.emptied:
        cells = "1 emptied cell was" if planned.emptied == 1 else f"{planned.emptied} emptied cells were"
        lines.append(f"{cells} ignored: a sidecar cannot take a value away.")
    return "\n".join(lines)


def _read(
    folder: Path, sources: Sequence[SourceFile], settings: BuildSettings
) -> Iterator[tuple[str, Report | FileRejectedError]]:
    with closing(read_files(folder, [(source, source.path) for source in sources], settings)) as outcomes:
        for source, outcome in zip(sources, outcomes, strict=True):
            yield source.path, outcome


def _row(path: str, outcome: Report | FileRejectedError) -> Cells:
    if isinstance(outcome, FileRejectedError):
        return {"path": path, "unsure": "", "problem": str(outcome)}
    return _cells(outcome.metadata) | {"path": path, "unsure": "; ".join(unsure(outcome.readings)), "problem": ""}


def _cells(metadata: Metadata) -> Cells:
    """What an owner may correct. Start and end are empty where they say no more than the date does."""
    cells = {name: value_of(metadata, name) for name in CORRECTABLE if name not in DAYS}
    date, start, end = (getattr(metadata, name) or "" for name in ("date", "start_date", "end_date"))
    if date and (start, end) == (first_day(date), last_day(date)):
        start, end = "", ""
    elif date and start == first_day(date):
        start = date
    return cells | {"date": date, "start": start, "end": end}


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _refuse_header(names: Sequence[str]) -> None:
    if "path" not in names:
        raise TableError('The table has no column "path".', "Its first row must name the columns.")
    for name in names:
        if name and name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            meant = f"Did you mean {near[0]!r}?" if near else f"Use {', '.join(COLUMNS)}."
            raise TableError(f"The column {name!r} has no meaning here.", meant)
        if name and names.count(name) > 1:
            raise TableError(f"The column {name!r} is there twice.", "Keep one of them.")


def _read_row(number: int, names: Sequence[str], line: Sequence[str]) -> Row:
    if any(cell.strip() for cell in line[len(names) :]):
        raise TableError(f"Row {number} has more cells than the first row has names.", "Put quotation marks around it.")
    cells = [*line, *[""] * (len(names) - len(line))]
    given = {name: unprotected(cell) for name, cell in zip(names, cells, strict=False) if name}
    return Row(number, {name: cell if name == "path" else " ".join(cell.split()) for name, cell in given.items()})


def _planned(
    folder: Path, row: Row, source: SourceFile | None, outcome: Report | FileRejectedError | None
) -> tuple[Change | None, int]:
    """The sidecar that a row asks for, if any, and how many emptied cells it has. Raises FileRejectedError."""
    what, path = f"row {row.number}", row.cells["path"]
    if source is None or not isinstance(outcome, Report):
        return _without_report(row, folder, outcome)
    now = _cells(outcome.metadata)
    given, emptied = _touched(row, now)
    changed = _changed(given, outcome.metadata, what)
    if not changed:
        return None, emptied
    sidecar = source.sidecar or f"{path}.yaml"
    if source.sidecar is None and os.path.lexists(folder / sidecar):
        raise FileRejectedError(f"{what}: {sidecar} is there and is no sidecar that can be read; take it away")
    return Change(sidecar, tuple(changed), _sidecar_text(folder, source.sidecar, changed, what)), emptied


def _without_report(row: Row, folder: Path, outcome: Report | FileRejectedError | None) -> tuple[None, int]:
    """A row for a file that is not read may stand in the table, as long as it asks for nothing."""
    path = row.cells["path"]
    if _leads_outside(path):
        raise FileRejectedError(
            f"row {row.number}: path is {path!r}; expected a path inside {folder}, without a leading slash or .."
        )
    if not any(row.cells.get(name) for name in CORRECTABLE) and (outcome or os.path.lexists(folder / path)):
        return None, 0
    if outcome is None:
        raise FileRejectedError(f"row {row.number}: path is {path!r}; expected a report in {folder}")
    raise FileRejectedError(f"row {row.number}: {path} cannot be read ({outcome}); empty its cells or take the row out")


def _leads_outside(path: str) -> bool:
    pure, windows = PurePosixPath(path), PureWindowsPath(path)
    return pure.is_absolute() or bool(windows.anchor) or ".." in (*pure.parts, *windows.parts)


def _touched(row: Row, now: Cells) -> tuple[Cells, int]:
    """The cells that are not as they would be written now, and how many others were emptied."""
    told = {
        name: _as_date(row, name) if name in DATES else row.cells[name] for name in CORRECTABLE if name in row.cells
    }
    touched = {name: cell for name, cell in told.items() if cell != " ".join(now[name].split())}
    given = {name: cell for name, cell in touched.items() if cell}
    if not any(name in given for name in DAYS):
        return given, len(touched) - len(given)
    # What dates a report goes together: a new date is not kept back by the old start and end in the row.
    days = {name: told.get(name, now[name]) for name in DAYS}
    emptied = [name for name, cell in touched.items() if not cell and name not in DAYS]
    return given | {name: cell for name, cell in days.items() if cell}, len(emptied)


def _as_date(row: Row, name: str) -> str:
    """The date of a cell, without the time that a spreadsheet adds. Raises FileRejectedError for other forms of it."""
    cell = row.cells[name]
    if _AMBIGUOUS.fullmatch(cell.split(" ")[0]):
        raise FileRejectedError(
            f"row {row.number}: {name} is {cell!r}, where day and month cannot be told apart; "
            "expected a date such as 2021-11-03 (make the column text in the spreadsheet)"
        )
    midnight = _MIDNIGHT.fullmatch(cell)
    return midnight[1] if midnight else cell


def _changed(given: Cells, metadata: Metadata, what: str) -> dict[str, Any]:
    """The fields whose value is another one than that of `metadata`. Raises FileRejectedError for wrong values."""
    values: dict[str, Any] = dict(given)
    if "symbols" in values:
        values["symbols"] = [part for symbol in given["symbols"].split(";") if (part := symbol.strip())]
    meant, _ = read_fields(values, what)
    same = {name for name in given if name not in DAYS and getattr(meant, name) == getattr(metadata, name)}
    if _days(meant) == _days(metadata):
        same.update(DAYS)
    return {name: values[name] for name in CORRECTABLE if name in values and name not in same}


def _days(metadata: Metadata) -> tuple[str | None, ...]:
    return metadata.date, metadata.start_date, metadata.end_date


def _sidecar_text(folder: Path, sidecar: str | None, changed: Mapping[str, Any], what: str) -> str:
    """The whole text of a sidecar with the changed fields, which is read back before anybody relies on it."""
    before = decode_text(read_bytes(folder / sidecar, MAX_SIDECAR_BYTES)) if sidecar else ""
    without = {"symbol"} if "symbols" in changed else set()
    if any(name in changed for name in DAYS):
        without.update(DAYS)
    text = with_fields(before, changed, without)
    read_fields(load_fields(text, f"{what}: sidecar"), f"{what}: sidecar")
    return text


def _told(problems: Sequence[str]) -> str:
    more = len(problems) - SHOWN_PROBLEMS
    shown = "; ".join(problems[:SHOWN_PROBLEMS])
    many = "1 row is wrong" if len(problems) == 1 else f"{len(problems)} rows are wrong"
    return f"The table cannot be taken, {many}: {shown}{f'; and {more} more' if more > 0 else ''}."
