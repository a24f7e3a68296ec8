"""The PDF reader: a file's bytes become canonical text, blocks with their pages and printed numbers, and metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.metadata.language import detect_language
from corpus.pdf.assembly import assemble
from corpus.pdf.charts import find_charts
from corpus.pdf.first_page.fields import FrontPage, read_fields
from corpus.pdf.first_page.front import mark_titles, outside_text
from corpus.pdf.first_page.labeller import Labelled, label_segments
from corpus.pdf.first_page.segments import segments_of
from corpus.pdf.first_page.symbols import document_symbols
from corpus.pdf.footnotes import Note, split_notes
from corpus.pdf.furniture import page_label, strip_furniture
from corpus.pdf.lines import Line, in_reading_order, lines_of, sideways, without_specks
from corpus.pdf.outline import outline
from corpus.pdf.paragraphs import FontStyle, group_lines, style_of
from corpus.pdf.pdfium import Page, read_pages
from corpus.pdf.quality import is_poor, refuse_unreadable
from corpus.pdf.tables import Row, find_tables
from corpus.pdf.text import words_of
from corpus.types import Draft, FieldReading

_OPENING = 600  # characters of the text that tell what sort of paper it is
_SURE_OF_LANGUAGE = 0.95
_FRONT_MATTER = 8  # pages within which a publication prints its date and language


def read(data: bytes, path: str) -> Draft:
    """Read one PDF. `path` is looked at only where the print does not say what the document is.

    Raises FileRejectedError for a scan without text, an encrypted or a broken file.
    """
    return read_printed(read_pages(data), path)


def read_printed(pages: Sequence[Page], path: str) -> Draft:
    """What the runs on the pages of a document say, wherever they come from."""
    pages = [replace(page, runs=tuple(without_specks(page.runs))) if page.scanned else page for page in pages]
    missing = refuse_unreadable(pages)
    printed = [lines_of(page.runs, number) for number, page in enumerate(pages, start=1)]
    scanned = any(page.scanned for page in pages)
    style = replace(style_of(printed), scanned=scanned)
    labelled = label_segments(segments_of(pages, printed, style.size, style.even))
    stripped = strip_furniture(_without_masthead(pages, printed, labelled), [page.height for page in pages])
    ordered = [in_reading_order(page.lines) for page in stripped]
    words = words_of(line.text for lines in ordered for line in lines)
    bodies, notes = _bodies(ordered, style)
    elements = outline(group_lines(bodies, style), style, words, pages[0].width / 2)
    front = FrontPage(tuple(labelled), words)
    mark_titles(elements, front)
    text, blocks = assemble(elements, notes, words)
    symbols, marks, warnings = document_symbols(pages[0].height, printed[0], stripped, labelled, scanned, path)
    later = [line for lines in printed[:_FRONT_MATTER] for line in lines]
    found, readings = read_fields(front, symbols, text[:_OPENING], later)
    poor = is_poor(text, scanned or not style.even)
    found = replace(
        found,
        language=detect_language(text),
        labels=(*found.labels, "poor text layer") if poor else found.labels,
    )
    readings += [*marks, FieldReading("language", "text", _SURE_OF_LANGUAGE)]
    labels = tuple(page.label or page_label(sideways(pages[i].runs)) for i, page in enumerate(stripped))
    return Draft(text, blocks, found, (*missing, *warnings), labels, tuple(readings))


def _without_masthead(
    pages: Sequence[Page], printed: Sequence[Sequence[Line]], front: Sequence[Labelled]
) -> list[list[Line]]:
    """Each page's lines, the first one's without what its masthead holds: that is metadata, not text."""
    taken = outside_text(front)
    first = [run for run in pages[0].runs if id(run) not in taken]
    return [lines_of(first, 1), *(list(lines) for lines in printed[1:])]


def _bodies(pages: Sequence[Sequence[Line]], style: FontStyle) -> tuple[list[list[Line | Row]], list[Note]]:
    """The lines and table rows of each page's body, and the footnotes of all pages."""
    bodies: list[list[Line | Row]] = []
    notes: list[Note] = []
    for lines in pages:
        body, found = split_notes(lines, style.size)
        bodies.append(find_charts(find_tables(body)))
        notes.extend(found)
    return bodies, notes
