"""Dates as they are printed in documents: "9-13 June 2025", "28 November to 3 December 2011", "3 de mayo de 2024"."""

from __future__ import annotations

import re
from datetime import date

from corpus.dates import first_day, last_day

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_NUMBERS = {
    name.casefold(): number
    for names in (MONTHS, _FRENCH.split(), _SPANISH.split())
    for number, name in enumerate(names, start=1)
}
_MONTH = "(?:" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")(?![^\W\d_])"
_TO = r"\s*(?:[-–—−]|to|and|until|through|au|et|al|a|y)\s*"
_DAY = r"\d{1,2}(?:er)?"
_OF = r"(?:\s*de\s+|\s*)"
_YEAR = r"(?:19|20) ?\d ?\d"  # a scan sets a space into a year
_RANGE = re.compile(
    rf"(?P<d1>{_DAY})(?:{_OF}(?P<m1>{_MONTH})(?:,?{_OF}(?P<y1>{_YEAR}))?)?{_TO}"
    rf"(?P<d2>{_DAY}){_OF}(?P<m2>{_MONTH}),?{_OF}(?P<y2>{_YEAR})",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?P<d2>{_DAY}){_OF}(?P<m2>{_MONTH})[,.]?{_OF}(?P<y2>{_YEAR})", re.IGNORECASE)
_AMERICAN = re.compile(rf"(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),\s*(?P<y2>{_YEAR})", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(rf"\b(?:(?P<m1>{_MONTH}){_TO})?(?P<m2>{_MONTH}),?{_OF}(?P<y2>{_YEAR})\b", re.IGNORECASE)
# A year says when something was where it stands apart, and not in "2030 Agenda" or "Budget for 2024".
_YEAR_APART = re.compile(
    r"(?:[,(:]|(?<!\d)(?<!\d )[–—-])\s*(?P<y2>(?:19|20)\d\d)(?!\s*[–—-]\s*\d)(?=\s*(?:$|[,;:.()–—-]))"
)
# "Progress since May 2019" is of another time.
_OTHER_TIME = re.compile(
    rf"\b(?:(?:after|before|by|since|till|until)\s+|(?:post|pre)-)(?:{_DAY}{_OF})?(?:{_MONTH},?{_OF})?{_YEAR}\b",
    re.IGNORECASE,
)


def first_date(text: str) -> str | None:
    """The first full date in `text` as ISO 8601."""
    matches = sorted((m for form in (_SINGLE, _AMERICAN) for m in form.finditer(text)), key=lambda m: m.start())
    return next((day for match in matches if (day := _iso(match["d2"], match["m2"], match["y2"]))), None)


def date_span(text: str) -> tuple[str, str] | None:
    """The first and the last day of all dates and ranges in `text`, as ISO 8601; None where there are none."""
    days: list[str] = []
    for match in _RANGE.finditer(text):
        end = _iso(match["d2"], match["m2"], match["y2"])
        begin = _iso(match["d1"], match["m1"] or match["m2"], match["y1"] or match["y2"])
        days.extend(day for day in (begin, end) if day)
    days.extend(day for m in _SINGLE.finditer(text) if (day := _iso(m["d2"], m["m2"], m["y2"])))
    return (min(days), max(days)) if days else None


def title_date(title: str) -> tuple[str, str, str] | None:
    """When it was, by its title: the date in the precision of the title ("2019-05"), the first day and the last. None
    where the title does not say, or names several of which any may be meant."""
    said = _OTHER_TIME.sub(" ", title)
    spans = {date_span(match[0]) for match in _RANGE.finditer(said)}
    rest = _RANGE.sub(" ", said)
    singles = {first_date(match[0]) for form in (_SINGLE, _AMERICAN) for match in form.finditer(rest)}
    days = {span for span in spans if span} | {(day, day) for day in singles if day}
    if days:
        return (min(days)[0], *min(days)) if len(days) == 1 else None
    months = {(m["y2"].replace(" ", ""), m["m1"] or m["m2"], m["m2"]) for m in _MONTH_OF_YEAR.finditer(said)}
    dates = {(_in_iso(year, first), _in_iso(year, last)) for year, first, last in months}
    dates = dates or {(match["y2"], match["y2"]) for match in _YEAR_APART.finditer(said)}
    if len(dates) != 1:
        return None
    [(first, last)] = dates
    return first, first_day(first), last_day(last)


def _in_iso(year: str, month: str) -> str:
    return f"{year}-{_NUMBERS[month.casefold()]:02d}"


def _iso(day: str, month: str, year: str) -> str | None:
    try:
        return date(int(year.replace(" ", "")), _NUMBERS[month.casefold()], int(re.sub(r"\D", "", day))).isoformat()
    except ValueError:
        return None
