"""Where quotes of different reports give different figures for the same thing of the same event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.text.sentences import sentence_spans
from corpus.types import Passage, ReportSummary
from index.lexical.stopwords import STOP_WORDS
from service.answers.scope import same_series, words_of
from service.answers.types import FigureConflict
from service.citations.quotes import Quote

# A number that is no year, symbol or list number, and the two content words after it, which say what is counted.
_FIGURE = re.compile(
    r"(?<![\w/.,-])(\d{1,3}(?:[ ,]\d{3})+|\d+(?:\.\d+)?)(?![\w/]|[.,]\d)((?:\s+[^\W\d_][\w’'-]*){1,4})"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
COUNTED = 2
# Quotes speak of the same thing when they share this much of the shorter one's words.
SAME_THING, SAME_TITLE, NEARLY_SAME = 0.5, 0.6, 0.8
# Passages with fewer of a quote's words are not looked at sentence by sentence.
LIKELY = 0.6


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the words that say what is counted."""

    value: str
    counted: tuple[str, ...]
    written: str


def conflicts(quotes: Sequence[Quote]) -> list[FigureConflict]:
    """One line for each thing that is counted differently, in the order of the quotes."""
    found: dict[tuple[str, ...], dict[int, str]] = {}
    for one, other in combinations(quotes, 2):
        if one.report.id == other.report.id or not _same_thing(one, other):
            continue
        for here in figures(one.text):
            for there in figures(other.text):
                if here.counted == there.counted and here.value != there.value:
                    said = found.setdefault(here.counted, {})
                    said.setdefault(one.n, here.written)
                    said.setdefault(other.n, there.written)
    by_number = {quote.n: quote for quote in quotes}
    return [
        FigureConflict(tuple(sorted(said)), _says({n: (said[n], by_number[n].report) for n in sorted(said)}))
        for said in found.values()
    ]


def counterpart(said: str, passages: Iterable[Passage], language: str | None) -> tuple[Passage, int, int] | None:
    """The sentence of another report's `passages` that says nearly the same with other numbers: its passage and place
    in it; None where there is none, or where nothing is counted."""
    counted = {figure.value for figure in figures(said)}
    if not counted:
        return None
    words = set(said.split())
    likely = [passage for passage in passages if len(words.intersection(passage.text.split())) >= LIKELY * len(words)]
    near = [
        (_shared(said, passage.text[start:end], whole=True), passage.id, passage, start, end)
        for passage in likely
        for start, end in sentence_spans(passage.text, language)
    ]
    best = max(near, key=lambda one: one[:2], default=None)
    if best is None or best[0] < NEARLY_SAME:
        return None
    _, _, passage, start, end = best
    other = {figure.value for figure in figures(passage.text[start:end])}
    return (passage, start, end) if other and other != counted else None


def figures(text: str) -> Iterator[Figure]:
    """The numbers of `text` that count something."""
    for match in _FIGURE.finditer(text):
        if _YEAR.fullmatch(match[1]):
            continue
        content = [word for word in words_of(match[2]) if word not in STOP_WORDS][:COUNTED]
        if content:
            yield Figure(re.sub(r"[ ,]", "", match[1]), tuple(content), match[1])


def _same_thing(one: Quote, other: Quote) -> bool:
    """Whether two quotes speak of the same event in much the same words."""
    return _same_event(one.report, other.report) and _shared(one.text, other.text) >= SAME_THING


def _same_event(one: ReportSummary, other: ReportSummary) -> bool:
    """Whether two reports are of the same event: nearly the same text, or the same days and series, or where one has no
    series, the same days and nearly the same title."""
    if other.id in one.twins:
        return True
    here, there = one.metadata, other.metadata
    if not (here.start_date and there.start_date and here.end_date and there.end_date):
        return False
    if here.start_date > there.end_date or there.start_date > here.end_date:
        return False
    if here.series and there.series:
        return same_series(here, there)
    return _shared(here.title, there.title) >= SAME_TITLE


def _shared(one: str, other: str, *, whole: bool = False) -> float:
    """The share of content words that two texts have in common: of the shorter one's, or of the longer one's where they
    are to be alike as a `whole`."""
    first, second = ({word for word in words_of(text) if word not in STOP_WORDS} for text in (one, other))
    most = (max if whole else min)(len(first), len(second))
    return len(first & second) / most if most else 0.0


def _says(said: dict[int, tuple[str, ReportSummary]]) -> str:
    parts = [f"{written} in {report.metadata.symbol or report.metadata.title}" for written, report in said.values()]
    return f"The reports give different figures: {'; '.join(parts)}."
