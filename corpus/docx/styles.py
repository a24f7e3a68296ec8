"""What the styles of a Word file say about a paragraph: whether it is a heading, how it is numbered, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.docx.xml import child, switch, value, w, whole
from corpus.flow.pieces import TITLE

if TYPE_CHECKING:
    from corpus.docx.xml import Element

_NO_OUTLINE = 9
# Word itself stores "heading 1" in every language; some other programs store the name their user sees.
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|encabezado|kop|rubrik|overskrift|nagłówek|nadpis|otsikko|"
    r"заголовок|标题|標題|見出し|제목|عنوان)\s*([1-9])"
)
_TITLES = {"title", "titel", "titre", "título", "titolo", "название", "заголовок"}
# The United Nations' own templates: "_ H _Ch_G", "_ H_1", "H23", "HM".
_UN_HEADING = re.compile(r"_?\s*h[\s_]*(m|ch|[1-6])(?:/?[1-6])?(?:_g)?")
_UN_LEVELS = {"m": 1, "ch": 2, "1": 3, "2": 4, "3": 4, "4": 5, "5": 6, "6": 6}
_CONTENTS = re.compile(r"(?:toc|verzeichnis|tm|tdc|sommario)\s*[1-9]|toc heading|table of figures")


@dataclass(frozen=True, slots=True)
class WordStyle:
    """One style as it is stored, without what it inherits. None is "not stated"."""

    id: str
    name: str
    parent: str | None
    outline: int | None
    list_id: str | None
    list_level: int | None
    hidden: bool | None
    bold: bool | None
    raised: bool | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one file, by id, and the ids of the ones that apply where none is named."""

    by_id: dict[str, WordStyle]
    default: str | None

    def lineage(self, style_id: str | None) -> Iterator[WordStyle]:
        """The style and those it is based on, nearest first. Styles based on each other in a circle end it."""
        seen: set[str] = set()
        while style_id is not None and style_id not in seen and style_id in self.by_id:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = self.by_id[style_id].parent

    def of_paragraph(self, properties: Element | None) -> tuple[WordStyle, ...]:
        """The lineage of a paragraph's style."""
        return tuple(self.lineage(value(properties, "pStyle") or self.default))

    def hides(self, run_properties: Element | None, paragraph: tuple[WordStyle, ...]) -> bool:
        """Whether a run is hidden text."""
        stated = switch(run_properties, "vanish")
        if stated is None:
            stated = self._inherited("hidden", run_properties, paragraph)
        return bool(stated)

    def emboldens(self, run_properties: Element | None, paragraph: tuple[WordStyle, ...]) -> bool:
        """Whether a run is in bold type."""
        stated = switch(run_properties, "b")
        if stated is None:
            stated = self._inherited("bold", run_properties, paragraph)
        return bool(stated)

    def raises(self, run_properties: Element | None, paragraph: tuple[WordStyle, ...]) -> bool:
        """Whether a run is set above the line."""
        stated = _is_raised(run_properties)
        if stated is None:
            stated = self._inherited("raised", run_properties, paragraph)
        return bool(stated)

    def _inherited(self, what: str, run_properties: Element | None, paragraph: tuple[WordStyle, ...]) -> bool | None:
        styles = (*self.lineage(value(run_properties, "rStyle")), *paragraph)
        return next((stated for style in styles if (stated := getattr(style, what)) is not None), None)


def read_styles(part: Element | None) -> Styles:
    """The styles part as values."""
    by_id: dict[str, WordStyle] = {}
    default = None
    for element in part.iterchildren(w("style")) if part is not None else ():
        style = _read_style(element)
        by_id[style.id] = style
        if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
            default = style.id
    return Styles(by_id, default)


def heading_level(properties: Element | None, lineage: tuple[WordStyle, ...]) -> int | None:
    """TITLE, 1 to 9, or None for body text. An outline level that is stated wins over a name, the nearest first."""
    stated = whole(properties, "outlineLvl")
    if stated is not None:
        return stated + 1 if 0 <= stated < _NO_OUTLINE else None
    for style in lineage:
        if style.outline is not None:
            return style.outline + 1 if 0 <= style.outline < _NO_OUTLINE else None
        if style.name in _TITLES:
            return TITLE
        if style.name == "subtitle":  # which may be based on the title's
            return None
        if match := _HEADING.fullmatch(style.name):
            return int(match.group(1))
        if match := _UN_HEADING.fullmatch(style.name):
            return _UN_LEVELS[match.group(1)]
    return None


def is_contents(lineage: tuple[WordStyle, ...]) -> bool:
    """Whether a paragraph is a line of a table of contents."""
    return any(_CONTENTS.fullmatch(style.name) for style in lineage)


def _read_style(element: Element) -> WordStyle:
    return WordStyle(
        id=element.get(w("styleId")) or "",
        name=(value(element, "name") or "").strip().casefold(),
        parent=value(element, "basedOn"),
        outline=whole(element, "pPr", "outlineLvl"),
        list_id=value(child(element, "pPr", "numPr"), "numId"),
        list_level=whole(child(element, "pPr", "numPr"), "ilvl"),
        hidden=switch(element, "rPr", "vanish"),
        bold=switch(element, "rPr", "b"),
        raised=_is_raised(child(element, "rPr")),
    )


def _is_raised(run_properties: Element | None) -> bool | None:
    stated = value(run_properties, "vertAlign")
    return None if stated is None else stated == "superscript"
