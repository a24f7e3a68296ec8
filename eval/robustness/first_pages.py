"""How well the fields of a document are read, by field and type of document, against what people read on the print:

    python -m eval.robustness.first_pages FOLDER [RECORDS] [--misses] [--calibration]

FOLDER holds the PDF files; RECORDS (by default the records that were learnt from) one JSON object a line, see
tests/golden/first_pages/README.md. A title is right when it equals the one that was written down, or another that an
editor would take, letter for letter but for case and punctuation.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from corpus.bodies import canonical_body
from corpus.errors import FileRejectedError
from corpus.pdf.reader import read
from corpus.symbols import normalise_symbol
from corpus.types import UNSURE, Draft
from eval.data.records import letters, load_records

RECORDS = Path(__file__).resolve().parents[2] / "tests" / "golden" / "first_pages" / "learn.jsonl"
_MEETING = 45  # days: see corpus.pdf.first_page.fields
Record = Mapping[str, Any]


def shown_dates(record: Record) -> tuple[str | None, str | None]:
    """The days that a report is dated by: the meeting's for the record of one, else that of distribution."""
    start, end, issued = record["event_start"], record["event_end"], record["distribution_date"]
    if start and record["is_record_of_meeting"] and _days(start, end) <= _MEETING:
        return start, end
    return (issued, issued) if issued else (start, end)


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _symbols(record: Record, draft: Draft) -> bool:
    return {normalise_symbol(s) for s in record["symbols"]} == {normalise_symbol(s) for s in draft.found.symbols}


def _title(record: Record, draft: Draft) -> bool:
    return letters(draft.found.title) in {letters(title) for title in (record["title"], *record["title_also"])}


def _body(record: Record, draft: Draft) -> bool:
    expected = record["bodies"][-1] if record["bodies"] else ""
    got = draft.found.body or ""
    return {_named(name) for name in expected.split("|")} == {_named(name) for name in got.split(";")}


def _named(name: str) -> str:
    return letters(canonical_body(name.strip()) or name)


def _session(record: Record, draft: Draft) -> bool:
    parts = [letters(part) for part in re.split("[;,]", record["session"] or "")]
    got = [letters(part) for part in re.split("[;,]", draft.found.session or "")]
    return got == parts or got == parts[:1]


CHECKS: dict[str, Callable[[Record, Draft], bool]] = {
    "symbols": _symbols,
    "title": _title,
    "distribution date": lambda record, draft: record["distribution_date"] == draft.found.distribution_date,
    "date shown": lambda record, draft: shown_dates(record) == (draft.found.start_date, draft.found.end_date),
    "event": lambda record, draft: record["event_start"] == draft.found.event_start,
    "body": _body,
    "session": _session,
    "type": lambda record, draft: record["document_type"] == draft.found.document_type,
    "language": lambda record, draft: record["language"] == draft.found.language,
    "original language": lambda record, draft: record["original_language"] == draft.found.original_language,
}
_GOT: dict[str, Callable[[Draft], object]] = {
    "symbols": lambda draft: draft.found.symbols,
    "title": lambda draft: draft.found.title,
    "distribution date": lambda draft: draft.found.distribution_date,
    "date shown": lambda draft: (draft.found.start_date, draft.found.end_date),
    "event": lambda draft: draft.found.event_start,
    "body": lambda draft: draft.found.body,
    "session": lambda draft: draft.found.session,
    "type": lambda draft: draft.found.document_type,
    "language": lambda draft: draft.found.language,
    "original language": lambda draft: draft.found.original_language,
}
_EXPECTED: dict[str, Callable[[Record], object]] = {
    "date shown": shown_dates,
    "body": lambda record: record["bodies"],
    "type": lambda record: record["document_type"],
    "event": lambda record: record["event_start"],
}
_FIELDS = {"title": "title", "symbols": "symbols", "distribution date": "distribution_date", "body": "body"}


@dataclass(slots=True)
class FieldsResult:
    """What was right. `by_type` counts, for each type of document and field, right ones and all; `certain` has for some
    fields (certainty, right) of each document."""

    documents: int = 0
    pages: int = 0
    cpu_seconds: float = 0.0
    by_type: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)
    certain: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))


def evaluate_fields(folder: Path, records: Sequence[Record]) -> FieldsResult:
    """Read every document that has a record, and compare."""
    result = FieldsResult()
    for record in records:
        if not record["readable"]:
            continue
        result.documents += 1
        counts = result.by_type[record["document_type"]]
        counts["documents"] += 1
        begin = time.process_time()
        try:
            draft = read((folder / record["file"]).read_bytes(), "report.pdf")
        except FileRejectedError as error:
            result.misses.append(f"{record['file']}: rejected, {error.message}")
            continue
        result.cpu_seconds += time.process_time() - begin
        result.pages += len(draft.page_labels)
        certainty = {reading.field: reading.certainty for reading in draft.readings}
        for name, check in CHECKS.items():
            right = check(record, draft)
            counts[name] += right
            if name in _FIELDS:
                result.certain[name].append((certainty.get(_FIELDS[name], 0.0), right))
            if not right:
                expected = _EXPECTED[name](record) if name in _EXPECTED else record[name.replace(" ", "_")]
                result.misses.append(f"{name}: {record['file']}: {expected!r}, got {_GOT[name](draft)!r}")
        _paragraphs(record, draft, counts, result.misses)
    return result


def _paragraphs(record: Record, draft: Draft, counts: Counter[str], misses: list[str]) -> None:
    """The numbered paragraphs that begin on one page, one by one, and a sentence of that page, word for word."""
    page = record["sample_page"]
    found = [
        (block.number, letters(draft.text[block.start : block.end]))
        for block in draft.blocks
        if block.kind == "paragraph" and block.number and block.pages and block.pages[0] == page
    ]
    expected = [(number, letters(words)) for number, words in record["paragraphs"]]
    counts["all paragraphs"] += max(len(expected), len(found))
    rest = list(found)
    for number, words in expected:
        match = next((f for f in rest if letters(f[0]) == letters(number) and words in f[1][: len(words) + 12]), None)
        if match:
            rest.remove(match)
            counts["paragraphs"] += 1
        else:
            misses.append(f"paragraph: {record['file']} page {page}: {number} {words}, not found")
    misses += [f"paragraph: {record['file']} page {page}: {number} {text[:40]}, not printed" for number, text in rest]
    if quote := record.get("quote_prose"):
        counts["all quotes"] += 1
        if " ".join(_plain(quote).split()) in " ".join(_plain(draft.text).split()):
            counts["quotes"] += 1
        else:
            misses.append(f"quote: {record['file']} page {page}: {quote}")


def _plain(text: str) -> str:
    return re.sub(r"[‘’]", "'", re.sub(r"[“”]", '"', re.sub(r"[‐‑–—−]", "-", text)))


def render(result: FieldsResult) -> str:
    """The table by field and type of document."""
    types = sorted(result.by_type, key=lambda name: -result.by_type[name]["documents"])
    total = sum(result.by_type.values(), Counter())
    speed = result.pages / max(result.cpu_seconds, 0.001)
    rows = [f"{result.documents} documents, {result.pages} pages, {speed:.0f} pages a second of one core", ""]
    rows.append(f"{'field':<20}{'all':>14}  " + "".join(f"{name:>13}" for name in types))
    for name in CHECKS:
        cells = "".join(f"{result.by_type[t][name]:>7} /{result.by_type[t]['documents']:>3} " for t in types)
        share = total[name] / max(1, result.documents)
        rows.append(f"{name:<20}{total[name]:>4} /{result.documents:>3}  {share:.3f} {cells}")
    for name in ("paragraphs", "quotes"):
        share = total[name] / max(1, total[f"all {name}"])
        rows.append(f"{name:<20}{total[name]:>4} /{total[f'all {name}']:>3}  {share:.3f}")
    return "\n".join(rows)


def calibration(result: FieldsResult) -> str:
    """How often fields are right that are shown as sure, and as unsure."""
    rows = []
    for name, pairs in result.certain.items():
        sure, unsure = ([right for c, right in pairs if (c >= UNSURE) is wanted] for wanted in (True, False))
        rows.append(f"{name:<20} sure: {sum(sure)} of {len(sure)} right; unsure: {sum(unsure)} of {len(unsure)} right")
    return "\n".join(rows)


def main(arguments: Sequence[str]) -> int:
    """Print the table; 0 when it could be made."""
    parser = argparse.ArgumentParser(prog="python -m eval.robustness.first_pages")
    parser.add_argument("folder", type=Path)
    parser.add_argument("records", type=Path, nargs="?", default=RECORDS)
    parser.add_argument("--misses", action="store_true", help="list what is wrong")
    parser.add_argument("--calibration", action="store_true", help="how often what is shown as sure is right")
    given = parser.parse_args(arguments)
    result = evaluate_fields(given.folder, load_records(given.records))
    print(render(result))
    if given.calibration:
        print(calibration(result))
    if given.misses:
        print("\n".join(result.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
