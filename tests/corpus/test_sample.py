"""The sample corpus: a digest for every event on record, true to the record in its figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.dates import written_out
from corpus.ids import report_ids
from corpus.read import read_report
from corpus.scan import scan
from corpus.symbols import find_symbols
from corpus.types import Report

REPORTS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts" / "dialogues.jsonl"
LINE = "*This digest was prepared from public sources; it is not an official record.*"

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
UNITS += ["seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
]
WORDS = {
    **{word: value for value, word in enumerate(UNITS)},
    **{word: value for value, word in enumerate(ORDINALS, start=1)},
    **{word: value for value, word in zip(range(20, 100, 10), TENS, strict=True)},
    **{f"{ten}-{one}": 20 + 10 * i + j for i, ten in enumerate(TENS) for j, one in enumerate(UNITS[1:10], start=1)},
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "both": 2,
    "half": 2,
    "decade": 10,
}
SMALL = {1.0, 2.0}  # "one of them", "on the one hand", "both": words that do not count anything


def reports() -> Iterator[Report]:
    sources = scan(REPORTS).sources
    ids = report_ids([source.path for source in sources])
    for source in sources:
        yield read_report(REPORTS, source, ids[source.path])


SAMPLE = {report.id: report for report in reports()}


def facts() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FACTS.read_text().splitlines()] if FACTS.exists() else []


each_fact = pytest.mark.parametrize(
    "fact",
    facts() or [pytest.param({}, marks=pytest.mark.skip(reason=f"the records are not here: {FACTS.name}"))],
    ids=lambda fact: fact.get("id", "none"),
)
each_report = pytest.mark.parametrize("report", SAMPLE.values(), ids=SAMPLE)


def body(report: Report) -> str:
    """The digest without its front matter and its headings."""
    return "\n".join(report.text[b.start : b.end] for b in report.blocks if b.kind != "heading")


def numbers(text: str) -> set[float]:
    """Numbers in figures ("1,200" is 1200, "09" is 9) and written out ("twenty-six", "third")."""
    in_figures = re.findall(r"\d+(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?", text)
    written = re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower())
    parts = [part for word in written for part in (word, *word.split("-")) if part in WORDS]
    return {float(number.replace(",", "")) for number in in_figures} | {float(WORDS[part]) for part in parts}


def test_numbers_are_read_however_they_are_written() -> None:
    assert numbers("Some 1,200 people, twenty-six States and a third of 2.5 on 09") == {1200, 26, 20, 6, 3, 2.5, 9}


def test_nothing_in_the_sample_is_rejected_and_nothing_needs_a_warning() -> None:
    assert len(SAMPLE) == 65
    assert scan(REPORTS).rejected == ()
    assert {report.id: report.warnings for report in SAMPLE.values() if report.warnings} == {}


@each_report
def test_a_digest_says_what_it_is(report: Report) -> None:
    assert report.text.count(LINE) == 1
    assert report.metadata.kind == "digest"
    assert report.metadata.language == "en"


@each_report
def test_a_digest_has_full_metadata_and_a_body_under_headings(report: Report) -> None:
    known = report.metadata
    assert known.title
    assert known.date
    assert known.series
    assert known.body
    assert known.url == known.sources[0]
    headings = [report.text[b.start : b.end] for b in report.blocks if b.kind == "heading"]
    assert headings[0] == known.title
    assert {"Setting", "Discussion"} <= set(headings)


@each_fact
def test_every_event_on_record_has_its_digest(fact: dict[str, Any]) -> None:
    report = SAMPLE[fact["id"]]
    days = fact["event_date"].split("/")
    assert report.metadata.date == days[0]
    assert report.metadata.end_date is not None
    assert report.metadata.end_date.startswith(days[-1])
    assert list(report.metadata.sources) == fact["source_urls"]
    assert written_out(days[0])[-4:] in body(report)


@each_fact
def test_a_symbol_is_given_where_the_record_has_a_real_one(fact: dict[str, Any]) -> None:
    symbols = [symbol for _, _, symbol in find_symbols(fact["document_symbol"] or "")]
    real = [symbol for symbol in symbols if not re.search(r"modalities|mandate", fact["document_symbol"])]
    assert list(SAMPLE[fact["id"]].metadata.symbols) == real


@each_fact
def test_every_number_of_the_record_is_in_the_digest(fact: dict[str, Any]) -> None:
    record = " ".join([*fact["points_discussed"], *fact["recommendations"]])
    assert numbers(record) - numbers(body(SAMPLE[fact["id"]])) - SMALL == set()


@each_fact
def test_every_number_of_the_digest_is_in_the_record(fact: dict[str, Any]) -> None:
    assert numbers(body(SAMPLE[fact["id"]])) - numbers(json.dumps(fact)) - SMALL == set()
