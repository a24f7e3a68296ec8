"""Does every document symbol lead to its report? `python -m eval.retrieval.symbols --home DIR`

Each symbol that a report of the collection bears is typed in the ways of `WAYS`; the first hit must be of a report that
bears it. Where a paragraph is asked for, the first hit must hold that paragraph too.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RapporteurError
from corpus.structure.paragraph_numbers import governing_number
from corpus.symbols import normalise_symbol
from corpus.types import BODY_KINDS, Report
from eval.types import Collection
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.opening import open_live
from service.settings import load_settings

WAYS: dict[str, Callable[[str], str]] = {
    "as printed": lambda symbol: symbol,
    "in small letters": str.lower,
    "spaces for slashes": lambda symbol: symbol.replace("/", " "),
    "without punctuation": lambda symbol: " ".join(re.sub(r"[^\w/]", "", symbol).split("/")),
    "run together": lambda symbol: re.sub(r"\W", "", symbol),
    "in a sentence": lambda symbol: f"what does {symbol} say about the protection of witnesses?",
}
IN_PLACE = "with a paragraph"


@dataclass(frozen=True, slots=True)
class Typed:
    """One symbol typed in one way, and the id and the symbols of the report that came first (None: nothing came)."""

    symbol: str
    way: str
    question: str
    first: str | None
    right: bool


def typed_symbols(searcher: Collection) -> list[Typed]:
    """Every symbol that a report bears, typed in every way, in order of symbol."""
    summaries = searcher.summaries(limit=searcher.manifest.reports)
    bearers = {symbol: report.id for report in summaries for symbol in report.metadata.symbols}
    return [typed for symbol in sorted(bearers) for typed in _every_way(searcher, symbol, bearers[symbol])]


def table(results: Sequence[Typed]) -> str:
    """How many symbols are found in each way of typing, and every failure."""
    lines = []
    for way in (*WAYS, IN_PLACE):
        of_way = [typed for typed in results if typed.way == way]
        lines.append(f"{way:<20} {sum(typed.right for typed in of_way):>4} of {len(of_way)}")
    failures = [typed for typed in results if not typed.right]
    lines += [f"not found: {typed.question!r} ({typed.way}) led to {typed.first or 'nothing'}" for typed in failures]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line: exit 0 when every symbol leads to its report."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.retrieval.symbols", description="Type every symbol in several ways."
    )
    parser.add_argument("--home", type=Path, required=True, help="a home with an index")
    options = parser.parse_args(arguments)
    try:
        searcher = open_live(options.home, load_encoder(locate_model(load_settings().model)))
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        results = typed_symbols(searcher)
    finally:
        searcher.close()
    print(table(results))
    return 0 if all(typed.right for typed in results) else 1


def _every_way(searcher: Collection, symbol: str, report_id: str) -> Iterator[Typed]:
    for way, spell in WAYS.items():
        yield _typed(searcher, symbol, way, spell(symbol))
    number = _last_number(searcher.report(report_id))
    if number:
        yield _typed(searcher, symbol, IN_PLACE, f"{symbol}, para. {number}", number)


def _typed(searcher: Collection, symbol: str, way: str, question: str, number: str | None = None) -> Typed:
    hits = searcher.search(question, k=1).hits
    if not hits:
        return Typed(symbol, way, question, None, False)
    passage, metadata = hits[0].passage, hits[0].report.metadata
    right = normalise_symbol(symbol) in map(normalise_symbol, metadata.symbols)
    if number and right:
        right = _holds(searcher.report(passage.report_id), passage.start, passage.end, number)
    return Typed(symbol, way, question, hits[0].report.id, right)


def _last_number(report: Report) -> str | None:
    """The last whole paragraph number that the report prints."""
    numbers = [block.number for block in report.blocks if block.kind in BODY_KINDS and block.number]
    return next((number for number in reversed(numbers) if re.fullmatch(r"\d{1,3}", number)), None)


def _holds(report: Report, start: int, end: int, number: str) -> bool:
    """Whether the span overlaps a block that stands under this printed number."""
    return any(
        block.start < end and start < block.end and governing_number(report.blocks, i) == number
        for i, block in enumerate(report.blocks)
        if block.kind in BODY_KINDS
    )


if __name__ == "__main__":
    sys.exit(main())
