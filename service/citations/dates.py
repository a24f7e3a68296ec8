"""Dates of events as footnotes write them, at the precision the source has."""

from __future__ import annotations

import calendar
from typing import Literal

from corpus.dates import written_out
from corpus.types import Metadata
from service.citations.pinpoints import DASH

Order = Literal["day first", "month first"]


def event_days(metadata: Metadata) -> tuple[str, str] | None:
    """The first and last day of the event in ISO form, or its first and last month or year where the source names no
    days; equal where it names one."""
    first = metadata.date or metadata.start_date
    if first is None:
        return None
    if metadata.start_date is None or metadata.end_date is None:
        return first, first
    if len(first) < 10:
        return first, metadata.end_date[: len(first)]
    return metadata.start_date, metadata.end_date


def event_date(metadata: Metadata, order: Order = "day first") -> str:
    """ "4 October 2023", "27–29 January 2010", "November 2021", "May–June 2023", or nothing. "month first" is the
    American order."""
    days = event_days(metadata)
    if days is None:
        return ""
    first, last = days
    if first == last:
        return date(first, order)
    if first[:4] != last[:4]:
        return f"{date(first, order)}{DASH}{date(last, order)}"
    if len(last) < 10:
        return f"{_month(first)}{DASH}{date(last)}"
    if order == "month first":
        end = int(last[8:]) if first[:7] == last[:7] else _month_day(last)
        return f"{_month_day(first)}{DASH}{end}, {last[:4]}"
    begin = str(int(first[8:])) if first[:7] == last[:7] else f"{int(first[8:])} {_month(first)}"
    return f"{begin}{DASH}{written_out(last)}"


def date(iso: str, order: Order = "day first") -> str:
    """One date of any precision: "4 October 2023" or "October 4, 2023"; "October 2023"; "2023"."""
    if order == "month first" and len(iso) == 10:
        return f"{_month_day(iso)}, {iso[:4]}"
    return written_out(iso)


def _month(iso: str) -> str:
    return calendar.month_name[int(iso[5:7])]


def _month_day(iso: str) -> str:
    return f"{_month(iso)} {int(iso[8:])}"
