"""A reading list as Markdown: each text a block quotation with a footnote. Rendered, it has the words of the report."""

from __future__ import annotations

import re

from service.citations.sources import one_line
from service.reading_list.entries import ListedPlace, Lost, text_lines
from service.reading_list.export import GONE, GONE_REMEDY, Export, about
from service.reading_list.search_record import NOTHING, RecordedSearch

# What any Markdown reader may take for markup, wherever it stands; and what only counts where a line begins.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>~|&$^#!]")
_LINE_START = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")


def markdown(export: Export) -> bytes:
    """The list in order, what is lost in its place, the record of the searches, then the footnotes."""
    body = ["# Reading list", escaped(export.summary)]
    notes: list[str] = []
    for n, entry in enumerate(export.entries, start=1):
        if isinstance(entry, ListedPlace):
            notes.append(f"[^{len(notes) + 1}]: {escaped(export.footnote(entry))}")
            body += _listed(n, entry, len(notes))
        else:
            body += _lost(n, entry)
    if export.record:
        body += ["## Record of the search", escaped(export.record.collection)]
    for search in export.record.searches:
        body += [escaped(str(search)), *_results(search)]
    return ("\n\n".join([*body, *notes]) + "\n").encode()


def escaped(line: str) -> str:
    """A line of text, every character of it as text."""
    line = _MARKUP.sub(r"\\\g<0>", line)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def _listed(n: int, entry: ListedPlace, note: int) -> list[str]:
    lines = [f"> {escaped(line)}" for line in text_lines(entry.text)]
    return [
        f"## {n}. {escaped(one_line(entry.report.metadata.title))}",
        escaped(about(entry)),
        "\n>\n".join(lines) + f"[^{note}]",
        *_note(entry.item.note),
    ]


def _lost(n: int, entry: Lost) -> list[str]:
    return [
        f"## {n}. {GONE}: {escaped(one_line(entry.name))}",
        escaped(f"{entry.reason} {GONE_REMEDY}"),
        *_note(entry.item.note),
    ]


def _results(search: RecordedSearch) -> list[str]:
    return ["\n".join(f"{n}. {escaped(citation)}" for n, citation in enumerate(search.results, start=1)) or NOTHING]


def _note(note: str) -> list[str]:
    lines = [escaped(line) for line in note.splitlines() if line.strip()]
    return ["\n\n".join([f"Note: {lines[0]}", *lines[1:]])] if lines else []
