"""Small sound files of each format, for the fuzz run to damage. They use the features in which readers stumble."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

LARGEST_PDF = 400_000

_SENTENCE = "The Working Group discussed the protection of victims and took note of what civil society had said."
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = ("numbering", "styles", "footnotes")


def seeds(pdf_folder: Path | None) -> dict[str, list[bytes]]:
    """Sound files by suffix; real PDFs too where a folder with some is given."""
    pdfs = [_pdf(1, False), _pdf(5, True)]
    if pdf_folder is not None:
        paths = sorted(path for path in pdf_folder.glob("*.pdf") if path.stat().st_size <= LARGEST_PDF)
        pdfs += [path.read_bytes() for path in paths]
    return {".pdf": pdfs, ".docx": [_docx()], ".html": [_page(), _old_page().encode("cp1252")]}


def _pdf(pages: int, compressed: bool) -> bytes:
    """A PDF of text pages, with or without compressed streams."""
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for page in range(pages):
        content = b"BT /F1 11 Tf 72 760 Td 15 TL " + b" ".join(_shown(page, line) for line in range(30)) + b" ET"
        kind = b" /Filter /FlateDecode" if compressed else b""
        stream = zlib.compress(content) if compressed else content
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * page} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), kind, stream))
    file, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return file + head + table + trailer


def _shown(page: int, line: int) -> bytes:
    return f"({page * 30 + line + 1}. {_SENTENCE}) ' ".encode() if line % 2 else f"({_SENTENCE}) '".encode()


def _docx() -> bytes:
    """A Word file with numbering, styles, a footnote, a table, a tracked change and a field."""
    overrides = (
        "".join(f'<Override PartName="/word/{part}.xml" ContentType="{_TYPES}.{part}+xml"/>' for part in _PARTS)
        + f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_LINKS}/{part}" Target="{part}.xml"/>' for n, part in enumerate(_PARTS)
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{"".join(_paragraphs())}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="1">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="H">'
        '<w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + xml)
    return file.getvalue()


def _paragraphs() -> Iterator[str]:
    text = f"<w:r><w:t>{_SENTENCE}</w:t></w:r>"
    for section in range(4):
        yield f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>Section {section}</w:t></w:r></w:p>'
        for level in (0, 1, 1, 0):
            place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
            yield f"<w:p><w:pPr>{place}</w:pPr>{text}</w:p>"
        yield f"<w:tbl><w:tr><w:tc><w:p>{text}</w:p></w:tc><w:tc><w:p>{text}</w:p></w:tc></w:tr></w:tbl>"
    yield '<w:p><w:r><w:footnoteReference w:id="2"/></w:r><w:ins w:id="1">' + text + "</w:ins></w:p>"
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    yield f"<w:p>{mark('begin')}{mark('separate')}{text}{mark('end')}</w:p>"


def _page() -> bytes:
    section = f"<h2>Section</h2><p>{_SENTENCE}</p><ul><li>{_SENTENCE}</li><li>{_SENTENCE}</li></ul>"
    table = "<table><tr><th>State</th><th>Year</th></tr><tr><td>Austria</td><td>2024</td></tr></table>"
    head = '<meta charset="utf-8"><title>Dialogue – report</title><meta name="date" content="2024-07-15">'
    menu = '<nav><a href="/a">One</a></nav>'
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body>{menu}<main>{section * 5}{table}</main></body></html>".encode()
    )


def _old_page() -> str:
    cell = f"<H1>Séance</H1><P>{_SENTENCE}<P>« {_SENTENCE} »<BR>{_SENTENCE}"
    return f"<HTML><BODY><TABLE><TR><TD><A HREF=x>Accueil</A></TD><TD>{cell * 4}</TD></TR></TABLE></BODY></HTML>"
