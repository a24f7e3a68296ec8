"""Days, months and years that a question names, as spans of days: "October 2023", "between 2022 and 2024", "since
2022". What depends on today ("last year") or leaves the year open ("in May") is not guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates import first_day, last_day
from corpus.printed_dates import MONTHS

FIRST, LAST = "0001-01-01", "9999-12-31"

_MONTH = "|".join(sorted({*MONTHS, *(month[:3] for month in MONTHS), "Sept"}, key=len, reverse=True))
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_MOMENT = re.compile(
    rf"""(?<![\w/.-])(?:
        (?P<from_year>{_YEAR})-(?P<to_year>{_YEAR})
      | (?P<iso>{_YEAR}-\d\d(?:-\d\d)?)
      | (?:(?P<from>{_DAY})\ ?(?:[-–—]|to|and)\ ?)?(?P<day>{_DAY})\ (?:of\ )?(?P<month>{_MONTH})\.?,?\ (?P<year>{_YEAR})
      | (?P<us_month>{_MONTH})\.?\ (?P<us_day>{_DAY}),?\ (?P<us_year>{_YEAR})
      | (?P<month_alone>{_MONTH})\.?,?\ (?:of\ )?(?P<month_year>{_YEAR})
      | (?P<year_alone>{_YEAR})
    )(?![\w/]|[-.]\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_SINCE = re.compile(r"\b(?:since|from)\s+$|\b(?:starting|beginning)\s+(?:in|from|with)\s+$", re.IGNORECASE)
_AFTER = re.compile(r"\bafter\s+$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|earlier than|prior to)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to)\s+$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:[-–—]|to|until|till|through)\s*", re.IGNORECASE)
_THE_YEAR = re.compile(r"\bthe\s+year\s+$", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:^|\s)(?:in|on|of|from|since|after|before|earlier than|prior to|between|during|until|till|up to|by)\s+"
    r"(?:the\s+year\s+)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, as ISO 8601; [start, end) is where the question says so."""

    first: str
    last: str
    start: int
    end: int


def named_periods(question: str) -> tuple[Period, ...]:
    """The periods that `question` names, in order. Two dates with "between ... and", "to" or a dash make one."""
    moments = [moment for match in _MOMENT.finditer(question) if (moment := _moment(match))]
    periods: list[Period] = []
    at = 0
    while at < len(moments):
        one = moments[at]
        other = moments[at + 1] if at + 1 < len(moments) else None
        before = question[: one.start]
        if other and _joined(before, question[one.end : other.start]) and one.first <= other.last:
            periods.append(Period(one.first, other.last, one.start, other.end))
            at += 2
            continue
        periods.append(_opened(before, one))
        at += 1
    return tuple(periods)


def without_ranges(question: str) -> str:
    """The question without the periods of more than one calendar year and the small words that lead to them: what is
    left to be compared by its meaning, which the years at the ends of a range would mislead. The question itself when
    nothing else is left."""
    rest = question
    for period in reversed(named_periods(question)):
        if period.first[:4] == period.last[:4]:
            continue
        before = rest[: period.start]
        while lead := _LEAD.search(before):
            before = before[: lead.start()]
        rest = f"{before} {rest[period.end :]}"
    return " ".join(rest.split()) if any(character.isalpha() for character in rest) else question


def _joined(before: str, between: str) -> bool:
    return bool(_TO.fullmatch(between) or (_BETWEEN.search(before) and between.strip().casefold() == "and"))


def _opened(before: str, one: Period) -> Period:
    """The period that a word in front opens at one end: "since the year 2022", "before May 2021"."""
    before = _THE_YEAR.sub("", before)
    if _SINCE.search(before):
        return Period(one.first, LAST, one.start, one.end)
    if _AFTER.search(before):
        return Period(_shifted(one.last, 1), LAST, one.start, one.end)
    if _BEFORE.search(before):
        return Period(FIRST, _shifted(one.first, -1), one.start, one.end)
    if _UNTIL.search(before):
        return Period(FIRST, one.last, one.start, one.end)
    return one


def _moment(match: re.Match[str]) -> Period | None:
    year = match["to_year"] or match["year"] or match["us_year"] or match["month_year"] or match["year_alone"]
    month = match["month"] or match["us_month"] or match["month_alone"]
    day = match["day"] or match["us_day"]
    first = match["iso"] or "-".join(filter(None, (year, _month(month), _two(day))))
    last = first
    if match["from_year"]:
        first = match["from_year"]
    if match["from"]:
        first = f"{first[:8]}{_two(match['from'])}"
    try:
        for given in (first, last):
            date.fromisoformat(first_day(given))
    except ValueError:
        return None
    first, last = first_day(first), last_day(last)
    return Period(first, last, *match.span()) if first <= last else None


def _month(name: str | None) -> str | None:
    if not name:
        return None
    names = [month[:3].casefold() for month in MONTHS]
    return f"{names.index(name[:3].casefold()) + 1:02d}"


def _two(day: str | None) -> str | None:
    return f"{int(re.sub(r'[^0-9]', '', day)):02d}" if day else None


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
