"""What stands inside one paragraph of a Word file, as a reader sees it with all tracked changes accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.docx.styles import Styles, WordStyle
from corpus.docx.xml import ALTERNATE, MATH_TEXT, MATHS, child, chosen, switch, text_boxes, w
from corpus.text.superscripts import superscript

if TYPE_CHECKING:
    from corpus.docx.xml import Element

_CONTAINERS = {w(n) for n in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")}
_CONTAINERS |= {w("ruby"), w("rubyBase")}
_TEXT, _RUN, _CONTROL, _FIELD, _SYMBOL = w("t"), w("r"), w("sdt"), w("fldChar"), w("sym")
_DRAWINGS = {w(n) for n in ("drawing", "pict", "object")}
_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_BREAK, _RUBY = w("br"), w("ruby")
_SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-", w("softHyphen"): ""}

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r" ?\n[ \n]*")

_PRIVATE_USE = 0xF000  # Word files put the characters of symbol fonts here
_SYMBOL_SIGNS = {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xAE: "→", 0xD2: "®"}
_SYMBOL_SIGNS |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A reference to a footnote or endnote. `mark` is the author's own sign, where there is one."""

    kind: str
    id: str
    mark: str = ""


@dataclass(slots=True)
class Inline:
    """What has been read of one paragraph. `plain` says that some of its visible text is not bold."""

    parts: list[str] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    plain: bool = False

    @property
    def text(self) -> str:
        """The text, with blanks of every kind as one space and line breaks kept."""
        text = _BLANKS.sub(" ", "".join(self.parts).translate(_UNSEEN))
        return _LINE_ENDS.sub("\n", text).strip()

    @property
    def opening(self) -> str:
        """The text's beginning, with tabs kept: they tell a typed number from a word."""
        return "".join(self.parts)[:40].lstrip()


@dataclass(slots=True)
class InlineReader:
    """Reads paragraphs one after the other. A field, such as a cross-reference, may begin in one paragraph and end in
    another, so what is open is remembered: True for each field whose result has begun, False while in its code."""

    styles: Styles
    _fields: list[bool] = field(default_factory=list)

    def read(self, paragraph: Element, lineage: tuple[WordStyle, ...], into: Inline) -> None:
        """Add a paragraph's content to `into`."""
        for element in paragraph:
            self._read_any(element, lineage, into)

    def _read_any(self, element: Element, lineage: tuple[WordStyle, ...], into: Inline) -> None:
        tag = element.tag
        if tag == _RUN:
            self._read_run(element, lineage, into)
        elif tag in _CONTAINERS:
            self.read(element, lineage, into)
        elif tag == _CONTROL:
            # A form control that nobody filled in shows an instruction, not text of the report.
            content = child(element, "sdtContent")
            if content is not None and not switch(element.find(w("sdtPr")), "showingPlcHdr"):
                self.read(content, lineage, into)
        elif tag == ALTERNATE:
            branch = chosen(element)
            if branch is not None:
                self.read(branch, lineage, into)
        elif tag in MATHS:
            into.parts += [text.text or "" for text in element.iter(MATH_TEXT)]
        elif tag in _DRAWINGS:
            into.boxes += text_boxes(element)

    def _read_run(self, run: Element, lineage: tuple[WordStyle, ...], into: Inline) -> None:
        properties = child(run, "rPr")
        hidden = self.styles.hides(properties, lineage)
        raised = self.styles.raises(properties, lineage)
        bold: bool | None = None
        for element in run:
            if element.tag == _FIELD:
                self._step(element.get(w("fldCharType")) or "")
            elif hidden or not all(self._fields):
                continue
            elif element.tag in _NOTES:
                into.notes.append(_note_mark(element, run))
                if into.notes[-1].mark:
                    return
            elif element.tag == ALTERNATE:
                branch = chosen(element)
                if branch is not None:
                    self._read_run(branch, lineage, into)
            elif element.tag == _RUBY or element.tag in _DRAWINGS:
                self._read_any(element, lineage, into)
            elif text := _text_of(element):
                into.parts.append(superscript(text) if raised else text)
                if bold is None and text.strip():
                    bold = self.styles.emboldens(properties, lineage)
                    into.plain = into.plain or not bold

    def _step(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def lines_of(container: Element, reader: InlineReader) -> list[str]:
    """The text of all paragraphs in a container, whatever stands around them, one line each."""
    lines: list[str] = []
    for paragraph in container.iter(w("p")):
        inline = Inline()
        reader.read(paragraph, reader.styles.of_paragraph(child(paragraph, "pPr")), inline)
        lines += inline.text.split("\n")
    return [line for line in lines if line]


def _text_of(element: Element) -> str:
    tag = element.tag
    if tag == _TEXT:
        return element.text or ""
    if tag == _BREAK:
        return "\n" if (element.get(w("type")) or "textWrapping") == "textWrapping" else " "
    if tag == _SYMBOL:
        return _symbol(element.get(w("char")) or "", element.get(w("font")) or "")
    return _SIGNS.get(str(tag), "")


def _symbol(code: str, font: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if point >= _PRIVATE_USE:
        point -= _PRIVATE_USE
    if font.startswith(("Symbol", "Wingdings", "Webdings")) or point < 0x20:
        return _SYMBOL_SIGNS.get(point, "") if font == "Symbol" else ""
    return chr(point) if point < 0xD800 else ""


def _note_mark(reference: Element, run: Element) -> NoteMark:
    own = ""
    if reference.get(w("customMarkFollows")) in ("1", "true", "on"):
        own = "".join(_text_of(element) for element in run).strip()
    return NoteMark(_NOTES[str(reference.tag)], reference.get(w("id")) or "", own)


def is_gone(properties: Element | None) -> bool:
    """Whether a paragraph's end was deleted or moved away: what is left of it then joins the next paragraph."""
    mark = child(properties, "rPr")
    return mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)
