"""Days, months and years that a question names, as spans of days: "October 2023", "between 2022 and 2024", "since
2022". What depends on today ("last year") or leaves the year open ("in May") is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from corpus.dates import MONTHS, first_day, last_day

FIRST, LAST = "0001-01-01", "9999-12-31"

_MONTH = "|".join(sorted({*MONTHS, *(month[:3] for month in MONTHS), "Sept"}, key=len, reverse=True))
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_MOMENT = re.compile(
    rf"""(?<![\w/.,-])(?:
        (?P<from_year>{_YEAR})-(?P<to_year>{_YEAR})
      | (?P<iso>{_YEAR}-\d\d(?:-\d\d)?)
      | (?:(?P<from>{_DAY})\ ?(?:[-–—]|to|and)\ ?)?(?P<day>{_DAY})\ (?:of\ )?(?P<month>{_MONTH})\.?,?\ (?P<year>{_YEAR})
      | (?P<us_month>{_MONTH})\.?\ (?P<us_day>{_DAY}),?\ (?P<us_year>{_YEAR})
      | (?P<month_alone>{_MONTH})\.?,?\ (?:of\ )?(?P<month_year>{_YEAR})
      | (?P<year_alone>{_YEAR})
    )(?![\w/]|[-.]\w|,\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT = r"not?\s+"
# "The report from 2019" is of 2019; "from 2019 onwards" says more behind the date.
_SINCE = re.compile(
    rf"\b(?:since|{_NOT}(?:before|earlier than|prior to))\s+$|\b(?:starting|beginning)\s+(?:in|from|with)\s+$",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\b(?:until|till|(?P<up>up to)|{_NOT}(?:after|later than))\s+$", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|later than)\s+$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|earlier than|prior to)\s+$", re.IGNORECASE)
_BEFORE_AND_AFTER = re.compile(r"\bbefore\s+(?:and|or)\s+after\s+$", re.IGNORECASE)
# "Up to 2000 people" bounds no time.
_COUNTED = re.compile(r"\s+(?:people|[a-z]{3,}s)\b")
# What opens a period from behind: "2020 and after" does, "2020 and after 2022" and "2020 and after the war" do not.
_ALONE = r"(?=\s*(?:[,;:.?!)]|$))"
_ONWARDS = re.compile(
    rf",?\s+(?:onwards?\b|on{_ALONE}|(?:and|or)\s+(?:(?:later|onwards?|thereafter|afterwards)\b|(?:after|since){_ALONE}))",
    re.IGNORECASE,
)
_AND_EARLIER = re.compile(rf",?\s+(?:and|or)\s+(?:earlier\b(?!\s+than)|before{_ALONE})", re.IGNORECASE)
_TO = re.compile(r"\s*(?:[-–—]|(?:up )?to|until|till|through)\s*", re.IGNORECASE)
_THE_YEAR = re.compile(r"\bthe\s+year\s+$", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:^|\s)(?:in|on|of|from|since|between|during|until|till|up to|by|before\s+(?:and|or)\s+after|"
    rf"(?:{_NOT})?(?:after|later than|before|earlier than|prior to))\s+(?:the\s+year\s+)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, as ISO 8601. `bound` is the date that it ends before or begins
    after, if it does."""

    first: str
    last: str
    bound: Period | None = field(default=None, compare=False)

    @property
    def is_open(self) -> bool:
        """Whether it has no beginning or no end."""
        return self.first == FIRST or self.last == LAST

    @property
    def is_range(self) -> bool:
        """Whether it spans more than one calendar year."""
        return self.first[:4] != self.last[:4]

    @property
    def with_bound(self) -> Period:
        """From its beginning to its end, and the date that bounds it."""
        if self.bound is None:
            return self
        return Period(min(self.first, self.bound.first), max(self.last, self.bound.last))

    @property
    def named(self) -> Period:
        """The date that the question names: the one that bounds it, or else itself."""
        return self.bound or self


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period, and [start, end) where the question names it."""

    period: Period
    start: int
    end: int

    @property
    def first(self) -> str:
        """Its first day."""
        return self.period.first

    @property
    def last(self) -> str:
        """Its last day."""
        return self.period.last


def named_periods(question: str) -> tuple[NamedPeriod, ...]:
    """The periods that `question` names, in order. Two dates with "between ... and", "to" or a dash make one; "before
    and after" a date are two in one place."""
    moments = [moment for match in _MOMENT.finditer(question) if (moment := _moment(match))]
    periods: list[NamedPeriod] = []
    at = 0
    while at < len(moments):
        one = moments[at]
        other = moments[at + 1] if at + 1 < len(moments) else None
        before = question[: one.start]
        if other and _joined(before, question[one.end : other.start]):
            earlier, later = sorted((one, other), key=lambda moment: moment.first)
            periods.append(NamedPeriod(Period(earlier.first, later.last), one.start, other.end))
            at += 2
            continue
        periods += _opened(before, one, question[one.end :])
        at += 1
    return tuple(periods)


def without_ranges(question: str, periods: Iterable[NamedPeriod]) -> str:
    """The question without those of its `periods` that span more than one calendar year, and without the small words
    that lead to them: what is left to be compared by its meaning, which the years at the ends of a range would mislead.
    The question itself when nothing else is left."""
    rest = question
    for start, end in sorted({(one.start, one.end) for one in periods if one.period.is_range}, reverse=True):
        before = rest[:start]
        while lead := _LEAD.search(before):
            before = before[: lead.start()]
        rest = f"{before} {rest[end:]}"
    return rest if any(character.isalpha() for character in rest) else question


def _joined(before: str, between: str) -> bool:
    return bool(_TO.fullmatch(between) or (_BETWEEN.search(before) and between.strip().casefold() == "and"))


def _opened(before: str, one: NamedPeriod, behind: str) -> Iterator[NamedPeriod]:
    """The date itself, or the period that words in front of it or behind it open at one end: "since the year 2022",
    "2022 onwards"."""
    before = _THE_YEAR.sub("", before)
    until = _UNTIL.search(before)
    earlier = replace(one, period=Period(FIRST, _shifted(one.first, -1), one.period))
    later = replace(one, period=Period(_shifted(one.last, 1), LAST, one.period))
    if _SINCE.search(before) or _ONWARDS.match(behind):
        yield NamedPeriod(Period(one.first, LAST), one.start, one.end + _length(_ONWARDS, behind))
    elif (until and not (until["up"] and _COUNTED.match(behind))) or _AND_EARLIER.match(behind):
        yield NamedPeriod(Period(FIRST, one.last), one.start, one.end + _length(_AND_EARLIER, behind))
    elif _BEFORE_AND_AFTER.search(before):
        yield from (earlier, later)
    elif _AFTER.search(before):
        yield later
    elif _BEFORE.search(before):
        yield earlier
    else:
        yield one


def _length(pattern: re.Pattern[str], text: str) -> int:
    """How long what the text begins with is, where it begins with such."""
    match = pattern.match(text)
    return match.end() if match else 0


def _moment(match: re.Match[str]) -> NamedPeriod | None:
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
    return NamedPeriod(Period(first, last), *match.span()) if first <= last else None


def _month(name: str | None) -> str | None:
    if not name:
        return None
    names = [month[:3].casefold() for month in MONTHS]
    return f"{names.index(name[:3].casefold()) + 1:02d}"


def _two(day: str | None) -> str | None:
    return f"{int(re.sub(r'[^0-9]', '', day)):02d}" if day else None


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
