"""Fields of front matter and sidecars become Metadata; what several sources say is merged field by field."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from corpus.dates import EXPECTED, first_day, last_day, normal_date
from corpus.errors import FileRejectedError
from corpus.metadata.dating import Days, days_shown
from corpus.symbols import standing
from corpus.types import DOCUMENT_TYPES, REPORT_KINDS, DocumentType, FieldReading, FieldSource, Metadata, ReportKind

_LINES = (
    "title",
    "series",
    "body",
    "author",
    "location",
    "language",
    "original_language",
    "session",
    "agenda_item",
    "url",
)
_LISTS = ("symbol", "symbols", "sources", "labels")
_DATES = ("date", "start", "end", "distribution_date", "event_start", "event_end")
FIELDS = (*_LINES, *_LISTS, *_DATES, "kind", "document_type")
_DAYS = ("date", "start_date", "end_date")
SURE_OF_HEADING = 0.95  # of a title that is the first heading or line of a text
READ_FIELDS = (
    "title",
    "date",
    "distribution_date",
    "event_start",
    "body",
    "session",
    "symbols",
    "document_type",
    "agenda_item",
    "language",
    "original_language",
)
"""The fields of Metadata whose reading is told of."""


@dataclass(frozen=True, slots=True)
class FrontFields:
    """What was read at the top of a document, or on its first page. `heading` is all that stands there."""

    title: str
    symbols: tuple[str, ...]
    document_type: DocumentType
    distributed: str | None
    event: Days | None
    body: str | None
    session: str | None
    agenda_item: str | None
    original_language: str | None
    heading: str

    @property
    def shown_by_event(self) -> bool:
        """Whether the document is shown under the days of its meeting."""
        return self._shown[1]

    @property
    def metadata(self) -> Metadata:
        """The same as metadata, with the days that the document is shown under and the remark that a draft needs."""
        start, end = self._shown[0] or (None, None)
        label = standing(self.symbols, self.heading)
        return Metadata(
            title=self.title,
            date=start,
            start_date=start,
            end_date=end,
            distribution_date=self.distributed,
            event_start=self.event[0] if self.event else None,
            event_end=self.event[1] if self.event else None,
            body=self.body,
            symbols=self.symbols,
            session=self.session,
            original_language=self.original_language,
            kind="official record" if self.symbols else None,
            document_type=self.document_type if self.symbols or self.title else None,
            agenda_item=self.agenda_item or None,
            labels=(label,) if label else (),
        )

    @property
    def _shown(self) -> tuple[Days | None, bool]:
        names = (self.session, self.body)
        return days_shown(self.title, self.document_type, self.distributed, self.event, names=names)


def read_fields(given: Mapping[str, Any], what: str) -> tuple[Metadata, tuple[str, ...]]:
    """Metadata with the fields that were given, and warnings about fields that have no meaning here.

    `what` names the source in messages. A value that cannot be meant raises FileRejectedError: indexing a report under
    a wrong date or kind would hide it from the filters without anybody noticing.
    """
    known = {name: value for name, value in given.items() if name in FIELDS and value is not None}
    lines = {name: _line(known[name], name, what) for name in _LINES if name in known}
    url = lines.get("url")
    if url and not url.startswith(("http://", "https://")):
        raise _wrong(what, "url", url, "an address that starts with http:// or https://")
    metadata = Metadata(
        **cast("dict[str, Any]", lines),
        symbols=_list(known, ("symbol", "symbols"), what),
        sources=_list(known, ("sources",), what),
        labels=_list(known, ("labels",), what),
        kind=_kind(known.get("kind"), what),
        document_type=_document_type(known.get("document_type"), what),
        distribution_date=_date(known, "distribution_date", what),
        event_start=_date(known, "event_start", what),
        event_end=_date(known, "event_end", what),
    )
    return _with_days(metadata, known, what), tuple(_unknown(name, what) for name in given if name not in FIELDS)


def readings_from(metadata: Metadata, source: FieldSource, certainty: float) -> tuple[FieldReading, ...]:
    """A reading for each field that has a value and is told of, all from one source."""
    return tuple(FieldReading(name, source, certainty) for name in READ_FIELDS if getattr(metadata, name))


def merge(over: Metadata, under: Metadata) -> Metadata:
    """`over`, with the fields it lacks taken from `under`. The three fields that date a report go together."""
    lacking = {f.name: getattr(under, f.name) for f in fields(Metadata) if not getattr(over, f.name)}
    if over.date:
        lacking = {name: value for name, value in lacking.items() if name not in _DAYS}
    return replace(over, **lacking)


def _line(value: object, name: str, what: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong(what, name, value, "text on one line; put it in quotation marks")
    return " ".join(str(value).split())


def _list(known: Mapping[str, Any], names: tuple[str, ...], what: str) -> tuple[str, ...]:
    lines: list[str] = []
    for name in names:
        value = known.get(name, [])
        lines += [_line(entry, name, what) for entry in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(line for line in lines if line))


def _kind(value: object, what: str) -> ReportKind | None:
    if value is None or value in REPORT_KINDS:
        return value
    raise _wrong(what, "kind", value, "one of: " + ", ".join(REPORT_KINDS))


def _document_type(value: object, what: str) -> DocumentType | None:
    if value is None or value in DOCUMENT_TYPES:
        return value
    raise _wrong(what, "document_type", value, "one of: " + ", ".join(DOCUMENT_TYPES))


def _date(known: Mapping[str, Any], name: str, what: str) -> str | None:
    if name not in known:
        return None
    try:
        return normal_date(known[name])
    except ValueError:
        raise _wrong(what, name, known[name], EXPECTED) from None


def _with_days(metadata: Metadata, known: Mapping[str, Any], what: str) -> Metadata:
    """Put in `date`, `start_date` and `end_date`, from `date` or from `start` and `end`."""
    date, start, end = (_date(known, name, what) for name in ("date", "start", "end"))
    if end and not (start or date):
        raise _wrong(what, "end", end, "a start as well, or a date alone")
    begin = start or date
    if not begin:
        return metadata
    first, last = first_day(begin), last_day(end or begin)
    if last < first:
        raise _wrong(what, "end", end, f"a day that is not before the start ({begin})")
    if date and (last_day(date) < first or first_day(date) > last):
        raise _wrong(what, "date", date, f"a day between start and end ({first} to {last})")
    return replace(metadata, date=begin, start_date=first, end_date=last)


def _wrong(what: str, name: str, value: object, expected: str) -> FileRejectedError:
    shown = repr(str(value)[:80])
    return FileRejectedError(f"{what}: {name} is {shown}; expected {expected}")


def _unknown(name: str, what: str) -> str:
    near = difflib.get_close_matches(name, FIELDS, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"{what}: the field {name!r} has no meaning here and was ignored{hint}"
