"""Which days a document is dated by: those of the meeting that it is the record of, or that of its distribution."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from corpus.dates import date_span
from corpus.types import DocumentType

Days = tuple[str, str]
LONGEST_MEETING = 45  # days: what lasts longer is a year of sessions, and no meeting
_PROCEEDINGS = re.compile(
    r"(?i)(?:.*: )?(?:"
    r"reports? (?:of|on) the (?!secretary).*\b(?:sessions?|meetings?|conference|forum|workshop|seminar)\b"
    r"|(?:summary|verbatim|provisional) record|minutes\b|proceedings\b|.*\b\d+(?:st|nd|rd|th)(?: plenary)? meeting$"
    r"|(?:summary|report) of (?:proceedings|discussions)|chair.{0,10}summary)"
)


# "Report on the meeting": the one that it stands under.
_OF_THIS_MEETING = re.compile(r"(?i)(?:reports?|minutes|records?) (?:of|on) the (?:session|meeting|dialogue)$")


def days_shown(
    title: str, kind: DocumentType, distributed: str | None, event: Days | None, *, names: Iterable[str | None]
) -> tuple[Days | None, bool]:
    """The first and last day that a document is shown under, and whether they are those of its `event`. `names` are
    those of the session and the body that it stands under."""
    said = title.casefold()
    same = any(name and name.casefold() in said for name in names) or (event is not None and date_span(title) == event)
    if event and (distributed is None or is_record(title, kind, event, same=same)):
        return event, True
    return (distributed, distributed) if distributed else None, False


def tells_of_meeting(title: str) -> bool:
    """Whether a title is that of a report on what happened at a meeting or a session."""
    return _PROCEEDINGS.match(title) is not None


def is_record(title: str, kind: DocumentType | None, event: Days | None, *, same: bool) -> bool:
    """Whether a document is the record of a meeting on the days of `event`, in ISO 8601: a record by its type, or a
    report on a meeting that did not last for months. `same` says that the title names this meeting: a report on
    another one may be submitted to it. One that names none is about the meeting that it stands under."""
    if event is None or kind == "record":
        return event is not None
    first, last = map(date.fromisoformat, event)
    short = (last - first).days <= LONGEST_MEETING
    about_it = same or _OF_THIS_MEETING.match(title) is not None
    return about_it and short and kind in ("report", "board paper") and tells_of_meeting(title)
