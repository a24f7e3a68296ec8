"""A reading list as a Word file: each text a quotation with a real footnote."""

from __future__ import annotations

from service.citations.sources import one_line
from service.export import GONE, GONE_REMEDY, Export, about
from service.export_docx_package import Paragraph, package
from service.reading_list import Listed, Lost, text_lines

TITLE = "Reading list"


def docx(export: Export) -> bytes:
    """The list in order, what is lost in its place, then the record of the searches."""
    paragraphs = [Paragraph(TITLE, "Title"), Paragraph(export.summary, "About")]
    for n, entry in enumerate(export.entries, start=1):
        paragraphs += _listed(n, entry, export.footnote(entry)) if isinstance(entry, Listed) else _lost(n, entry)
        paragraphs += _note(entry.item.note)
    if export.record:
        paragraphs += [Paragraph("Record of the search", "Heading1"), _plain(export.record.collection)]
    for search in export.record.searches:
        paragraphs += [_plain(str(search)), *(Paragraph(one_line(line), "Result") for line in search.lines)]
    return package(TITLE, export.day, paragraphs)


def _listed(n: int, entry: Listed, footnote: str) -> list[Paragraph]:
    metadata = entry.report.metadata
    lines = text_lines(entry.text)
    notes = [*([None] * (len(lines) - 1)), one_line(footnote)]
    quoted = [Paragraph(line, "Quote", metadata.language, note) for line, note in zip(lines, notes, strict=True)]
    return [Paragraph(f"{n}. {one_line(metadata.title)}", "Heading1"), Paragraph(about(entry), "About"), *quoted]


def _lost(n: int, entry: Lost) -> list[Paragraph]:
    return [Paragraph(f"{n}. {GONE}: {one_line(entry.name)}", "Heading1"), _plain(f"{entry.reason} {GONE_REMEDY}")]


def _note(note: str) -> list[Paragraph]:
    lines = text_lines(note)
    return [_plain(f"Note: {lines[0]}"), *map(_plain, lines[1:])] if lines else []


def _plain(text: str) -> Paragraph:
    return Paragraph(one_line(text))
