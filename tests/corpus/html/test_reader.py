"""Saved web pages are read without what surrounds their text, in whatever encoding they were saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import FileRejectedError
from corpus.html.reader import read
from corpus.types import Draft, Metadata

GOLDEN = Path(__file__).parents[2] / "golden" / "html"
LAYOUTS = sorted(path.stem for path in GOLDEN.glob("*.html"))
SENTENCE = "Les délégués ont examiné la protection des témoins, puis l’aide technique ; le président a clos la séance. "
PAGE = "<html><head>{}<title>Séance</title></head><body><main><h2>Séance</h2><p>{}</p></main></body></html>"


def outline(draft: Draft) -> str:
    """One line for each block: kind, level, number, text."""
    return "".join(
        f"{b.kind} {b.level or '-'} {b.number or '-'} | {draft.text[b.start : b.end].replace(chr(10), ' // ')}\n"
        for b in draft.blocks
    )


def _layout(name: str) -> Draft:
    return read((GOLDEN / f"{name}.html").read_bytes(), f"{name}.html")


def _page(body: str, head: str = "") -> Draft:
    return read(PAGE.format(head, SENTENCE * 3 + "</p>" + body + "<p>" + SENTENCE).encode(), "a.html")


def test_there_are_six_layouts() -> None:
    assert len(LAYOUTS) == 6


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_page_has_the_outline_a_reader_sees(name: str) -> None:
    assert outline(_layout(name)) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LAYOUTS)
def test_blocks_follow_each_other_through_the_whole_text(name: str) -> None:
    draft = _layout(name)
    assert "\n\n".join(draft.text[b.start : b.end] for b in draft.blocks) == draft.text


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize(
    "noise", ["cookie", "Imprint", "All rights reserved", "Contact us", "Accueil", "JavaScript", "noise"]
)
def test_what_surrounds_the_text_is_left_out(name: str, noise: str) -> None:
    assert noise not in _layout(name).text.casefold()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "wordpress_article",
            ("Civil society at the Constructive Dialogue 2023", "2023-10-18", "Alliance of Organisations",
             "https://alliance.example/2023/10/18/constructive-dialogue-2023/"),
        ),
        (
            "drupal_news",
            ("States and civil society discuss organised crime", "2024-07-19", "Office of the Example",
             "https://www.office.example/en/news/2024/July/dialogue.html"),
        ),
        (
            "government_tables",
            ("National dialogue on firearms: summary record", "2022-05-09", "Ministry of the Interior",
             "https://interior.example/publications/firearms-dialogue-summary"),
        ),
        ("old_table_layout", ("Dialogue régional : compte rendu", None, None, None)),
        ("divs_only", ("Dialogue on clean supply chains", None, None, None)),
        ("lists_and_asides", ("Recommendations of the youth dialogue", "2021-11-05", None, None)),
    ],
)  # fmt: skip
def test_title_date_site_and_address_are_read(name: str, found: tuple[str, str | None, str | None, str | None]) -> None:
    metadata = _layout(name).found
    assert (metadata.title, metadata.date, metadata.body, metadata.url) == found


def _author(head: str) -> str | None:
    return read(PAGE.format(head, SENTENCE * 5).encode(), "a.html").found.author


def _linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content=" Jane  Q. Doe ">', "Jane Q. Doe"),
        ('<meta name="Author" content="A. Diop"><meta name="author" content="Li Wei">', "A. Diop; Li Wei"),
        ('<meta name="author" content="admin">', None),
        ('<meta name="author" content="https://example.org/people/7">', None),
        (_linked('{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Jane Q. Doe"}}'), "Jane Q. Doe"),
        (_linked('{"@graph": [{"author": [{"name": "A. Diop"}, "Li Wei"]}, {"name": "Nobody"}]}'), "A. Diop; Li Wei"),
        (_linked('{"author": {"name": ') + _linked('[{"author": "Li Wei"}]'), "Li Wei"),
        (_linked('"author"') + _linked('{"author": {"name": 7}}'), None),
        ("", None),
    ],
)
def test_the_author_is_the_one_whom_the_page_declares(head: str, author: str | None) -> None:
    assert _author(head) == author


def test_a_site_that_names_itself_as_author_is_the_body() -> None:
    site = '<meta property="og:site_name" content="The Alliance">'
    found = read(
        PAGE.format(site + '<meta name="author" content="The Alliance">', SENTENCE * 5).encode(), "a.html"
    ).found
    assert (found.body, found.author) == ("The Alliance", None)


def test_the_date_of_a_page_is_that_of_its_publication() -> None:
    found = _layout("drupal_news").found
    assert (found.start_date, found.end_date, found.distribution_date) == ("2024-07-19",) * 3


def test_a_date_that_the_text_only_mentions_is_not_the_pages() -> None:
    found = _page("<p>La réunion du 4 mars 2002 a été reportée.</p>").found
    assert found == Metadata(title="Séance", language="fr", document_type="other")


def test_a_page_that_a_browser_saved_knows_where_it_came_from() -> None:
    saved = b"<!-- saved from url=(0025)https://example.org/seance -->" + PAGE.format("", SENTENCE * 4).encode()
    assert read(saved, "a.html").found.url == "https://example.org/seance"


def test_paragraphs_that_the_page_numbers_keep_their_numbers() -> None:
    numbered = "".join(f"<p>{n}. {SENTENCE * 2}</p>" for n in range(1, 5))
    draft = read(PAGE.format("", "Compte rendu." + "</p>" + numbered + "<p>").encode(), "a.html")
    assert [b.number for b in draft.blocks if b.kind == "paragraph"] == [None, "1", "2", "3", "4"]


def test_a_table_of_data_is_read_row_by_row() -> None:
    draft = _page("<table><tr><th>État</th><th>Année</th></tr><tr><td>Mali</td><td>2002</td></tr></table>")
    assert [draft.text[b.start : b.end] for b in draft.blocks if b.kind == "table"] == ["État | Année", "Mali | 2002"]


@pytest.mark.parametrize("control", ["\x0b", "\x1f", "\0", "&#11;", "&#x1F;", "&#31", "\uffff"])
def test_a_control_character_does_not_cost_the_page(control: str) -> None:
    assert "protection" in _page(f"<p>Un{control} mot</p>").text


@pytest.mark.parametrize("slip", ["<j+ x>mot</j+>", '<b "x;9=1>mot</b>', "<p @=1>mot</p>"])
def test_a_slip_in_a_name_does_not_cost_the_page(slip: str) -> None:
    draft = _page(slip)
    assert "protection" in draft.text
    assert "mot" in draft.text


def test_a_menu_without_an_end_does_not_swallow_the_page() -> None:
    menu = "<nav><a href='/a'>Accueil</a>"
    assert "protection" in read(f"<html><body>{menu}<p>{SENTENCE * 5}</p></body></html>".encode(), "a.html").text


def test_a_reference_to_a_letter_is_not_taken_for_a_control_character() -> None:
    assert "Aé\u2019" in _page("<p>&#65;&#xE9;&#8217;</p>").text


def test_a_short_page_is_read() -> None:
    assert "Clos." in read(PAGE.format("", "La séance est levée à midi. Clos.").encode(), "a.html").text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0\0",
        b"<html><body></body></html>",
        b'<html><body><div id="root"></div><script>render()</script></body></html>',
        b'<html><body><nav><ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li></ul></nav></body></html>',
    ],
)
def test_a_page_without_text_is_rejected(data: bytes) -> None:
    with pytest.raises(FileRejectedError, match="no main text"):
        read(data, "a.html")


@pytest.mark.parametrize("count", [500, 50_000])
def test_elements_nested_without_end_do_no_harm(count: int) -> None:
    text = PAGE.format("", SENTENCE * 4).replace("<main>", "<main>" + "<div><blockquote>" * count)
    try:
        assert "protection" in read(text.encode(), "a.html").text
    except FileRejectedError as error:
        assert "no main text" in str(error)  # noqa: PT017  both outcomes are right, a crash is not


ENCODINGS = [
    "utf-8",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-15",
    "windows-1251",
    "koi8-r",
    "gb2312",
    "shift_jis",
    "big5",
]


def test_a_wrong_byte_in_utf8_costs_one_character_and_a_warning() -> None:
    data = PAGE.format("", SENTENCE * 4).encode().replace(b"puis", b"pu\xffs", 1)
    draft = read(data, "a.html")
    assert "pu�s l’aide" in draft.text
    assert draft.warnings == ("some characters could not be read in the page's encoding",)


def test_raised_digits_are_characters_of_their_own_and_other_raised_text_is_as_it_was() -> None:
    raised = (
        "<p>About 10<sup>6</sup> people, 10<sup>-3</sup> of all, took part in the 21<sup>st</sup> session; it decided "
        'by consensus<sup><a href="#n">12</a>,<a href="#m">13</a></sup> and thanked<sup>[5]</sup> the '
        'Chair.<span style="vertical-align: super">4</span></p><ul><li>A <b>point<sup>7</sup></b></li></ul>'
    )
    text = _page(raised).text
    assert "About 10⁶ people, 10⁻³ of all, took part in the 21st session" in text
    assert "by consensus¹²,¹³ and thanked[5] the Chair.⁴\n\nA point⁷" in text
