"""Is a paragraph that is asked for by its number the answer, whole? `python -m eval.answers.places --home DIR`

Every numbered paragraph of some documents, drawn by chance, is asked for in each of WAYS. Right is an answer that has
the paragraph from its number to its last word and nothing of another one. Then the same is asked of documents that are
not held; right is to say so.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RapporteurError
from corpus.structure.paragraph_numbers import governing_number, split_number
from corpus.symbols import normalise_symbol
from corpus.types import BODY_KINDS, Report
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.opening import open_live
from index.search.searcher import Searcher
from service.answers.answerer import Answerer
from service.answers.types import Answer
from service.citations.citer import Citer
from service.settings import load_settings

WAYS: dict[str, Callable[[str, str], str]] = {
    "as cited": "{0}, para. {1}".format,
    "what does it say": "what does paragraph {1} of {0} say?".format,
    "symbol first": "{0} paragraph {1}".format,
    "number first": "para {1} {0}".format,
    "in a sentence": "Please show me what {0} says in paragraph {1}.".format,
    "with a sign": "{0} §{1}".format,
    "what is in it": "what is in para. {1} in {0}".format,
}
SEED = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph that is asked for, and where in the texts of the reports of that symbol it may stand, [start, end),
    one for each that prints the number."""

    symbol: str
    number: str
    stands: tuple[tuple[str, int, int], ...]


def places_in(searcher: Searcher, documents: int) -> list[Place]:
    """Every numbered paragraph of `documents` documents that have such and bear a symbol."""
    summaries = [one for one in searcher.summaries(searcher.manifest.reports) if one.metadata.symbols]
    random.Random(SEED).shuffle(summaries)
    found: list[Place] = []
    drawn = 0
    for summary in summaries:
        symbol = summary.metadata.symbols[0]
        wanted = normalise_symbol(symbol)
        bearing = [one.id for one in summaries if wanted in map(normalise_symbol, one.metadata.symbols)]
        own: dict[str, list[tuple[str, int, int]]] = {}
        for report in map(searcher.report, bearing):
            for number, start, end in _paragraphs(report):
                own.setdefault(number, []).append((report.id, start, end))
        if own:
            found += [Place(symbol, number, tuple(stands)) for number, stands in own.items()]
            drawn += 1
        if drawn == documents:
            break
    return found


def is_right(answer: Answer, place: Place) -> bool:
    """Whether the quotes have the paragraph from its number to its end, and nothing beside such paragraphs."""
    quotes = [(quote.report.id, quote.start, quote.end) for quote in answer.quotes]
    whole = any(_within(stands, quotes) for stands in place.stands)
    return whole and all(any(_touches(quote, stands) for stands in place.stands) for quote in quotes)


def not_held(places: Sequence[Place], held: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Symbols that no report bears, made from those that are, each with a number."""
    for place in {place.symbol: place for place in places}.values():
        other = re.sub(r"\d+", lambda match: str(int(match[0]) + 1), place.symbol)
        if normalise_symbol(other) not in held:
            yield other, place.number


def _paragraphs(report: Report) -> Iterator[tuple[str, int, int]]:
    """Each printed number with where its paragraph stands, from the number to the end of its last part."""
    last: tuple[str, int, int] | None = None
    for index, block in enumerate(report.blocks):
        if block.kind not in BODY_KINDS:
            continue
        number = split_number(governing_number(report.blocks, index) or "")[0]
        begins = block.number is not None and split_number(block.number)[0] == number
        if last and (number != last[0] or begins):
            yield last
            last = None
        if number:
            last = (number, last[1] if last else block.start, block.end)
    if last:
        yield last


def _within(stands: tuple[str, int, int], quotes: Sequence[tuple[str, int, int]]) -> bool:
    """Whether quotes of a report cover a place, but for what is no body text in it, a table or a note: its first and
    its last words are quoted."""
    report, start, end = stands
    own = [(first, last) for id_, first, last in quotes if id_ == report]
    return any(first <= start < last for first, last in own) and any(first < end <= last for first, last in own)


def _touches(quote: tuple[str, int, int], stands: tuple[str, int, int]) -> bool:
    return quote[0] == stands[0] and quote[1] < stands[2] and stands[1] < quote[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.answers.places", description="Ask for every paragraph.")
    parser.add_argument("--home", type=Path, required=True, help="a home")
    parser.add_argument("--documents", type=int, default=20, help="how many documents are drawn (20)")
    options = parser.parse_args(arguments)
    try:
        searcher = open_live(options.home, load_encoder(locate_model(load_settings().model)))
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    answerer = Answerer(searcher, Citer(searcher))
    places = places_in(searcher, options.documents)
    failed = []
    for name, way in WAYS.items():
        wrong = [place for place in places if not is_right(answerer.answer(way(place.symbol, place.number)), place)]
        failed += [way(place.symbol, place.number) for place in wrong]
        print(f"{name:<20} {len(places) - len(wrong):>5} of {len(places)}")
    summaries = searcher.summaries(searcher.manifest.reports)
    held = frozenset(normalise_symbol(symbol) for one in summaries for symbol in one.metadata.symbols)
    asked = [way(*pair) for pair in not_held(places, held) for way in WAYS.values()]
    said = [question for question in asked if answerer.answer(question).reason == "not_held"]
    failed += [question for question in asked if question not in said]
    print(f"{'said to be missing':<20} {len(said):>5} of {len(asked)}")
    for question in failed[:40]:
        print(f"    {question}")
    searcher.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
