"""Records of searches as files, and what `rapporteur repeat` prints."""

from __future__ import annotations

from pathlib import Path

from service.records import Record, Repeated, UnreadableRecordError, read_record, to_json, to_markdown


def write(record: Record, file: Path) -> None:
    """Write a record: as JSON to a file that ends in .json, as Markdown to any other. Raises UnreadableRecordError when
    the system refuses."""
    text = to_json(record) if file.suffix.lower() == ".json" else to_markdown(record)
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableRecordError(f"The record cannot be written ({error}).", "Name another file.") from error


def read(file: Path) -> Record:
    """The record in a file. Raises UnreadableRecordError."""
    try:
        return read_record(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableRecordError(f"{file.name} cannot be read ({error}).", "Name a record.") from error


def described(again: Repeated) -> str:
    """The comparison as text."""
    lines = [again.says]
    lines += [f"  no longer found  {place}" for place in again.gone]
    lines += [f"  now found        {place}" for place in again.new]
    return "\n".join(lines)
