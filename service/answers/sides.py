"""The sides of a comparison: what a question sets against each other, and which sentences speak for each.

A side is a year, a report that is named by its symbol, or reports or things that are named in words. Where the sides of
a comparison are told, nothing else is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.symbols import normalise_symbol
from corpus.types import ReportSummary
from index.lexical.keyword_index import stemmed_words
from index.lexical.stopwords import QUESTION_WORDS, STOP_WORDS
from index.search.periods import Period
from service.answers.candidates import Candidate
from service.answers.intent import Asked
from service.answers.scope import Names, tells_of

# More years than these are a stretch of time, whose reports are compared in order of date.
MOST_YEARS = 4
# How many words a side may have that is named in words.
LONGEST = 6
_NAME = rf"(?:[\w’'/-]+\s+){{0,{LONGEST - 1}}}?[\w’'/-]+"
_LEAD = r"(?:(?:the|a|an|in|at|of|for|to|by|between)\s+)*"
_END = (
    r"(?=\s*(?:[?.,;:]|$|\b(?:in|on|of|at|for|with|about|regarding|concerning|over|when|as|differ|compare|approach|"
    r"say|said|do|does|did|have|had|has|is|are|was|were|by)\b))"
)
# "X versus Y", "X compared with Y", "the difference between X and Y", "how do X and Y differ", "more X than Y".
_PAIRS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?:differ\w*|comparison|compar\w+|contrast|gap|split|change[sd]?)\b[^?]{{0,40}}?\bbetween\s+{_LEAD}(?P<one>{_NAME})\s+"
        rf"and\s+{_LEAD}(?P<other>{_NAME}){_END}",
        rf"\bcompare\s+{_LEAD}(?P<one>{_NAME})\s+(?:and|with|to|against)\s+{_LEAD}(?P<other>{_NAME}){_END}",
        rf"{_LEAD}(?P<one>{_NAME})\s+(?:versus|vs\.?|v\.|as against|(?:as\s+)?compared\s+(?:to|with))\s+"
        rf"{_LEAD}(?P<other>{_NAME}){_END}",
        rf"\bhow\s+(?:do|did|does)\s+{_LEAD}(?P<one>{_NAME})\s+and\s+{_LEAD}(?P<other>{_NAME})\s+(?:differ|compare)\b",
        rf"\b(?:more|less|fewer|higher|lower|larger|smaller|bigger|greater)\b[^?]{{0,60}}?\b(?:in|by|for|from|at|of)\s+{_LEAD}(?P<one>{_NAME})"
        rf"\s+(?:than|or)\s+(?:in|by|for|from|at|of)?\s*{_LEAD}(?P<other>{_NAME}){_END}",
        r"(?P<one>[A-Z][\w’'-]+)\s+(?:or|and)\s+(?P<other>[A-Z][\w’'-]+)\s*[,:–-].{0,40}\b(?:which|who)\b",
    )
)


@dataclass(frozen=True, slots=True)
class Side:
    """What is set against something else: a `period`, `reports`, or what has all of `stems`, in the words of the
    question. One of the three is given."""

    label: str
    period: Period | None = None
    reports: frozenset[str] | None = None
    stems: frozenset[str] = frozenset()


def sides_of(asked: Asked, names: Names) -> tuple[Side, ...]:
    """The sides that are told, in the order of the question; none where it tells fewer than two."""
    told = [_by_symbol(asked, names), _by_words(asked)]
    if asked.kind == "comparison":
        told += [_by_year(asked), _by_names(asked, names)]
    return next((found for found in told if len(found) > 1), ())


def speaks_for(side: Side, sentence: Candidate, names: Names) -> bool:
    """Whether a sentence speaks for a side. For a year does what names it, or what names no year in a report of it."""
    if side.reports is not None:
        return sentence.report_id in side.reports
    if side.period is not None:
        if tells_of(sentence.text, [side.period]):
            return True
        return sentence.report_id in names.within(side.period) and not _YEAR.search(sentence.text)
    return side.stems <= sentence.stems | sentence.passage.context


def titled(report: ReportSummary) -> str:
    """What a report is called as a side."""
    return report.metadata.title


_YEAR = re.compile(r"(?<![\w/])(?:19|20)\d\d(?![\w/])")


def _by_symbol(asked: Asked, names: Names) -> tuple[Side, ...]:
    text = asked.question.text
    spans = sorted(asked.question.symbol_spans)
    found = [
        Side(text[start:end], reports=own)
        for start, end in spans
        if (own := names.cited([normalise_symbol(text[start:end])]))
    ]
    return tuple({side.reports: side for side in found}.values())


def _by_year(asked: Asked) -> tuple[Side, ...]:
    periods = sorted({*asked.periods, *asked.years}, key=lambda period: (period.first, period.last))
    if len(periods) == 1 and periods[0].is_range and not periods[0].is_open:
        first, last = int(periods[0].first[:4]), int(periods[0].last[:4])
        years = range(first, last + 1) if last - first < MOST_YEARS else ()
        periods = [Period(f"{year}-01-01", f"{year}-12-31") for year in years]
    if not 1 < len(periods) <= MOST_YEARS:
        return ()
    return tuple(Side(_dated(period), period=period) for period in periods)


def _dated(period: Period) -> str:
    if period.first[:4] == period.last[:4]:
        return period.first[:4] if period.first.endswith("-01-01") else period.first[:7]
    if period.is_open:
        return f"since {period.first[:4]}" if period.first > "0001-12-31" else f"until {period.last[:4]}"
    return f"{period.first[:4]}–{period.last[:4]}"


def _by_names(asked: Asked, names: Names) -> tuple[Side, ...]:
    text = asked.question.without_dates
    return tuple(Side(_as_typed(name, text), reports=own) for name, own in names.contrasted(text))


def _as_typed(name: str, text: str) -> str:
    found = re.search(rf"(?<!\w){re.escape(name)}\w*", text, re.IGNORECASE)
    return found[0] if found else name


def _by_words(asked: Asked) -> tuple[Side, ...]:
    text = asked.question.without_dates
    for form in _PAIRS:
        if match := form.search(text):
            sides = [(match[name], _stems(match[name])) for name in ("one", "other")]
            common = sides[0][1] & sides[1][1]
            own = [Side(label, stems=stems - common) for label, stems in sides if stems - common]
            if len(own) > 1:
                return tuple(own)
    return ()


def _stems(text: str) -> frozenset[str]:
    return frozenset(
        word.stem
        for word in stemmed_words(text)
        if text[word.start : word.end].casefold() not in STOP_WORDS | QUESTION_WORDS
    )


def by_side(
    sentences: Sequence[Candidate], sides: Sequence[Side], names: Names
) -> Iterator[tuple[Side, list[Candidate]]]:
    """Each side with the sentences that speak for it, best first; one that speaks for all is of the first alone."""
    ranked = sorted(sentences, key=lambda one: -one.score)
    for side in sides:
        yield side, [one for one in ranked if speaks_for(side, one, names)]
