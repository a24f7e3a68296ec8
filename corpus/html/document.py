"""Pages that are a document and nothing else, as word processors export them: all of the page is content, so nothing
has to be found in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SITE = (
    "//nav | //aside | //footer | //form | //button | //iframe | //*[@role='navigation' or @role='contentinfo'"
    " or @role='banner' or @role='search' or @role='complementary' or @role='dialog' or @role='alertdialog']"
)
_BOXED = "//div[not(ancestor::li or ancestor::td or ancestor::p)]/text()"
_DEEPEST = 100  # elements in each other: what a program makes of a document is far flatter
_BLANKS = re.compile(r"\s+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NAMES = {"ul": "list", "ol": "list", "li": "item", "tr": "row", "td": "cell", "th": "cell", "br": "lb", "pre": "p"}
_NAMES |= {"blockquote": "quote", "dt": "p", "dd": "p", "caption": "p", "figcaption": "p", "address": "p"}
_BOXES = ("header", "figure", "dl", "details", "hgroup")
_UNREAD = "//script | //style | //head | //template | //svg | //hr | //div[@title='header' or @title='footer']"
_BOLD_RULE = re.compile(r"(?:^|[\s,}])(\w*)\.([\w-]+)\s*\{[^}]*font-weight\s*:\s*(?:bold|[6-9]00)")
_TITLE_CLASS = re.compile(r"(?:mso|paragraph-)?title", re.IGNORECASE)


def is_document(tree: HtmlElement) -> bool:
    """Whether a page has nothing of a site around its text: no menu, no form, no line of links, and no text that stands
    in boxes only."""
    if tree.xpath(_SITE) or any(text.strip() for text in cast("list[str]", tree.xpath(_BOXED))):
        return False
    linked = {link.getparent() for link in cast("list[HtmlElement]", tree.xpath("//a[@href]")) if not _inside(link)}
    if any(line is not None and _is_menu(line) for line in linked):
        return False
    return all(sum(1 for _ in leaf.iterancestors()) < _DEEPEST for leaf in tree.iter() if not len(leaf))


def _is_menu(line: HtmlElement) -> bool:
    """Whether links to other pages are most of what a line says."""
    linked = sum(len(link.text_content().strip()) for link in line.iter("a") if not _inside(link))
    return bool(2 * linked > len(line.text_content().strip()))


def _inside(link: HtmlElement) -> bool:
    """Whether a link leads to a place on its own page."""
    return bool(link.get("href", "#").startswith("#"))


def content_of(tree: HtmlElement) -> HtmlElement:
    """The body of a document in the simple markup in which main content is found: heads, lists, rows and cells. A
    paragraph in bold type is marked as such, a title as a head of level 0."""
    bold = {match.groups() for style in tree.iter("style") for match in _BOLD_RULE.finditer(style.text_content())}
    for element in cast("list[HtmlElement]", tree.xpath(_UNREAD)):
        if element.getparent() is not None:
            element.drop_tree()
    _free_headings(tree)
    body = tree if tree.tag == "body" else next(tree.iter("body"), tree)
    for element in list(body.iter(etree.Element)):
        _plain_blanks(element)
        if element.tag == "span" and "float:left" in element.get("style", ""):  # a number in the margin
            element.tail = f" {element.tail or ''}"
        if element.tag == "p" and _is_bold(element, bold):
            element.set("rend", "bold")
        if element.tag in ("p", *_HEADINGS) and any(map(_TITLE_CLASS.fullmatch, element.get("class", "").split())):
            element.tag = "head"
            element.set("rend", "h0")
        elif element.tag in _HEADINGS:
            element.set("rend", element.tag)
            element.tag = "head"
        else:
            element.tag = "div" if element.tag in _BOXES else _NAMES.get(element.tag, element.tag)
    return body


def _free_headings(tree: HtmlElement) -> None:
    """Lists that only number headings are no lists."""
    for item in list(tree.iter("li")):
        first = next(iter(item), None)
        if first is not None and first.tag in _HEADINGS and not (item.text or "").strip(" \n\t"):
            for part in (item, item.getparent()):
                part.tag = "div"


def _plain_blanks(element: HtmlElement) -> None:
    """Set lines end where the markup says so, not where its source does."""
    inside = next(element.iterancestors("pre"), None) is not None or element.tag == "pre"
    if element.text and not inside:
        element.text = _BLANKS.sub(" ", element.text)
    if element.tail and next(element.iterancestors("pre"), None) is None:
        element.tail = _BLANKS.sub(" ", element.tail)


def _is_bold(paragraph: HtmlElement, bold: set[tuple[str, ...]]) -> bool:
    """Whether every letter of a paragraph is in bold type."""
    texts = cast("list[etree._ElementUnicodeResult]", paragraph.xpath(".//text()[normalize-space()]"))
    shown = [text for text in texts if any(map(str.isalnum, text))]
    return bool(shown) and all(_in_bold(text, paragraph, bold) for text in shown)


def _in_bold(text: etree._ElementUnicodeResult, paragraph: HtmlElement, bold: set[tuple[str, ...]]) -> bool:
    parent = text.getparent()
    element = parent.getparent() if parent is not None and text.is_tail else parent
    while element is not None:
        rules = {(tag, name) for name in element.get("class", "").split() for tag in ("", element.tag)}
        if element.tag in ("b", "strong") or bold & rules:
            return True
        if element is paragraph:
            break
        element = element.getparent()
    return False
