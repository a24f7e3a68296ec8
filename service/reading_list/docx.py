"""A reading list as a Word file: each text a quotation with a real footnote; and the package that holds it."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import Literal
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from service.citations.sources import one_line
from service.reading_list.entries import ListedPlace, Lost, text_lines
from service.reading_list.export import GONE, GONE_REMEDY, Export, about

Style = Literal["Title", "Heading1", "About", "Quote", "Result", "Normal"]

_PARTS = Path(__file__).parent / "docx_parts"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_RIGHT_TO_LEFT = {"R", "AL"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without line breaks. `language` is that of its words where it is not English; `footnote` is the text
    of the note that it ends with."""

    text: str
    style: Style = "Normal"
    language: str | None = None
    footnote: str | None = None


def package(title: str, day: date, paragraphs: list[Paragraph]) -> bytes:
    """A .docx file. Characters that XML cannot hold are replaced by the sign for that, U+FFFD."""
    footnotes = [one.footnote for one in paragraphs if one.footnote]
    numbers = iter(range(1, len(footnotes) + 1))
    body = "\n".join(_paragraph(one, next(numbers) if one.footnote else None) for one in paragraphs)
    notes = "\n".join(_footnote(n, text) for n, text in enumerate(footnotes, start=1))
    parts = {
        "[Content_Types].xml": _part("content_types.xml"),
        "_rels/.rels": _part("package.rels"),
        "docProps/core.xml": _filled("core.xml", title=_escaped(title), day=day.isoformat()),
        "word/document.xml": _filled("document.xml", paragraphs=body),
        "word/_rels/document.xml.rels": _part("document.rels"),
        "word/footnotes.xml": _filled("footnotes.xml", footnotes=notes),
        "word/settings.xml": _part("settings.xml"),
        "word/styles.xml": _part("styles.xml"),
    }
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(ZipInfo(name, _EPOCH), text, ZIP_DEFLATED)
    return file.getvalue()


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _filled(name: str, **values: str) -> str:
    return Template(_part(name)).substitute(values)


def _paragraph(one: Paragraph, note: int | None) -> str:
    """The order of elements inside properties is that of the schema; Word refuses any other."""
    rtl = _right_to_left(one.text)
    properties = f'<w:pPr><w:pStyle w:val="{one.style}"/>{"<w:bidi/>" if rtl else ""}</w:pPr>'
    mark = "" if note is None else f'<w:r>{_REFERENCE}<w:footnoteReference w:id="{note}"/></w:r>'
    return f"    <w:p>{properties}{_run(one.text, rtl, one.language)}{mark}</w:p>"


def _footnote(n: int, text: str) -> str:
    properties = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    mark = f"<w:r>{_REFERENCE}<w:footnoteRef/></w:r>"
    return f'  <w:footnote w:id="{n}"><w:p>{properties}{mark}{_run(" " + text, False, None)}</w:p></w:footnote>'


def _run(text: str, rtl: bool, language: str | None) -> str:
    spoken = f"<w:lang w:{'bidi' if rtl else 'val'}={quoteattr(language)}/>" if language else ""
    told = f"{'<w:rtl/>' if rtl else ''}{spoken}"
    properties = f"<w:rPr>{told}</w:rPr>" if told else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>'


def _escaped(text: str) -> str:
    return escape(NOT_XML.sub("\ufffd", text))


def _right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((one in _RIGHT_TO_LEFT for one in directions if one in {"L", *_RIGHT_TO_LEFT}), False)


_REFERENCE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


TITLE = "Reading list"


def docx(export: Export) -> bytes:
    """The list in order, what is lost in its place, then the record of the searches."""
    paragraphs = [Paragraph(TITLE, "Title"), Paragraph(export.summary, "About")]
    for n, entry in enumerate(export.entries, start=1):
        paragraphs += _listed(n, entry, export.footnote(entry)) if isinstance(entry, ListedPlace) else _lost(n, entry)
        paragraphs += _note(entry.item.note)
    if export.record:
        paragraphs += [Paragraph("Record of the search", "Heading1"), _plain(export.record.collection)]
    for search in export.record.searches:
        paragraphs += [_plain(str(search)), *(Paragraph(one_line(line), "Result") for line in search.lines)]
    return package(TITLE, export.day, paragraphs)


def _listed(n: int, entry: ListedPlace, footnote: str) -> list[Paragraph]:
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
