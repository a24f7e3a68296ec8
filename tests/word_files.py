"""Builds Word files for tests: python-docx's template, with raw XML for what that library cannot write."""

from __future__ import annotations

import io
from collections.abc import Iterable

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_NAMES = (
    nsdecls("w", "wp", "a", "m")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str = "", style: str = "", numbering: tuple[int, int] | None = None, properties: str = "") -> str:
    """A paragraph; content that is not markup becomes a run. `numbering` is (numId, level)."""
    inner = content if content.startswith("<") or not content else run(content)
    style_xml = f'<w:pStyle w:val="{style}"/>' if style else ""
    number_xml = ""
    if numbering:
        number_xml = f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{style_xml}{number_xml}{properties}</w:pPr>{inner}</w:p>"


def table(*rows: Iterable[str]) -> str:
    """A table; a cell is text, or markup of paragraphs with properties of the cell in front."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(_row(row) for row in rows)}</w:tbl>"


def _row(cells: Iterable[str]) -> str:
    inner = "".join(f"<w:tc>{cell if cell.startswith('<') else para(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{inner}</w:tr>"


def level(depth: int, form: str, text: str, *, start: int = 1, extra: str = "") -> str:
    """One level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    """A list definition."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, definition: int, overrides: str = "") -> str:
    """A list that counts with a definition."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def restart(depth: int, start: int = 1) -> str:
    """An override that starts a level anew."""
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def field(code: str, result: str) -> str:
    """A complex field with its code and its last result."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{run(result)}{mark('end')}"


def note_mark(number: int, kind: str = "footnote") -> str:
    """A reference to a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def note(number: int, text: str, kind: str = "footnote") -> str:
    """A note's body."""
    return f'<w:{kind} w:id="{number}">{para(f"<w:r><w:{kind}Ref/></w:r>" + run(" " + text))}</w:{kind}>'


def heading_style(depth: int, style_id: str, name: str, list_id: int) -> str:
    """A heading style that is tied to a level of a list."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
        f'<w:outlineLvl w:val="{depth}"/></w:pPr></w:style>'
    )


def tied(style_id: str) -> str:
    """What ties a level of a list to a style."""
    return f'<w:pStyle w:val="{style_id}"/>'


def text_box(text: str) -> str:
    """A paragraph with a text box as Word writes it: once for new programs, and once more for old ones."""
    box = f"<w:txbxContent>{para(text)}</w:txbxContent>"
    graphic = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    modern = (
        '<w:drawing><wp:inline><wp:extent cx="2000000" cy="600000"/><wp:docPr id="7" name="Box"/>'
        f'<a:graphic><a:graphicData uri="{graphic}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="600000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f'<w:pict><v:shape style="width:200pt;height:50pt"><v:textbox>{box}</v:textbox></v:shape></w:pict>'
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"{modern}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def word_file(
    *body: str,
    numbering: str = "",
    styles: str = "",
    footnotes: str = "",
    endnotes: str = "",
    settings: str = "",
    header: str = "",
    title: str = "",
) -> bytes:
    """The bytes of a .docx with this body."""
    document = docx.Document()
    place = document.element.body
    for element in list(_fragment("".join(body))):
        place.insert(len(place) - 1, element)  # before the section's properties, which come last
    for element in list(_fragment(styles)):
        _replace_style(document.styles.element, element)
    if numbering:
        lists = document.part.numbering_part.element
        for old in list(lists):
            lists.remove(old)
        lists.extend(list(_fragment(numbering)))
    for element in list(_fragment(settings)):
        document.settings.element.append(element)
    for kind, notes in (("footnotes", footnotes), ("endnotes", endnotes)):
        if notes:
            xml = f"<w:{kind} {_NAMES}>{notes}</w:{kind}>".encode()
            part = Part(PackURI(f"/word/{kind}.xml"), _TYPE.format(kind), xml, document.part.package)
            document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, kind.upper()))
    if header:
        page_header = document.sections[0].header
        page_header.is_linked_to_previous = False
        for element in list(_fragment(header)):
            page_header._element.append(element)
    document.core_properties.title = title
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _replace_style(styles: object, element: object) -> None:
    identifier = element.get(docx.oxml.ns.qn("w:styleId"))
    for old in styles.xpath(f'w:style[@w:styleId="{identifier}"]'):
        styles.remove(old)
    styles.append(element)


def _fragment(xml: str) -> object:
    return parse_xml(f"<w:body {_NAMES}>{xml}</w:body>")
