"""The formats that a reading list is exported in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from fastapi import Response

from service.citations.citer import STYLES
from service.live import OpenIndex
from service.reading_list.docx import docx
from service.reading_list.entries import Item, find_entries
from service.reading_list.export import Export, ExportFormat, FootnoteStyle, filename
from service.reading_list.markdown import markdown
from service.reading_list.references import bibtex, csl, ris
from service.reading_list.search_record import RecordedSearch, record_of

FormatName = Literal["markdown", "docx", "ris", "bibtex", "csl"]
FORMATS: dict[FormatName, ExportFormat] = {
    "docx": ExportFormat(docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "markdown": ExportFormat(markdown, "text/markdown", ".md"),
    "ris": ExportFormat(ris, STYLES["ris"].media_type, ".ris"),
    "bibtex": ExportFormat(bibtex, STYLES["bibtex"].media_type, ".bib"),
    "csl": ExportFormat(csl, STYLES["csl"].media_type, ".json"),
}


def export_file(
    index: OpenIndex,
    name: FormatName,
    items: Sequence[Item],
    searches: Sequence[RecordedSearch],
    style: FootnoteStyle = "un",
) -> Response:
    """A reading list as a file to be saved. Nothing of it is kept."""
    found = Export(
        entries=find_entries(index.searcher, items),
        record=record_of(index, searches),
        citer=index.citer,
        style=style,
        day=datetime.now(UTC).date(),
    )
    chosen = FORMATS[name]
    return Response(
        chosen.write(found),
        media_type=f"{chosen.media_type}; charset=utf-8"
        if chosen.media_type.startswith("text/")
        else chosen.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{filename(chosen.suffix, found.day)}"',
            "Cache-Control": "no-store",
        },
    )
