"""The footnotes of a page, by the links between a mark in the text and its note, and the numbers of its lists: put into
the text as marks of our own, since what finds the main content keeps neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from corpus.structure.labels import label

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NOTE = re.compile(r"\s?⸨note (\d{1,6})⸩")
"""Where the text refers to a note, by its place among the notes that were found."""
LABEL = re.compile(r"⸨(\w+) (\d{1,2}) ([^⸩]+)⸩\s*")
"""In front of an item of a numbered list: the form of the number, the depth of the list, the number as shown."""
_DEEPEST = 9  # lists in each other
_MARK = re.compile(r"[\[(]?(\d{1,3}|\*{1,4}|[†‡§]|[ivx]{1,5}|[a-z])[\])]?")
_NOTE_BLOCKS = ("li", "p", "dd", "div", "td", "aside")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TYPED = re.compile(r"\s*\(?(?:\d{1,3}[.)]|[a-z]{1,4}\))")
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {"lower-latin": "a", "lower-alpha": "a", "upper-latin": "A", "upper-alpha": "A"}
_STYLES |= {"lower-roman": "i", "upper-roman": "I", "decimal": "1", "none": "", "disc": ""}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark as shown, without brackets, and its text without the mark."""

    mark: str
    text: str


def take_notes(tree: HtmlElement) -> list[Note]:
    """Take the notes out of a page, and leave a mark where the text refers to each."""
    order = {element: place for place, element in enumerate(tree.iter())}
    named = {name: element for element in tree.iter() for name in (element.get("id"), element.get("name")) if name}
    notes: list[Note] = []
    for link in _links(tree):
        target = named.get(link.get("href", "").rpartition("#")[2])
        mark = _MARK.fullmatch("".join(link.text_content().split()))
        if target is None or mark is None or order[target] < order[link] or target.getparent() is None:
            continue
        block = next((e for e in (target, *target.iterancestors()) if e.tag in _NOTE_BLOCKS), None)
        if block is None or link in block.iter() or (text := _note_text(block, link, mark[1])) is None:
            continue
        block.drop_tree()
        raised = link.getparent()
        whole = raised if raised is not None and raised.tag == "sup" and len(raised) == 1 else link
        whole.tail = f"⸨note {len(notes)}⸩{whole.tail or ''}"
        whole.drop_tree()
        notes.append(Note(mark[1], text))
    return notes


def _links(tree: HtmlElement) -> list[HtmlElement]:
    return cast("list[HtmlElement]", tree.xpath("//a[contains(@href, '#')]"))


def _note_text(block: HtmlElement, link: HtmlElement, mark: str) -> str | None:
    """The text of a note, if this is one: it begins with its mark, or leads back to where it is referred to."""
    names = {e.get(name) for e in (link, *link.iterancestors("sup", "span")) for name in ("id", "name")} - {None}
    back = [a for a in block.iter("a") if a.get("href", "").rpartition("#")[2] in names]
    begins = re.compile(rf"[\[(]?{re.escape(mark)}[\])]?[.:]?\s*")
    text = " ".join(block.text_content().split())
    if not back and not begins.match(text):
        return None
    for one in back:
        shown = " ".join(one.text_content().split())
        text = text.removeprefix(shown).removesuffix(shown)
    text = text.strip()
    begin = begins.match(text)
    return text[begin.end() :] if begin and not mark.isalpha() else text


def label_items(tree: HtmlElement) -> None:
    """Put the number that a browser shows before an item of a list into its text, where none is typed."""
    for listing in cast("list[HtmlElement]", tree.xpath("//ol")):
        form = _FORMS.get(_type(listing))
        depth = min(sum(1 for _ in listing.iterancestors("ol", "ul")), _DEEPEST)
        number = _whole(listing.get("start"), 1)
        for item in listing.iterchildren("li"):
            number = _whole(item.get("value"), number)
            is_heading = len(item) and item[0].tag in _HEADINGS and not (item.text or "").strip()
            if form and not is_heading and not _TYPED.match(item.text_content()):
                item.text = f"⸨{form} {depth} {label(number, form)}.⸩ {item.text or ''}"
            number += 1


def _type(listing: HtmlElement) -> str:
    styled = _STYLE.search(listing.get("style", ""))
    return _STYLES.get(styled[1], "1") if styled else listing.get("type", "1")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,6}", text) else otherwise
