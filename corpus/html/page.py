"""The adapter around trafilatura: a web page in, its main content and what it says of itself out.

trafilatura finds the content by what usual pages look like. Three habits that it does not know are put into usual form
first: headings marked by their role, tables that lay out a page, and boxes that nobody sees. Nor does it keep what is
raised, so raised digits are made characters of their own.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import lxml.html
import trafilatura
from lxml import etree

from corpus.html.document import content_of, is_document
from corpus.html.notes import NOTE, Note, label_items, take_notes
from corpus.text.superscripts import superscript

if TYPE_CHECKING:
    from typing import TypeAlias

    from lxml.etree import _Element
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

    Element: TypeAlias = _Element

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")
_UNSEEN = (
    "//nav | //noscript | //template | //*[@hidden] | //*[@role='navigation' or @role='contentinfo' or @role='search'"
    " or @role='dialog' or @role='alertdialog'] | //*[contains(translate(@style, ' ', ''), 'display:none')]"
    " | //*[self::div or self::section or self::aside][contains(@id, 'cookie') or contains(@class, 'cookie-')"
    " or contains(@id, 'consent') or contains(@class, 'consent-')]"
)
_RAISED = "//sup | //*[contains(translate(@style, ' ', ''), 'vertical-align:super')]"
# Characters that XML cannot hold, as such or as references: one of them would cost trafilatura the whole page.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#0*(?:[0-8]|1[124-9]|2\d|3[01]);?(?!\d)"
    r"|&#x0*(?:[0-8bcef]|1[0-9a-f]|fffe|ffff);?(?![0-9a-f])",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?")
_PAGE_PARTS = ("html", "body", "main", "article")
_SECTION_PARTS = ("table", "h1", "h2", "h3", "article", "section")
_BLOCKS = (*_SECTION_PARTS, "p", "div", "h4", "h5", "h6", "ul", "ol", "blockquote", "hr")
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}


@dataclass(frozen=True, slots=True)
class WebPage:
    """The main content as trafilatura's own simple markup, with marks for `notes`, and what the page declares. `stands
    alone` says that the page is all content. A `date` is one that the page declares as that of its publication, never
    one that is merely mentioned; the `title` is without the site's name, and `has_heading` says that the page shows it.
    """

    content: Element
    title: str
    date: str | None
    site: str | None
    author: str | None
    url: str | None
    notes: Sequence[Note]
    stands_alone: bool
    has_heading: bool


def read_page(text: str) -> WebPage | None:
    """The page, or None where no main content is found."""
    try:
        data = _CONTROLS.sub(" ", text).encode("utf-8", errors="replace")
        tree = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return None
    author, stands_alone = read_author(tree), is_document(tree)
    headings = [" ".join(h.text_content().split()) for h in _found(tree, "//h1") or _found(tree, "//h2")]
    for element in tree.iter(etree.Element):
        _give_valid_names(element)
    notes = take_notes(tree)
    label_items(tree)
    declared = _declared(tree) if stands_alone else None
    _make_usual(tree)
    found = declared or _main_content(tree)
    if found is None or (declared is None and found.body is None):
        return None
    content = content_of(tree) if declared else found.body
    url = found.url
    if not url and (saved := _SAVED_FROM.search(text[:4096])):
        url = saved.group(1)
    title, site = without_site(" ".join(NOTE.sub("", found.title or "").split()), found.sitename, headings)
    _, beside = without_site(" ".join(tree.findtext(".//title", "").split()), site, [title])
    return WebPage(content, title, found.date, beside, author, url, notes, stands_alone, title in headings)


def _main_content(tree: HtmlElement) -> Document | None:
    # Without favor_recall, headings and lists are lost wherever the page is not built as trafilatura expects.
    found = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, favor_recall=True, date_extraction_params=_DATES
    )
    return None if isinstance(found, dict) else found


def _declared(tree: HtmlElement) -> Document:
    """What the head of a page says of it: in a document a date in the text may be any."""
    head = copy.deepcopy(tree)
    for body in list(head.iter("body")):
        body.drop_tree()
    return trafilatura.extract_metadata(head, date_config=_DATES)


_BETWEEN = r"\s*[|–—·»-]\s+|\s+[|–—·«-]\s*"


def without_site(title: str, site: str | None, headings: Sequence[str]) -> tuple[str, str | None]:
    """A title without the name of the site behind it or in front of it, and that name: the title is what the page shows
    as its heading, or what is left when the name that the page declares is cut off.

    >>> without_site("Peat cutters heard - Bogland", "Bogland", []), without_site("Skar | Nets", None, ["Nets"])
    (('Peat cutters heard', 'Bogland'), ('Nets', 'Skar'))
    """
    for shown in filter(None, headings):
        match = re.fullmatch(rf"{re.escape(shown)}(?:{_BETWEEN})(.+)|(.+)(?:{_BETWEEN}){re.escape(shown)}", title)
        if match:
            return shown, site or (match[1] or match[2]).strip()
    name = re.escape(site) if site else r"(?!)"
    return re.sub(rf"(?:{_BETWEEN}){name}$|^{name}(?:{_BETWEEN})", "", title), site


def _make_usual(tree: HtmlElement) -> None:
    half = len("".join(tree.itertext())) / 2
    for element in _found(tree, _UNSEEN):
        # Where an end tag is missing, a menu seems to hold the rest of the page.
        is_page = element.tag in _PAGE_PARTS or next(element.iterdescendants(*_PAGE_PARTS), None) is not None
        prose = len(element.text_content()) - sum(len(link.text_content()) for link in element.iter("a"))
        if element.getparent() is not None and not is_page and prose < half:
            element.drop_tree()
    for element in _found(tree, _RAISED):
        text = element.text_content()
        if (raised := superscript(text)) != text:
            tail = element.tail
            element.clear()
            element.text, element.tail = raised, tail
    for element in _found(tree, "//*[@role='heading']"):
        depth = element.get("aria-level") or "2"
        element.tag = f"h{depth}" if depth in "123456" else "h6"
    for table in _found(tree, "//table"):
        if _is_layout(table):
            for part in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
                if next(part.iterancestors("table"), table) is table:
                    part.tag = "div"


def _give_valid_names(element: HtmlElement) -> None:
    """Rename what slips of the keyboard made of tags and attributes: XML cannot hold such names."""
    if not _NAME.fullmatch(element.tag):
        element.tag = "span"
    for name in list(element.attrib):
        if not _NAME.fullmatch(name):
            del element.attrib[name]


def _found(tree: HtmlElement, path: str) -> list[HtmlElement]:
    return cast("list[HtmlElement]", tree.xpath(path))


def _is_layout(table: Element) -> bool:
    """Whether a table divides a page rather than holding data: it says so, or some cell of it holds whole sections."""
    if table.get("role") in ("presentation", "none"):
        return True
    for cell in table.iter("td"):
        parts = list(cell.iterchildren(*_BLOCKS))
        if len(parts) > 2 or any(part.tag in _SECTION_PARTS for part in parts):
            return True
    return False


_MICROFORMAT = (
    "//a[@rel='author']/text() | //*[contains(concat(' ', @class, ' '), ' author ')]"
    "//*[contains(concat(' ', @class, ' '), ' fn ')]/text()"
)
_META = "//meta[translate(@name, 'AUTHOR', 'author') = 'author']/@content"
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_NOBODY = frozenset({"admin", "administrator", "author", "webmaster", "editor", "root", "user", "unknown"})
_LONGEST_NAME = 100


def read_author(tree: HtmlElement) -> str | None:
    """The authors that a page declares in its `author` tags, else in the linked data of an article, else in the classes
    of its byline, joined by "; "."""
    meta, scripts, byline = (cast("list[str]", tree.xpath(path)) for path in (_META, _LINKED_DATA, _MICROFORMAT))
    for found in (meta, _linked(scripts), byline):
        names = dict.fromkeys(name for given in found if (name := " ".join(given.split())) and _is_name(name))
        if names:
            return "; ".join(names)
    return None


def _linked(scripts: list[str]) -> Iterator[str]:
    for script in scripts:
        try:
            yield from _authors(json.loads(script))
        except (ValueError, RecursionError):  # its author stays unknown, its text is read all the same
            continue


def _authors(data: Any) -> Iterator[str]:
    """The names under "author" of an article, a page or a list or graph of such."""
    if isinstance(data, list):
        for one in data:
            yield from _authors(one)
    elif isinstance(data, dict):
        yield from _names(data.get("author"))
        yield from _authors(data.get("@graph"))


def _names(author: Any) -> Iterator[str]:
    if isinstance(author, list):
        for one in author:
            yield from _names(one)
    elif isinstance(author, dict):
        yield from _names(author.get("name"))
    elif isinstance(author, str):
        yield author


def _is_name(name: str) -> bool:
    """Not an address, nor what a content system calls its first user."""
    return len(name) <= _LONGEST_NAME and not {"/", "@"} & {*name} and name.casefold() not in _NOBODY
