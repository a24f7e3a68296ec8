"""What was read of one file: its metadata and where that stands, its outline with printed numbers and pages, and how
its text begins."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from textwrap import shorten
from typing import Any

from corpus.errors import FileRejectedError
from corpus.scan import SIDECAR_SUFFIXES
from corpus.structure.paragraph_numbers import governing_numbers, printed_range
from corpus.types import BODY_KINDS, Block, Report, SourceFile
from index.build.parsing import read_files
from index.build.types import BuildSettings
from service.readings import field_name, how_sure, value_of, where

OPENING = 5  # blocks of the body that are shown
WIDTH = 110
CORRECTING = (
    'To correct a field, put a line "field: value" into {name}.yaml beside the file; for a whole folder, use --csv.'
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading, the printed numbers of the paragraphs under it up to the next heading, and the page it stands on, as
    printed or else counted."""

    level: int
    title: str
    paragraphs: str | None
    page: str | None


def inspect(file: Path, settings: BuildSettings) -> Report:
    """Read one file as a rebuild would, its sidecar too. Raises FileRejectedError with the reason."""
    beside = (f"{file.name}{suffix}" for suffix in SIDECAR_SUFFIXES)
    sidecar = next((name for name in beside if (file.parent / name).is_file()), None)
    with closing(read_files(file.parent, [(SourceFile(file.name, sidecar), file.stem)], settings)) as outcomes:
        outcome = next(outcomes)
    if isinstance(outcome, FileRejectedError):
        raise FileRejectedError(f"{file}: {outcome.message}", outcome.remedy)
    return outcome


def outline_of(report: Report) -> list[Entry]:
    """The headings of a report, in order. Paragraphs before the first heading get an entry without a title."""
    starts = [i for i, block in enumerate(report.blocks) if block.kind == "heading"]
    entries: list[Entry] = []
    numbers = governing_numbers(report.blocks)
    before = printed_range(numbers[: starts[0] if starts else None])
    if before:
        entries.append(Entry(1, "", before, page_of(report, report.blocks[0])))
    for start, stop in pairwise([*starts, len(report.blocks)]):
        block = report.blocks[start]
        title = " ".join(report.text[block.start : block.end].split())
        paragraphs = printed_range(numbers[start + 1 : stop])
        entries.append(Entry(block.level or 1, title, paragraphs, page_of(report, block)))
    return entries


def page_of(report: Report, block: Block) -> str | None:
    """The page a block begins on: the number printed on it, or "PDF p. 3"."""
    if block.pages is None:
        return None
    page = block.pages[0]
    label = report.page_labels[page - 1] if page <= len(report.page_labels) else None
    return f"p. {label}" if label else f"PDF p. {page}"


def described(report: Report) -> str:
    """The inspection for people: metadata and where it was read, warnings, outline, first lines, how to correct it."""
    counts = f"{report.summary.words:,} words, {len(report.blocks)} blocks"
    pages = f"{len(report.page_labels)} pages, " if report.page_labels else ""
    lines = [report.path, f"{pages}{counts}", "", *_fields(report)]
    if report.warnings:
        lines += ["", "Warnings", *(f"  {warning}" for warning in report.warnings)]
    lines += ["", "Outline"]
    for entry in outline_of(report):
        where = ", ".join(filter(None, (_paragraphs(entry.paragraphs), entry.page)))
        title = shorten(entry.title, WIDTH - 2 * entry.level, placeholder="…") if entry.title else "(no heading)"
        lines.append(f"{'  ' * entry.level}{title}{f'  [{where}]' if where else ''}")
    lines += ["", "First lines"]
    body = [block for block in report.blocks if block.kind in BODY_KINDS]
    for block in body[:OPENING]:
        text = shorten(report.text[block.start : block.end], WIDTH, placeholder="…")
        lines.append(f"  {f'[{block.number}] ' if block.number else ''}{text}")
    return "\n".join([*lines, "", CORRECTING.format(name=PurePosixPath(report.path).name)])


def as_json(report: Report) -> dict[str, Any]:
    """The inspection for programs: all that was read, the text too."""
    return {
        "path": report.path,
        "sha256": report.sha256,
        "metadata": asdict(report.metadata),
        "readings": [asdict(reading) for reading in report.readings],
        "words": report.summary.words,
        "pages": len(report.page_labels),
        "page_labels": report.page_labels,
        "warnings": report.warnings,
        "outline": [asdict(entry) for entry in outline_of(report)],
        "blocks": [asdict(block) | {"text": report.text[block.start : block.end]} for block in report.blocks],
        "text": report.text,
    }


def _fields(report: Report) -> list[str]:
    """Each field with its value, and on a line of its own where that was read."""
    known = [name for name, value in asdict(report.metadata).items() if value]
    width = max(map(len, known), default=0)
    read = {reading.field: reading for reading in report.readings}
    lines = []
    for name in known:
        lines.append(f"{field_name(name).capitalize():<{width}}  {value_of(report.metadata, name)}")
        if reading := read.get(name):
            lines.append(f"{'':<{width}}  from {where(reading)} ({how_sure(reading)})")
    return lines


def _paragraphs(printed: str | None) -> str | None:
    several = printed is not None and any(mark in printed for mark in "-,")
    return f"{'paras.' if several else 'para.'} {printed}" if printed else None
