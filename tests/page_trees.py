"""Pages as trees, and their blocks as texts, for the tests of the service's HTML."""

from __future__ import annotations

import lxml.html
from fastapi.testclient import TestClient
from lxml.html import HtmlElement

from service.web.report import ShownBlock

# Any drawing but the chart of the start page.
FOREIGN_DRAWINGS = "//svg[not(ancestor-or-self::svg[@class='years'])]"


def page(client: TestClient, address: str, status: int = 200, **parameters: str) -> HtmlElement:
    answer = client.get(address, params=parameters or None, headers={"accept": "text/html"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.document_fromstring(answer.text)


def texts(tree: HtmlElement, selector: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.cssselect(selector)]


def text_of(block: ShownBlock) -> str:
    """The text of a block that a page shows, whole."""
    return "".join(piece.text for part in block.fragments for piece in part.pieces)
