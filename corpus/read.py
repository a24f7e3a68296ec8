"""One input file becomes a Report, or is rejected with a reason."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from pathlib import Path, PurePosixPath

from corpus.dates import title_date
from corpus.errors import FileRejectedError
from corpus.formats import reader_of
from corpus.metadata import READ_FIELDS, merge, read_fields
from corpus.symbols import STANDINGS, standing
from corpus.text.decoding import decode_text
from corpus.text.front_matter import load_fields
from corpus.text.turns import mark_turns
from corpus.types import Draft, FieldReading, FieldSource, Metadata, Report, SourceFile

MEGABYTE = 1_000_000
MAX_SIDECAR_BYTES = MEGABYTE
# What stands in for a field that nobody gives and the reader did not find.
_MADE: dict[str, tuple[FieldSource, float]] = {
    "title": ("file name", 0.3),
    "date": ("title", 0.9),
    "language": ("text", 0.95),
}
FIRST_WORDS = 600  # characters at the top of a text in which a draft says that it is one


def read_report(
    folder: Path, source: SourceFile, report_id: str, max_bytes: int = 50 * MEGABYTE, ocr: bool = False
) -> Report:
    """Read one source. Its metadata is the sidecar's, then the front matter's, then what the document itself shows,
    then the file's name; each field is taken from the first of them that has it. A date that nobody gives is the one
    in the title, a language that of the text; a draft, or a paper that few received, is labelled as one. With `ocr`,
    pictures of pages are read by text recognition.

    Raises FileRejectedError with a reason that the file's owner understands.
    """
    data = read_bytes(folder / source.path, max_bytes)
    draft = reader_of(source.path, ocr)(data, source.path)
    _refuse_bodiless(draft)
    metadata, warnings = draft.found, list(draft.warnings)
    beside = Metadata()
    if source.sidecar:
        what = f"sidecar {PurePosixPath(source.sidecar).name}"
        fields = load_fields(decode_text(read_bytes(folder / source.sidecar, MAX_SIDECAR_BYTES)), what)
        beside, remarks = read_fields(fields, what)
        metadata = merge(beside, metadata)
        warnings += remarks
    if not metadata.title:
        metadata = replace(metadata, title=_title_from_name(source.path))
        warnings.append("no title was found; the file's name stands in for it")
    if not metadata.date and (dated := title_date(metadata.title)):
        date, start, end = dated
        metadata = replace(metadata, date=date, start_date=start, end_date=end)
    if not metadata.language:
        metadata = replace(metadata, language=_language(draft))
    metadata = replace(metadata, labels=_labels(metadata, draft))
    return Report(
        id=report_id,
        path=source.path,
        sha256=hashlib.sha256(data).hexdigest(),
        metadata=metadata,
        text=draft.text,
        blocks=mark_turns(draft.text, draft.blocks, metadata.kind, metadata.document_type),
        warnings=tuple(warnings),
        page_labels=draft.page_labels,
        readings=readings_of(metadata, draft, beside),
    )


def readings_of(metadata: Metadata, draft: Draft, beside: Metadata) -> tuple[FieldReading, ...]:
    """Where each field was read, one reading for each that has a value: what a sidecar gives (`beside`) is sure; then
    come the readings of the document's own reader, then what was made of title, text or file name."""
    read = {reading.field: reading for reading in draft.readings}
    readings: list[FieldReading] = []
    for name in READ_FIELDS:
        value = getattr(metadata, name)
        if value and getattr(beside, name):
            readings.append(FieldReading(name, "sidecar", 1.0))
        elif value and name in read and value == getattr(draft.found, name):
            readings.append(read[name])
        elif value:
            readings.append(FieldReading(name, *_MADE.get(name, ("text", 0.9))))
    return tuple(readings)


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """The whole of one regular file, read once. Raises FileRejectedError when that is not possible."""
    # Non-blocking, so that a pipe put in the file's place cannot hold the rebuild up for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise FileRejectedError("not a regular file")
            data = b"" if status.st_size > max_bytes else file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise FileRejectedError("vanished during the rebuild") from error
    except PermissionError as error:
        raise FileRejectedError("may not be read: permission denied") from error
    except OSError as error:
        raise FileRejectedError(f"cannot be read: {error.strerror}") from error
    size = max(status.st_size, len(data))
    if size > max_bytes:
        raise FileRejectedError(
            f"too large: {size / MEGABYTE:.1f} MB, the limit is {max_bytes / MEGABYTE:g} MB; "
            "RAPPORTEUR_MAX_FILE_MB sets it"
        )
    return data


def _refuse_bodiless(draft: Draft) -> None:
    if any(block.kind != "heading" and draft.text[block.start : block.end].strip() for block in draft.blocks):
        return
    if not draft.text.strip():
        raise FileRejectedError("empty file")
    raise FileRejectedError("no body text: there is nothing in it besides front matter and headings")


def _labels(metadata: Metadata, draft: Draft) -> tuple[str, ...]:
    """The labels, with what the symbol and the words at the top say of the paper, unless that is already among them:
    its masthead or its owner knows better."""
    begin = draft.blocks[0].start
    label = standing(metadata.symbols[:1], f"{metadata.title}\n{draft.text[begin : begin + FIRST_WORDS]}")
    return metadata.labels if label is None or STANDINGS & {*metadata.labels} else (label, *metadata.labels)


def _language(draft: Draft) -> str | None:
    # Imported here because its model takes a moment to load, and most texts of a well-kept collection name theirs.
    from corpus.language import detect_language

    return detect_language("\n".join(draft.text[block.start : block.end] for block in draft.blocks))


def _title_from_name(path: str) -> str:
    stem = PurePosixPath(path).stem
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or stem
