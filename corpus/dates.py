"""Dates as people give them: a year, a month, a day, or the days from and to which a meeting lasted."""

from __future__ import annotations

import calendar
import datetime
import re

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
