"""Dates of events: a year, a month, a day, or the days from and to which a meeting lasted, as people give them and as
documents print them ("9-13 June 2025", "3 de mayo de 2024")."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
EXPECTED = "a date such as 2021-11-03, 2021-11 or 2021"


def normal_date(value: object) -> str:
    """The date in ISO form and in the precision it was given. Raises ValueError when it is none."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    match = _DATE.fullmatch(str(value).strip())
    if not match or isinstance(value, bool):
        raise ValueError(EXPECTED)
    year, month, day = (int(part) if part else None for part in match.groups())
    day_given = datetime.date(year or 0, month or 1, day or 1).isoformat()
    return day_given[: 4 if month is None else 7 if day is None else 10]


def first_day(date: str) -> str:
    """The first day of a year, month or day in ISO form."""
    return (date + "-01-01")[:10] if len(date) < 10 else date


def last_day(date: str) -> str:
    """The last day of a year, month or day in ISO form."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return date


def written_out(date: str) -> str:
    """For people and for the encoder: "6 May 2022", "May 2022", "2022"."""
    if len(date) == 4:
        return date
    month = calendar.month_name[int(date[5:7])]
    return f"{month} {date[:4]}" if len(date) == 7 else f"{int(date[8:])} {month} {date[:4]}"


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
_YEAR = r"(?:19|20) ?[0-9] ?[0-9]"  # a scan sets a space into a year
_RANGE = re.compile(
    rf"(?P<d1>{_DAY})(?:{_OF}(?P<m1>{_MONTH})(?:,?{_OF}(?P<y1>{_YEAR}))?)?{_TO}"
    rf"(?P<d2>{_DAY}){_OF}(?P<m2>{_MONTH}),?{_OF}(?P<y2>{_YEAR})",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"\b(?:{_DAY}(?:\s*[-–—]\s*{_DAY})?(?:\s*,\s*|\s+and\s+))+{_DAY}(?:\s*[-–—]\s*{_DAY})?\s+"
    rf"(?P<m2>{_MONTH})(?:(?:,|\s+(?:and|to))\s+{_DAY}(?:\s*[-–—]\s*{_DAY})?\s+{_MONTH})?,?\s+(?P<y2>{_YEAR})",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?P<d2>{_DAY}){_OF}(?P<m2>{_MONTH})[,.]?{_OF}(?P<y2>{_YEAR})", re.IGNORECASE)
_AMERICAN = re.compile(rf"(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),\s*(?P<y2>{_YEAR})", re.IGNORECASE)
_AMERICAN_RANGE = re.compile(
    rf"(?P<m1>{_MONTH})\s+(?P<d1>{_DAY})(?:,\s*(?P<y1>{_YEAR}))?{_TO}(?:(?P<m2>{_MONTH})\s+)?(?P<d2>{_DAY}),?\s+(?P<y2>{_YEAR})",
    re.IGNORECASE,
)
# As in a file's name, too: "minutes 2019 05 04".
_IN_NUMBERS = re.compile(r"(?<!\d)(?P<y2>(?:19|20)[0-9]{2})[- ](?P<month>0[1-9]|1[0-2])[- ](?P<d2>[0-3][0-9])(?!\d)")
_MONTH_OF_YEAR = re.compile(rf"\b(?:(?P<m1>{_MONTH}){_TO})?(?P<m2>{_MONTH}){_OF}(?P<y2>{_YEAR})\b", re.IGNORECASE)
# A year says when something was where it stands apart, and not in "2030 Agenda", "Budget for 2024", "Vision: 2030" or
# "resolution 1325 (2000)".
_YEAR_APART = re.compile(
    r"(?:(?<!\d )(?<!\d)\(|,|(?<!\d)(?<!\d )[–—-])\s*(?P<y2>(?:19|20)[0-9]{2})"
    r"(?!\s*[–—-]\s*\d|[.]\d)(?=\s*(?:$|[,;:.()–—-]))"
)
# "Progress since May 2019" and "the events of 7 October 2023" are of another time than the report.
_OTHER_TIME = re.compile(
    r"\b(?:(?:after|before|by|since|till|until|depuis|avant|après|jusqu[’']en|jusqu[’']au|d[’']ici|desde|"
    r"hasta|después de|antes de)\s+(?:(?:the\s+|le\s+|el\s+)?(?:end(?:\s+of)?\s+)?)?|(?:post|pre)-|"
    r"(?:attacks?|earthquake|events?|genocide|massacre|revolution)\s+of\s+)"
    rf"(?:{_DAY}{_OF})?(?:{_MONTH},?{_OF}(?:{_DAY},\s*)?)?{_YEAR}\b",
    re.IGNORECASE,
)
# "COVID-19 May 2020" and "Annex 3 August 2020" have no day.
_PART_OF_A_NAME = re.compile(
    r"(?:[^\W_][-–]?|\b(?:annexe?|anexo|appendix|article|chapter|cluster|covid|goal|item|module|n[o°º]\.?|number|part|"
    r"phase|pillar|section|sdg|table|track|volume|vol\.)\s|\d[.]|\+\s?)$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)\b(?:\s+of(?=\s+{_MONTH}))?", re.IGNORECASE)
# "14 Sept. 2020", "30 Sept - 2 Oct 2019", "Jan-Mar 2019"; but no "Viña del Mar 2019".
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_SHORT_MONTH = re.compile(
    rf"(?<!del )\b(?P<short>{_SHORT}|{_SHORT.upper()})\b\.?(?=,?\s+\d|{_TO}(?:\d|(?:{_SHORT}|{'|'.join(MONTHS)})\b))"
)


def first_date(text: str) -> str | None:
    """The first full date in `text` as ISO 8601."""
    matches = sorted((m for form in (_SINGLE, _AMERICAN) for m in form.finditer(text)), key=lambda m: m.start())
    return next((day for match in matches if (day := _iso(match["d2"], match["m2"], match["y2"]))), None)


def date_span(text: str) -> tuple[str, str] | None:
    """The first and the last day of all dates and ranges in `text`, as ISO 8601; None where there are none."""
    days: list[str] = []
    for match in _SEVERAL.finditer(text):  # "14–18 and 21–23 July 2025": the month is said once
        first = re.match(r"\d+", match[0])
        if first and (day := _iso(first[0], match["m2"], match["y2"])):
            days.append(day)
    for match in _RANGE.finditer(text):
        days.extend(day for day in _ends(match) if day)
    days.extend(day for m in _SINGLE.finditer(text) if (day := _iso(m["d2"], m["m2"], m["y2"])))
    return (min(days), max(days)) if days else None


def title_date(title: str) -> tuple[str, str, str] | None:
    """When it was, by its title: the date in the precision of the title ("2019-05"), the first day and the last. None
    where the title does not say, or names several of which any may be meant."""
    # The Turkish forms of "i" count as "i" for a pattern, but are another letter in small ones.
    said = unicodedata.normalize("NFC", title.replace("İ", "I").replace("ı", "i"))
    said = _SHORT_MONTH.sub(lambda short: _in_full(short["short"]), said)
    said = _OTHER_TIME.sub(" ", _ORDINAL.sub(r"\1", said))
    found: set[tuple[str | None, str | None]] = set()
    for form in (_AMERICAN_RANGE, _RANGE):
        found |= {_ends(match) for match in form.finditer(said)}
        said = form.sub(" ", said)
    single = [m for m in _SINGLE.finditer(said) if not _PART_OF_A_NAME.search(said, 0, m.start())]
    days = (_iso(m["d2"], m["m2"], m["y2"]) for m in (*single, *_AMERICAN.finditer(said)))
    found |= {(day, day) for day in days if day}
    found |= {(day, day) for m in _IN_NUMBERS.finditer(said) if (day := _day(m["y2"], m["month"], m["d2"]))}
    if not found:
        months = {(m["y2"].replace(" ", ""), m["m1"] or m["m2"], m["m2"]) for m in _MONTH_OF_YEAR.finditer(said)}
        found |= {(_in_iso(year, first), _in_iso(year, last)) for year, first, last in months}
    if not found:
        found |= {(match["y2"], match["y2"]) for match in _YEAR_APART.finditer(said)}
    if len(found) != 1:
        return None
    [(first, last)] = found
    # "December to January 2020" began in a year that is not said.
    return (first, first_day(first), last_day(last)) if first and last and first <= last else None


def _in_full(short: str) -> str:
    return next(name for name in MONTHS if name.startswith(short[:3].capitalize()))


def _ends(match: re.Match[str]) -> tuple[str | None, str | None]:
    """The first and the last day of a range; None for one that no calendar has."""
    last_month = match["m2"] or match["m1"]
    begin = _iso(match["d1"], match["m1"] or match["m2"], match["y1"] or match["y2"])
    return begin, _iso(match["d2"], last_month, match["y2"])


def _in_iso(year: str, month: str) -> str:
    return f"{year}-{_NUMBERS[month.casefold()]:02d}"


def _iso(day: str, month: str, year: str) -> str | None:
    number = _NUMBERS.get(month.casefold())
    return _day(year.replace(" ", ""), str(number), re.sub(r"\D", "", day)) if number else None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
