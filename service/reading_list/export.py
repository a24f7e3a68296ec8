"""What is exported of a reading list, and the formats there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from service.answers.speakers import nature
from service.citations import dates
from service.citations.citer import Citer
from service.reading_list.entries import Entry, ListedPlace, Lost
from service.reading_list.search_record import SearchRecord

FootnoteStyle = Literal["un", "chicago"]
GONE = "No longer in the collection"
GONE_REMEDY = "Search for it again, or take it off the list."


@dataclass(frozen=True, slots=True)
class Export:
    """A reading list, found in the open build, as it is exported on `day`. `citer` cites what was found."""

    entries: tuple[Entry, ...]
    record: SearchRecord
    citer: Citer
    style: FootnoteStyle
    day: date

    @property
    def listed(self) -> list[ListedPlace]:
        """The entries that were found."""
        return [one for one in self.entries if isinstance(one, ListedPlace)]

    @property
    def lost(self) -> list[Lost]:
        """The entries that were not."""
        return [one for one in self.entries if isinstance(one, Lost)]

    @property
    def summary(self) -> str:
        """For example "3 passages from 2 reports, cut from the stored texts on 24 November 2026. 1 more is …"."""
        passages, reports = len(self.listed), len({one.report.id for one in self.listed})
        told = (
            f"{_count(passages, 'passage', 'passages')} from {_count(reports, 'report', 'reports')}, cut word for word "
            f"from the stored texts on {dates.date(self.day.isoformat())}."
        )
        lost = len(self.lost)
        return f"{told} {lost} more {'is' if lost == 1 else 'are'} no longer in the collection." if lost else told

    def footnote(self, entry: ListedPlace) -> str:
        """The citation of exactly these words, closed by a full stop as every footnote is."""
        text = self.citer.cite_span(entry.report.id, (entry.start, entry.end), self.style)
        return text if text.endswith((".", ".”")) else f"{text}."


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """How a format is written, the media type of its file and the end of the file's name."""

    write: Callable[[Export], bytes]
    media_type: str
    suffix: str


def about(entry: ListedPlace) -> str:
    """What a reader must know of the text: date and kind, with remarks such as "draft"."""
    metadata = entry.report.metadata
    return ". ".join(filter(None, (dates.event_date(metadata), nature(metadata)))) + "."


def filename(suffix: str, day: date) -> str:
    """For example "reading-list-2026-11-24.docx"."""
    return f"reading-list-{day.isoformat()}{suffix}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
