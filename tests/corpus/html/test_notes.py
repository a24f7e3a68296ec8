"""Footnotes and list numbers of pages are read as people see them."""

from __future__ import annotations

import pytest

from corpus.html.reader import read

FILLER = "<p>Forty harbour towns met and spoke about nets that drift in the sea for many years.</p>" * 3


def _blocks(body: str, head: str = "") -> list[tuple[str, str | None, str]]:
    draft = read(f"<html><head><title>Nets</title>{head}</head><body>{FILLER}{body}</body></html>".encode(), "a.html")
    return [(b.kind, b.number, draft.text[b.start : b.end]) for b in draft.blocks][3:]


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<a href="#n1" id="r1"><sup>1</sup></a>', '<p><a id="n1" href="#r1">1</a> See the annex.</p>'),
        (
            '<sup><a href="#n1" name="r1">[1]</a></sup>',
            '<div><p><a href="#r1" name="n1">[1]</a> See the annex.</p></div>',
        ),
        ('<sup id="r1"><a href="#n1">1</a></sup>', '<ol><li id="n1">See the annex. <a href="#r1">↩</a></li></ol>'),
        ('<a href="page.html#n1"><sup>1</sup></a>', '<p id="n1"><sup>1</sup> See the annex.</p>'),
    ],
)
def test_a_footnote_follows_the_paragraph_that_refers_to_it(mark: str, note: str) -> None:
    found = _blocks(f"<p>Nets drift.{mark} They kill seals.</p><p>They last for decades.</p>{note}")
    assert found == [
        ("paragraph", None, "Nets drift. They kill seals."),
        ("footnote", "1", "1 See the annex."),
        ("paragraph", None, "They last for decades."),
    ]


def test_a_link_to_a_place_in_the_text_is_no_footnote() -> None:
    found = _blocks('<p>See section <a href="#s2">2</a> of this page.</p><h2 id="s2">Seals and nets</h2><p>Text.</p>')
    assert [kind for kind, _, _ in found] == ["paragraph", "heading", "paragraph"]
    assert "section 2 of" in found[0][2]


def test_a_count_that_goes_on_over_headings_names_paragraphs() -> None:
    item = "The towns agreed that every net must bear the name of its owner."
    lists = f"<h2>Nets</h2><ol><li>{item}</li><li>{item}<ol type='a'><li>In ink;</li></ol></li></ol>"
    found = _blocks(f"{lists}<h2>Hooks</h2><ol start='3'><li>{item}</li><li>{item}</li></ol>")
    assert [number for _, number, _ in found] == [None, "1", "2", "2 (a)", None, "3", "4"]
    assert found[1][2] == f"1. {item}"


@pytest.mark.parametrize(
    ("listing", "shown"),
    [
        ("<ol><li>2. Nets</li></ol>", "2. Nets"),  # typed already
        ("<ol style='list-style-type: none'><li>Nets</li></ol>", "Nets"),
        ("<ol type='I' start='4'><li>Nets</li></ol>", "IV. Nets"),
        ("<ol><li value='7'>Nets</li></ol>", "7. Nets"),
        ("<ol start='" + "9" * 5000 + "'><li>Nets</li></ol>", "1. Nets"),
        ("<ul><li>Nets</li></ul>", "Nets"),
        ("<p>Nets ⸨note 4⸩ and ⸨99</p>", "Nets and ⸨99"),
    ],
)
def test_items_show_the_number_that_a_browser_shows(listing: str, shown: str) -> None:
    assert _blocks(listing)[0][2] == shown
