"""Meetings that a question names by their number: "the fourth dialogue on firearms" is not the second."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.types import Metadata
from index.types import Hit
from service.answers_question import Asked
from service.answers_scope import NUMBERS, Names, same_series

_MEETING = r"dialogue|meeting|session|conference|forum|consultation|briefing|hearing|workshop|summit"
_TENS_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: 10 * i for i, word in enumerate(_TENS_WORDS, 2)}
_ORDINAL = "|".join(NUMBERS)
# What cannot stand between a number and the meeting that it counts: "the second part of the session", "the first panel
# during the third dialogue", "the first time they joined a meeting".
_APART = (
    rf"(?!(?:of|in|at|on|for|to|during|after|before|from|by|with|who|that|they|time|day|an?|the|each|{_ORDINAL})\b)"
)
_NUMBERED = re.compile(
    rf"(?<![\w-])(?:(?:(?P<tens>{'|'.join(_TENS)})[- ])?(?P<ordinal>{_ORDINAL})|"
    rf"(?P<figures>\d{{1,3}})(?:st|nd|rd|th))\s+"
    rf"(?:{_APART}[\w'’-]+\s+){{0,4}}?(?P<meeting>{_MEETING})\b",
    re.IGNORECASE,
)
TITLES_REMEMBERED = 65_536


def other_meetings(asked: Asked, names: Names) -> frozenset[str]:
    """The reports of other meetings than the one that the question names by its number: with another number, or of the
    same series on another day. None are told where it names no number, or compares and so may want the others too."""
    wanted = _numbered(asked.text)
    if asked.kind == "comparison" or not wanted:
        return frozenset()
    meetings = {meeting for _, meeting in wanted}
    reports = [named.report for named in names.reports]
    own = {report.id: {one for one in _of_title(report.metadata.title) if one[1] in meetings} for report in reports}
    others = {report.id for report in reports if own[report.id] and not own[report.id] & wanted}
    sides = names.strengths(asked)
    strengths = {report.id: max(side.get(report.id, 0.0) for side in sides) for report in reports}
    named = [report for report in reports if own[report.id] & wanted]
    if not named:
        return frozenset(others)
    best = max(named, key=lambda report: strengths[report.id])
    for report in reports:
        # The second dialogue on firearms is named by fewer of the words than the second on smuggling, which is meant.
        weaker = report in named and strengths[report.id] < strengths[best.id]
        if not _same_event(report.metadata, best.metadata) and (weaker or same_series(report.metadata, best.metadata)):
            others.add(report.id)
    return frozenset(others)


def speaks_of(hit: Hit, asked: Asked) -> bool:
    """Whether a passage of another meeting speaks of the one that the question names by its number. Where its own has
    that number too, it is its own that it speaks of."""
    wanted = _numbered(asked.text)
    return not _of_title(hit.report.metadata.title) & wanted and bool(_numbered(hit.passage.text) & wanted)


def _same_event(one: Metadata, other: Metadata) -> bool:
    """Two dialogues may be held on one day; reports that give no series or day may be of any."""
    days = {one.start_date, other.start_date} - {None}
    return len(days) < 2 and (same_series(one, other) or not (one.series and other.series))


def _numbered(text: str) -> frozenset[tuple[str, str]]:
    """The numbers in `text` with the kind of meeting that each counts."""
    return frozenset((_number(match), match["meeting"].lower()) for match in _NUMBERED.finditer(text))


def _number(match: re.Match[str]) -> str:
    if match["figures"]:
        return str(int(match["figures"]))
    return str(_TENS.get((match["tens"] or "").lower(), 0) + int(NUMBERS[match["ordinal"].lower()]))


_of_title = lru_cache(TITLES_REMEMBERED)(_numbered)
