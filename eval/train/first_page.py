"""Teach the labeller of first pages: `python -m eval.train.first_page FOLDER=RECORDS [FOLDER=RECORDS ...] [--dry-run]`.

A folder holds PDF files; its records have one JSON object a line, with what people read on the print of each (see
tests/golden/first_pages/README.md). A label for every piece of a first page is made from the record: the pieces that
hold the title's words are the title, and so on. Pages made here in the layouts of several organizations join them. Six
parts of the documents are left out in turn and judged by a model taught with the others; then one taught with all is
written to the package, unless it is a dry run.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite
from rapidfuzz import fuzz

from corpus.dates import date_span, first_date
from corpus.pdf.first_page.features import features_of
from corpus.pdf.first_page.labeller import MODEL, Label, label_segments
from corpus.pdf.first_page.segments import Segment, bare, segments_of
from corpus.pdf.lines import lines_of
from corpus.pdf.paragraphs import style_of
from corpus.pdf.pdfium import read_pages
from corpus.symbols import find_symbols
from eval.data.records import letters, load_records
from eval.train.made_pages import made_pages

FOLDS = 6
SEED = 5
PARAMETERS = {"c1": 0.3, "c2": 0.05, "max_iterations": 150, "feature.possible_transitions": True}
_MATCH = 80  # of 100: how like two lines are that a scan may have misread
_HEADS = re.compile(r"(?i)united nations|nations unies|united|nations")
_DISTRIBUTION = re.compile(r"(?i)dist|restricted|unrestricted|general$|limited$")
_BY_WORDS = re.compile(
    r"(?i)(?P<agenda>(?:provisional )?agenda items?\b|items? \d+)|(?:reports?|notes?) (?:of|by) the|rapporteur|"
    r"(?:submitted|transmitted|prepared) by"
)
_LANGUAGE = re.compile(r"(?i)original|(english|french|spanish|russian|arabic|chinese)\b")


@dataclass(frozen=True, slots=True)
class Example:
    """The pieces of a document's first page and their labels. `file` is empty for a page made here."""

    file: str
    segments: tuple[Segment, ...]
    labels: tuple[Label, ...]


@dataclass(slots=True)
class _Unit:
    """One line of one piece, to be labelled."""

    place: int
    piece: Segment
    text: str
    label: Label | None = None

    @property
    def letters(self) -> str:
        return letters(self.text)


def first_segments(data: bytes) -> list[Segment]:
    """The pieces of the first page of a PDF, as its reader makes them."""
    pages = read_pages(data)
    printed = [lines_of(page.runs, number) for number, page in enumerate(pages, start=1)]
    style = style_of(printed)
    return segments_of(pages, printed, style.size, style.even)


def label_from_record(segments: Sequence[Segment], record: dict[str, Any]) -> list[Label]:
    """The label of each piece, by what people read; the one that most of its letters have."""
    units = [_Unit(place, piece, bare(line)) for place, piece in enumerate(segments) for line in piece.lines]
    for unit in units:
        unit.label = _by_form(unit)
    for title in (record["title"], *record.get("title_also", ())):
        if _mark(units, title, "title"):
            break
    titles = [index for index, unit in enumerate(units) if unit.label == "title"]
    by = record.get("submitted_by")
    if by and letters(by) not in letters(record["title"]):
        _mark(units, by, "by")
    for names in record.get("bodies") or [record.get("body") or ""]:
        for name in names.split("|"):
            for _ in range(2):
                _mark(units, name, "body", need=0.8, skips=1)
    for session in (record.get("session") or "").replace(",", ";").split(";"):
        _mark(units, session, "session", need=0.8, skips=0)
    for item in (record.get("agenda_item") or "").split(";"):
        _mark(units, item, "agenda", need=0.7)
    if "agenda_item" not in record:  # records that hold no more than the metadata
        for unit in units:
            if unit.label is None and unit.piece.y < 0.6 and (form := _BY_WORDS.match(unit.text)):
                unit.label = "agenda" if form["agenda"] else "by"
    for index, unit in enumerate(units):
        above = index < min(titles, default=len(units)) and unit.piece.y < 0.5 and unit.piece.page == 1
        if unit.label is None and unit.piece.right:
            unit.label = "other"
        elif unit.label is None and above and date_span(unit.text):
            unit.label = "days"
    votes: list[Counter[Label]] = [Counter() for _ in segments]
    for unit in units:
        votes[unit.place][unit.label or "text"] += len(unit.text) + 1
    return [vote.most_common(1)[0][0] for vote in votes]


def _by_form(unit: _Unit) -> Label | None:
    """The label of what is known by its form alone."""
    piece, text = unit.piece, unit.text
    found = find_symbols(text)
    if (piece.right or piece.y < 0.14) and found and len(text) - sum(end - begin for begin, end, _ in found) < 8:
        return "symbol"
    if piece.y < 0.12 and _HEADS.fullmatch(text):
        return "head"
    if not piece.right:
        return None
    if _DISTRIBUTION.match(text):
        return "distribution"
    if first_date(text) and len(text) < 30:
        return "date"
    return "language" if _LANGUAGE.match(text) else None


def _mark(units: Sequence[_Unit], text: str, label: Label, need: float = 0.6, skips: int = 3) -> bool:
    """Label the lines that together are `text`, in the largest print where it stands in several places. False where no
    lines hold the share `need` of it; `skips` lines in between may belong to something else."""
    target = letters(text)
    best: tuple[float, int, list[_Unit]] = (0.0, 0, [])
    for start in range(len(units) if target else 0):
        best = max(best, _aligned(units[start:], target, skips), key=lambda found: found[0])
    if not best[2] or best[1] < need * len(target):
        return False
    for unit in best[2]:
        unit.label = label
    return True


def _aligned(units: Sequence[_Unit], target: str, skips: int) -> tuple[float, int, list[_Unit]]:
    place = skipped = score = 0
    weight = 0.0
    taken: list[_Unit] = []
    for unit in units:
        length = 0 if unit.label is not None or not unit.letters else _shared(unit.letters, target, place)
        if not length:
            skipped += 1
            if not taken or skipped > skips:
                break
            continue
        taken.append(unit)
        place, score, skipped = place + length, score + length, 0
        weight += length * (1 + 0.5 * min(1.0, max(0.0, unit.piece.size - 1)) + 0.15 * unit.piece.bold)
        if place >= 0.97 * len(target):
            break
    return weight, score, taken


def _shared(line: str, target: str, place: int) -> int:
    """How many letters of `target` from `place` on the line holds; 0 where it is another text."""
    rest = target[place:]
    for form in (line, re.sub(r"^\d+", "", line)):
        window = rest[: len(form)]
        if form and window and (form == window or (len(form) > 6 and fuzz.ratio(form, window) > _MATCH)):
            return len(form)
        if len(rest) > 5 and rest in form and len(rest) > 0.5 * len(form):
            return len(rest)
    found = target.find(line, place) if len(line) > 8 and place else -1
    return found - place + len(line) if 0 <= found - place < 25 else 0


def teach(examples: Sequence[Example], file: Path) -> None:
    """Fit the labeller to the examples and write it to `file`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for example in examples:
        trainer.append(features_of(example.segments), list(example.labels))
    trainer.set_params(PARAMETERS)
    trainer.train(str(file))


def cross_validated(examples: Sequence[Example]) -> list[str]:
    """What goes wrong, "file: expected, got" for the title pieces, when each document is left out of the teaching."""
    real = [example for example in examples if example.file]
    made = [example for example in examples if not example.file]
    order = random.Random(SEED).sample(real, len(real))
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            file = Path(folder) / f"{fold}.crfsuite"
            left_out = order[fold::FOLDS]
            teach([example for example in order if example not in left_out] + made, file)
            for example in left_out:
                got = [piece.label for piece in label_segments(example.segments, file)]
                expected, found = (_titles(example, labels) for labels in (example.labels, got))
                if expected != found:
                    wrong.append(f"{example.file}: {expected}, got {found}")
    return wrong


def _titles(example: Example, labels: Sequence[str]) -> list[str]:
    return [piece.plain for piece, label in zip(example.segments, labels, strict=True) if label == "title"]


def main(arguments: Sequence[str]) -> int:
    """Print how many documents have all title pieces right when left out, then write the model; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m eval.train.first_page", description=__doc__)
    parser.add_argument("sources", nargs="+", metavar="FOLDER=RECORDS")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    given = parser.parse_args(arguments)
    examples: list[Example] = []
    for source in given.sources:
        folder, _, records = source.partition("=")
        for record in load_records(Path(records)):
            if "rejected" in record:
                continue
            segments = first_segments((Path(folder) / record["file"]).read_bytes())
            examples.append(Example(record["file"], tuple(segments), tuple(label_from_record(segments, record))))
    real = len(examples)
    for page in made_pages(random.Random(SEED)):
        segments = first_segments(page.data)
        examples.append(Example("", tuple(segments), tuple(label_from_record(segments, page.record))))
    wrong = cross_validated(examples)
    print("\n".join(wrong))
    print(f"title pieces right, each document left out in turn: {real - len(wrong)} of {real}")
    if not given.dry_run:
        teach(examples, MODEL)
        print(
            f"{MODEL.name}: {MODEL.stat().st_size:,} bytes, taught with {real} documents, {len(examples) - real} made"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
