"""How well documents are read: metadata field by field, paragraph outlines, clean text, pages, speed.

    python -m eval.robustness.documents FOLDER [GOLDEN]

FOLDER holds the PDF files, GOLDEN the records and outlines that people made by looking at the pages.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import FileRejectedError
from corpus.pdf.reader import read
from corpus.symbols import find_symbols
from corpus.types import Block, Draft
from eval.data.records import load_records

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden" / "documents"
Reader = Callable[[bytes, str], Draft]
FIELDS = (
    "symbols",
    "distribution_date",
    "start_date",
    "end_date",
    "event_start",
    "event_end",
    "title",
    "body",
    "session",
    "language",
    "original_language",
    "labels",
)
_FURNITURE = re.compile(r"(?<!\S)(?:\d\d-\d{5}|GE\.\d\d-\d{5}|\*\d{7}\*|/\.\.\.|Please recycle)(?!\S)|_{6,}")


@dataclass(slots=True)
class Outline:
    """One document's numbered paragraphs against the golden outline."""

    file: str
    expected: int
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DocumentsResult:
    """What was read of all documents. `misses` holds, by field, "file: expected, got" for each difference."""

    documents: int = 0
    pages: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    numbered: int = 0
    misses: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in ("rejected", *FIELDS)})
    outlines: list[Outline] = field(default_factory=list)
    unclean: list[str] = field(default_factory=list)


def evaluate_documents(folder: Path, golden: Path = GOLDEN, reader: Reader = read) -> DocumentsResult:
    """Read every document that has a golden record, and compare."""
    outlines: dict[str, list[dict[str, Any]]] = {}
    for entry in load_records(golden / "outlines.jsonl"):
        outlines.setdefault(entry["file"], []).append(entry)
    result = DocumentsResult()
    for record in load_records(golden / "records.jsonl"):
        name = record["file"]
        result.documents += 1
        begin, cpu = time.perf_counter(), time.process_time()
        draft, reason = _read(folder / name, reader)
        result.seconds += time.perf_counter() - begin
        result.cpu_seconds += time.process_time() - cpu
        _compare(record, draft, reason, result.misses)
        if draft is None:
            continue
        result.pages += len(draft.page_labels)
        result.numbered += len(numbered(draft.blocks))
        result.unclean += [f"{name}: {piece}" for piece in furniture_in(draft)]
        if name in outlines:
            result.outlines.append(check_outline(name, draft, outlines[name]))
    return result


def _read(path: Path, reader: Reader) -> tuple[Draft | None, str]:
    try:
        return reader(path.read_bytes(), path.name), ""
    except FileRejectedError as error:
        return None, error.message


def _compare(record: Mapping[str, Any], draft: Draft | None, reason: str, misses: dict[str, list[str]]) -> None:
    expected = record.get("rejected")
    if expected or draft is None:
        if draft is not None or not expected or not reason.startswith(expected):
            misses["rejected"].append(f"{record['file']}: {expected or 'readable'}, got {reason or 'readable'}")
        return
    for name in FIELDS:
        got = getattr(draft.found, name)
        got = list(got) if isinstance(got, tuple) else got
        if got != record[name]:
            misses[name].append(f"{record['file']}: {record[name]!r}, got {got!r}")


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """The paragraphs that have a printed number of their own, in order."""
    return [block for block in blocks if block.kind == "paragraph" and block.number]


def check_outline(name: str, draft: Draft, expected: Sequence[Mapping[str, Any]]) -> Outline:
    """Compare numbered paragraphs one by one: number, first words, last words, pages."""
    outline = Outline(name, len(expected))
    found = numbered(draft.blocks)
    for entry, block in zip(expected, found, strict=False):
        words = draft.text[block.start : block.end].split()
        got = (block.number, " ".join(words[1:6]), " ".join(words[-3:]), list(block.pages or ()))
        if got != (entry["number"], entry["first"], entry["last"], entry["pages"]):
            outline.wrong.append(f"{entry['number']} {entry['first']} ... {entry['last']}, got {got}")
    outline.wrong += [f"missing: {entry['number']} {entry['first']}" for entry in expected[len(found) :]]
    outline.wrong += [f"not in the outline: {block.number}" for block in found[len(expected) :]]
    return outline


def furniture_in(draft: Draft) -> list[str]:
    """Running heads, job numbers and bar codes that stand inside paragraphs and items."""
    pieces = []
    own = set(draft.found.symbols)
    for block in draft.blocks:
        text = draft.text[block.start : block.end]
        if block.kind in ("paragraph", "item"):
            pieces += [match[0] for match in _FURNITURE.finditer(text)]
            pieces += [symbol for start, _, symbol in find_symbols(text) if symbol in own and _interrupts(text, start)]
    return pieces


def _interrupts(text: str, start: int) -> bool:
    """Whether a symbol stands where a running head breaks a sentence: between words that do not introduce it."""
    before, after = text[:start].split(), text[start:].split()
    introduced = (
        not before or before[-1].startswith("(") or before[-1] in ("document", "report", "in", "see", "of", "and")
    )
    return not introduced and before[-1][-1:].islower() and len(after) > 1 and after[1][:1].islower()


def render(result: DocumentsResult) -> str:
    """The result as a table for people."""
    total = result.documents
    speed, alone = result.pages / result.seconds, result.pages / result.cpu_seconds
    expected = sum(outline.expected for outline in result.outlines)
    wrong = sum(len(outline.wrong) for outline in result.outlines)
    rows = [f"{total} documents, {result.pages} pages; {speed:.0f} pages a second, {alone:.0f} a second of one core"]
    rows += [f"{name:<20} {total - len(found):>4} of {total}" for name, found in result.misses.items()]
    rows.append(
        f"{'outlines':<20} {expected - wrong:>4} of {expected} numbered paragraphs, {len(result.outlines)} documents"
    )
    rows.append(f"{'numbered paragraphs':<20} {result.numbered:>4} in all documents")
    rows.append(f"{'furniture in text':<20} {len(result.unclean):>4}")
    for name, found in result.misses.items():
        rows += [f"  {name}: {miss}" for miss in found]
    rows += [f"  {outline.file}: {difference}" for outline in result.outlines for difference in outline.wrong]
    rows += [f"  furniture: {piece}" for piece in result.unclean]
    return "\n".join(rows)


def main(arguments: Sequence[str]) -> int:
    """Print the table; 0 when it could be made, 2 for wrong usage."""
    if not 1 <= len(arguments) <= 2 or not Path(arguments[0]).is_dir():
        print("usage: python -m eval.robustness.documents FOLDER [GOLDEN]", file=sys.stderr)
        return 2
    golden = Path(arguments[1]) if len(arguments) == 2 else GOLDEN
    print(render(evaluate_documents(Path(arguments[0]), golden)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
