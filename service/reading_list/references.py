"""A reading list for reference managers: one reference for each report, with the quoted words and their places as notes
of one's own. A reference is a whole document there; a passage each would give the same document many times.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from corpus.types import Metadata, ReportSummary
from service.citations.citer import STYLES, Style
from service.citations.pinpoints import Pinpoint
from service.citations.sources import Source
from service.reading_list.entries import ListedPlace, Lost, text_lines
from service.reading_list.export import GONE, GONE_REMEDY, Export


def bibtex(export: Export) -> bytes:
    """A .bib file."""
    return "\n".join(_written(export, "bibtex")).encode()


def ris(export: Export) -> bytes:
    """A .ris file."""
    return "\r\n".join(_written(export, "ris")).encode()


def csl(export: Export) -> bytes:
    """A file of CSL-JSON: one list."""
    items = [item for text in _written(export, "csl") for item in json.loads(text)]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def _written(export: Export, style: Style) -> Iterable[str]:
    return (STYLES[style].write(source) for source in _sources(export))


def _sources(export: Export) -> list[Source]:
    """The references in the order in which the list first has them, what is lost among them."""
    found: dict[str, Source] = {}
    searches = [*map(str, export.record.searches), export.record.collection]
    record = (f"Record of the search: {' '.join(searches)}",) if export.record else ()
    for n, entry in enumerate(export.entries, start=1):
        if isinstance(entry, Lost):
            found[f"item {n}"] = _lost(entry, n)
            continue
        known = found.get(entry.report.id) or replace(export.citer.source(entry.report.id), annotations=record)
        told = _quoted(entry, export)
        # The record comes last, after all that was quoted.
        ahead = known.annotations[: len(known.annotations) - len(record)]
        found[entry.report.id] = replace(known, annotations=(*ahead, told, *record))
    return list(found.values())


def _quoted(entry: ListedPlace, export: Export) -> str:
    """For example "para. 41: “The Committee recommended guidance.” Note: for the annex"."""
    place = str(export.citer.source(entry.report.id, (entry.start, entry.end)).place)
    note = " ".join(entry.item.note.split())
    return f"{f'{place}: ' if place else ''}“{' '.join(text_lines(entry.text))}”{f' Note: {note}' if note else ''}"


def _lost(entry: Lost, n: int) -> Source:
    """What stands in the place of a reference that cannot be given. Its key is no report's: those have no full stop."""
    note = " ".join(entry.item.note.split())
    metadata = Metadata(title=f"{GONE}: {entry.name}")
    told = f"{entry.reason} {GONE_REMEDY}{f' Note: {note}' if note else ''}"
    return Source(ReportSummary(f"lost.{n}", "", "", metadata, 0), Pinpoint(), (told,))
