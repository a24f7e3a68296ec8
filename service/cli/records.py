"""Records of searches as files, and what `rapporteur repeat` prints."""

from __future__ import annotations

from pathlib import Path

from service.reading_list.record_text import (
    UnreadableRecordError,
    agrees_with_itself,
    read_record,
    to_json,
    to_markdown,
)
from service.reading_list.record_types import Record
from service.reading_list.repeat import Repeated


def write(record: Record, file: Path) -> None:
    """Write a record: as JSON to a file that ends in .json, as Markdown to any other. Raises UnreadableRecordError when
    the system refuses."""
    text = to_json(record) if file.suffix.lower() == ".json" else to_markdown(record)
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableRecordError(f"The record cannot be written ({error}).", "Name another file.") from error


def read(file: Path) -> tuple[Record, bool]:
    """The record in a file, and whether the text around its data agrees with it. Raises UnreadableRecordError."""
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableRecordError(f"{file.name} cannot be read ({error}).", "Name a record.") from error
    record = read_record(content)
    return record, agrees_with_itself(content, record)


def described(again: Repeated) -> str:
    """The comparison as text."""
    lines = [again.says]
    lines += [f"  no longer found  {place}" for place in again.gone]
    lines += [f"  now found        {place}" for place in again.new]
    lines += [f"  differs          {what}" for what in again.differs]
    return "\n".join(lines)
