"""How well the fields of a document are read, by field and by type of document, or by format where there are several,
against what people read on the print:

    python -m eval.robustness.first_pages FOLDER [RECORDS] [--misses] [--calibration]

FOLDER holds the files, of any format; RECORDS (by default the records that were learnt from) one JSON object a line,
see tests/golden/first_pages/README.md and tests/golden/formats/README.md. A title is right when it equals the one that
was written down, or another that an editor would take, letter for letter but for case and punctuation.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import FileRejectedError
from corpus.formats import reader_of
from corpus.metadata.bodies import canonical_body
from corpus.symbols import normalise_symbol
from corpus.types import BODY_KINDS, UNSURE, BlockKind, Draft
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
    "agenda item": lambda record, draft: letters(record["agenda_item"]) == letters(draft.found.agenda_item),
    "author": lambda record, draft: letters(record.get("author")) == letters(draft.found.author),
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
    "agenda item": lambda draft: draft.found.agenda_item,
    "author": lambda draft: draft.found.author,
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
IN_TEXT = ("paragraphs", "footnotes", "headings", "left out", "quotes")
_FIELDS = {"title": "title", "symbols": "symbols", "distribution date": "distribution_date", "body": "body"}


@dataclass(slots=True)
class FieldsResult:
    """What was right. `by_type` counts, for each type of document and field, right ones and all, and so for each format
    where there are several; `certain` has for some fields (certainty, right) of each document."""

    documents: int = 0
    pages: int = 0
    cpu_seconds: float = 0.0
    by_type: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)
    certain: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))


def evaluate_fields(folder: Path, records: Sequence[Record]) -> FieldsResult:
    """Read every document that has a record, and compare."""
    result = FieldsResult()
    several = len({Path(record["file"]).suffix for record in records}) > 1
    for record in records:
        if not record["readable"]:
            continue
        suffix = Path(record["file"]).suffix
        name = f"report{suffix}"  # what a file is called may not tell
        result.documents += 1
        counts = result.by_type[suffix if several else record["document_type"]]
        counts["documents"] += 1
        begin = time.process_time()
        try:
            draft = reader_of(name)((folder / record["file"]).read_bytes(), name)
        except FileRejectedError as error:
            result.misses.append(f"{record['file']}: rejected, {error.message}")
            continue
        result.cpu_seconds += time.process_time() - begin
        result.pages += len(draft.page_labels)
        certainty = {reading.field: reading.certainty for reading in draft.readings}
        for field_name, check in CHECKS.items():
            right = check(record, draft)
            counts[field_name] += right
            if field_name in _FIELDS:
                result.certain[field_name].append((certainty.get(_FIELDS[field_name], 0.0), right))
            if not right:
                key = field_name.replace(" ", "_")
                expected = _EXPECTED[field_name](record) if field_name in _EXPECTED else record.get(key)
                result.misses.append(f"{field_name}: {record['file']}: {expected!r}, got {_GOT[field_name](draft)!r}")
        _text(record, draft, counts, result.misses)
    return result


def _text(record: Record, draft: Draft, counts: Counter[str], misses: list[str]) -> None:
    """The numbered paragraphs that begin on one page (or in the whole of a document without pages), one by one, with
    its footnotes, its headings, a sentence of it, word for word, and what must not be in its text."""
    page = record["sample_page"]
    kinds: Set[BlockKind] = BODY_KINDS if page is None else {"paragraph"}
    _numbered("paragraphs", kinds, record, draft, counts, misses)
    where = f"{record['file']} page {page}"
    if "footnotes" in record:
        _numbered("footnotes", {"footnote"}, record, draft, counts, misses)
        heads = [letters(draft.text[b.start : b.end]) for b in draft.blocks if b.kind == "heading"]
        _tell("headings", [(title, letters(title) in heads) for title in record["headings"]], where, counts, misses)
        _tell("left out", [(words, words not in draft.text) for words in record["outside"]], where, counts, misses)
    if quote := record.get("quote_prose"):
        found = " ".join(_plain(quote).split()) in " ".join(_plain(draft.text).split())
        _tell("quotes", [(quote, found)], where, counts, misses)


def _tell(name: str, told: Sequence[tuple[str, bool]], where: str, counts: Counter[str], misses: list[str]) -> None:
    """Count what is right of what a record says, and list what is not."""
    counts[f"all {name}"] += len(told)
    counts[name] += sum(right for _, right in told)
    misses += [f"{name}: {where}: {words}" for words, right in told if not right]


def _numbered(
    name: str, kinds: Set[BlockKind], record: Record, draft: Draft, counts: Counter[str], misses: list[str]
) -> None:
    """The blocks with a number among `kinds`, in their order, against those of the record."""
    page = record["sample_page"]
    found = [
        (block.number, letters(draft.text[block.start : block.end]))
        for block in draft.blocks
        if block.kind in kinds and block.number and (page is None or (block.pages and block.pages[0] == page))
    ]
    counts[f"all {name}"] += max(len(record[name]), len(found))
    rest = list(found)
    for number, words in record[name]:
        begin = letters(words)
        match = next((f for f in rest if f[0] == number and begin in f[1][: len(begin) + 12]), None)
        if match:
            rest.remove(match)
            counts[name] += 1
        else:
            misses.append(f"{name}: {record['file']} page {page}: {number} {words}, not found")
    misses += [f"{name}: {record['file']} page {page}: {number} {text[:40]}, not printed" for number, text in rest]


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
    for name in IN_TEXT:
        if not total[f"all {name}"]:
            continue
        share = total[name] / max(1, total[f"all {name}"])
        cells = "".join(f"{result.by_type[t][name]:>7} /{result.by_type[t][f'all {name}']:>3} " for t in types)
        rows.append(f"{name:<20}{total[name]:>4} /{total[f'all {name}']:>3}  {share:.3f} {cells}")
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
