"""Pages that are a document and nothing else are read whole; what has a menu is a page of a site."""

from __future__ import annotations

import lxml.html
import pytest

from corpus.html.document import is_document
from corpus.html.page import without_site
from corpus.html.reader import read

PAPER = (
    "<table><tr><td>United Nations</td><td>A/C.3/74/9</td></tr><tr><td>General Assembly</td><td><p>Distr.: General</p>"
    "<p>4 May 2019</p></td></tr></table><p><b>Seventy-fourth session</b></p><p>Agenda item 68</p><p>Rights</p>"
)


@pytest.mark.parametrize(
    ("body", "alone"),
    [
        ("<p>Nets drift.</p>", True),
        ("<p>Nets drift, as <a href='https://a.example'>divers</a> have known for a long time.</p>", True),
        ("<p><a href='#s1'>Nets</a></p><h1 id='s1'>Nets</h1>", True),
        ("<nav>Menu</nav><p>Nets drift.</p>", False),
        ("<td><a href='/a'>Home</a> <a href='/b'>News</a></td><p>Nets drift.</p>", False),
        ("<div>Nets drift.</div>", False),
        ("<div role='dialog'><p>We use cookies.</p></div><p>Nets drift.</p>", False),
        ("<div><p>" + "<i>" * 150 + "Nets", False),
    ],
)
def test_a_document_has_no_site_around_it(body: str, alone: bool) -> None:
    assert is_document(lxml.html.document_fromstring(f"<html><body>{body}</body></html>")) is alone


@pytest.mark.parametrize(
    "heading",
    ["<p><b>Rights of divers</b></p>", "<h1>Rights of divers</h1>", "<p class='title'>Rights of divers</p>",
     "<p class='big'>Rights of divers</p>"],
)  # fmt: skip
def test_a_masthead_on_a_page_gives_the_fields_of_a_paper(heading: str) -> None:
    style = "<style>.big { font-size: 16pt; font-weight: bold }</style><meta name='author' content='typist'>"
    page = f"<html><head><title>x</title>{style}</head><body>{PAPER}{heading}<p>Divers go down.</p></body></html>"
    draft = read(page.encode(), "a.html")
    found = draft.found
    assert (found.symbols, found.title, found.body) == (("A/C.3/74/9",), "Rights of divers", "Third Committee")
    assert (found.session, found.agenda_item) == ("Seventy-fourth session", "Agenda item 68; Rights")
    assert (found.distribution_date, found.author) == ("2019-05-04", None)
    assert [draft.text[b.start : b.end] for b in draft.blocks if b.kind == "heading"] == ["Rights of divers"]


@pytest.mark.parametrize(
    ("title", "site", "headings", "expected"),
    [
        ("Nets drift | Harbours", "Harbours", [], ("Nets drift", "Harbours")),
        ("Harbours » Nets - and hooks", None, ["Nets - and hooks"], ("Nets - and hooks", "Harbours")),
        ("Nets – a history", None, ["Contents"], ("Nets – a history", None)),
        ("Self-help", "help", [], ("Self-help", "help")),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(
    title: str, site: str | None, headings: list[str], expected: tuple[str, str | None]
) -> None:
    assert without_site(title, site, headings) == expected
