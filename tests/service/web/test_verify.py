"""The page that checks quotations: its HTML over a small index, and the journeys of a reader in a real browser."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import lxml.html
import pytest
from browser import Opened
from fastapi.testclient import TestClient
from httpx import Response
from lxml.html import HtmlElement
from page_trees import page, texts
from playwright.sync_api import expect
from service_collection import FILES, build

from index.build.types import Model
from index.types import Encoder
from service.app import create_app
from service.quotations.request import LONGEST_TEXT, verify_text
from service.web import verify as page_verify

PARAGRAPH = (
    "It “recommended guidance for law enforcement,” the record says, and ‘stressed victim–centred approaches’. "
    "“The Secretariat explained the price of technical assistance.” It never said “zebras run”."
)
MANY = "# Many\n\n" + "\n\n".join(f"The same again, for the time of number {n}." for n in range(9))
LISTED = """# Listed

The meeting heard this:

- Grass-roots groups asked for money.
- States agreed to look
  into it.

## What came after

Nothing came of it.
"""
HOSTILE = "# Hostile\n\nIt says <script>alert(1)</script> & “<b>bold</b>” twice, as everybody could hear.\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    files = FILES | {"many.md": MANY, "hostile.md": HOSTILE, "listed.md": LISTED}
    return build(tmp_path_factory.mktemp("page-verify"), model, files)


def sent(client: TestClient, **fields: str) -> Response:
    return client.post("/verify", data=fields, headers={"accept": "text/html"}, follow_redirects=False)


def tree_of(answer: Response) -> HtmlElement:
    return lxml.html.document_fromstring(answer.text)


def test_the_page_is_reached_from_every_page(client: TestClient) -> None:
    for address in ("/", "/reports", "/reports/record", "/verify"):
        (link,) = [a for a in page(client, address).cssselect(".masthead nav a") if "Check" in a.text_content()]
        assert link.get("href") == "/verify"
        assert (link.get("aria-current") == "page") == (address == "/verify")


def test_a_draft_goes_by_its_form_and_into_no_address_and_no_store(client: TestClient) -> None:
    for text in (PARAGRAPH, PARAGRAPH + " And so on." * 900):
        answer = sent(client, text=text, report=" A/79/352 ")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        tree = tree_of(answer)
        assert len(tree.cssselect(".verdict")) == 4
        assert tree.cssselect("textarea")[0].text_content().strip("\n") == text
        assert tree.get_element_by_id("report").get("value") == "A/79/352"
        assert not [link for link in tree.xpath("//@href | //@action | //@formaction") if "guidance" in link]
        assert "Your text is not stored" in tree.text_content()


def test_a_link_that_brings_a_text_along_is_still_answered(client: TestClient) -> None:
    answer = client.get("/verify", params={"text": PARAGRAPH, "report": "A/79/352"})
    assert answer.headers["cache-control"] == "no-store"
    assert len(tree_of(answer).cssselect(".verdict")) == 4


def test_an_empty_form_is_the_page(client: TestClient) -> None:
    assert tree_of(sent(client, text="  ", report="")).cssselect(".verified") == []
    assert client.get("/verify?text=&report=", follow_redirects=False).headers["location"] == "/verify"
    assert page(client, "/verify").cssselect(".verified") == []


def test_each_quotation_is_told_with_its_verdict(client: TestClient) -> None:
    tree = page(client, "/verify", text=PARAGRAPH)
    assert texts(tree, ".verified > h2") == ["4 quotations in your text: 2 the same words; 2 not found"]
    assert texts(tree, ".verdict .says b") == ["The same words", "The same words", "Not found", "Not found"]
    assert texts(tree, ".verdict .says")[0].endswith("differences: punctuation at the end")
    assert texts(tree, ".verdict .says")[1].endswith("differences: dashes")
    assert texts(tree, ".verdicts a")[0].startswith("≈ The same words recommended guidance")
    assert [a.get("href") for a in tree.cssselect(".verdicts a")] == ["#q-1", "#q-2", "#q-3", "#q-4"]


def test_what_was_found_is_told_by_the_title_and_takes_the_focus(client: TestClient) -> None:
    tree = page(client, "/verify", text=PARAGRAPH)
    assert texts(tree, "title") == ["2 of 4 found – Check quotations – Rapporteur"]
    assert [one.get("id") for one in tree.cssselect("[autofocus]")] == ["verified"]
    assert texts(page(client, "/verify"), "title") == ["Check quotations – Rapporteur"]


def test_a_place_shows_the_words_as_they_stand_in_their_paragraph(client: TestClient) -> None:
    tree = page(client, "/verify", text="stressed victim–centred approaches")
    (hit,) = tree.cssselect(".verdict .hit")
    assert texts(hit, "mark") == ["stressed victim-centred approaches"]
    assert texts(hit, "blockquote") == ["2. Delegations stressed victim-centred approaches to protection."]
    assert texts(hit, ".cite-text") == ["A/79/352, para. 2"]
    address = hit.cssselect("h3 a")[0].get("href")
    assert "stressed" in page(client, address).cssselect(".chosen")[-1].text_content() or "stressed" in " ".join(
        texts(page(client, address), ".chosen")
    )


def test_differences_are_marked_in_words_and_by_more_than_colour(client: TestClient) -> None:
    tree = page(client, "/verify", text="The Secretariat explained the price of technical assistance.")
    (nearest,) = tree.cssselect(".nearest")
    quote = nearest.cssselect("blockquote")[0]
    assert texts(quote, "del") == ["[only in your text: price]"]
    assert texts(quote, "ins") == ["[only in the report: costs]"]
    assert "of the words in common" in nearest.text_content()
    assert texts(nearest, ".cite-text") == ["A/79/352, para. 3"]


def test_nothing_like_it_is_said_honestly(client: TestClient) -> None:
    told = " ".join(texts(page(client, "/verify", text="Zebras run."), ".verdict"))
    assert "Nothing similar appears in the 6 reports" in told


def test_a_digest_is_no_source_of_what_it_digests(client: TestClient) -> None:
    told = " ".join(texts(page(client, "/verify", text="written submissions and attendance"), ".hit"))
    assert "Digest, not an official record" in told
    assert "the words of the digest, not of the sources" in told


def test_the_report_that_was_named_is_told_apart(client: TestClient) -> None:
    quote = "guidance for law enforcement"
    assert texts(page(client, "/verify", text=quote, report="a/79/352"), ".verdict .warning") == []
    elsewhere = page(client, "/verify", text=quote, report="many")
    assert "not in the report you named" in " ".join(texts(elsewhere, ".verdict .warning"))
    assert texts(elsewhere, ".hit .tag.warn") == ["Not the report you named"]
    assert texts(elsewhere, ".verdict.elsewhere > .says") == ["! Word for word, but in another report"]
    several = page(client, "/verify", text=f"“{quote}”, “zebras run” and “The same again”", report="many")
    assert texts(several, ".verified > h2 ") == [
        "3 quotations in your text: 1 word for word; 1 word for word, but in another report; 1 not found"
    ]
    assert texts(several, ".verdicts a.elsewhere")[0].startswith("! Word for word, but in another report ")
    unknown = page(client, "/verify", text=quote, report="A/1/1")
    assert "No report in this collection is called “A/1/1”" in " ".join(texts(unknown, ".verdict .warning"))


def test_of_many_places_three_are_open_and_the_others_one_click_away(client: TestClient) -> None:
    tree = page(client, "/verify", text="The same again")
    assert "It appears in 9 places in 1 report." in tree.text_content()
    assert len(tree.cssselect(".verdict > .hit")) == 3
    assert texts(tree, ".more summary") == ["6 more places"]
    assert len(tree.cssselect(".more .hit")) == 6


def test_marks_of_headings_and_lists_are_no_words_of_the_report(client: TestClient) -> None:
    for quote in ("Grass-roots groups", "asked for money. States agreed", "look into it", "What came", "Listed"):
        (shown,) = page(client, "/verify", text=quote).cssselect(".hit blockquote")
        lines = [line for line in shown.text_content().splitlines() if line.strip()]
        assert not any(line.lstrip().startswith(("#", "- ")) for line in lines), lines
    (shown,) = page(client, "/verify", text="The meeting ... Nothing came").cssselect(".hit blockquote")
    assert "#" not in shown.text_content()
    assert "Grass-roots groups asked for money." in shown.text_content()


def test_lines_quoted_with_angle_brackets_are_one_paragraph(client: TestClient) -> None:
    tree = page(client, "/verify", text="> Delegations stressed\n> victim-centred approaches")
    assert texts(tree, ".says") == ["✓ Word for word"]


def test_warnings_stand_with_the_verdict(client: TestClient) -> None:
    tree = page(client, "/verify", text="Nothing [never] came of it")
    assert texts(tree, ".says") == ["≈ The same words, in pieces; differences: words in brackets"]
    assert texts(tree, ".verdict > .warning") == ["“[never]” does not stand there."]


def test_what_there_was_no_time_for_is_no_finding(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_verify, "verify_text", partial(verify_text, seconds=-1))
    tree = page(client, "/verify", text="“zebras run” and “The same again”")
    assert texts(tree, ".verified > h2") == ["2 quotations in your text: 2 not looked for"]
    assert texts(tree, ".verdict.not-looked-for > .says") == ["? Not looked for"] * 2
    assert "ran out of time" in tree.text_content()
    assert "Nothing similar" not in tree.text_content()


def test_pieces_are_shown_with_what_was_left_out(client: TestClient) -> None:
    tree = page(client, "/verify", text="[d]elegations stressed ... protection")
    assert texts(tree, ".hit mark") == ["Delegations stressed", "protection"]
    assert "appears in this order" in tree.text_content()
    scattered = page(client, "/verify", text="to protection ... Delegations stressed")
    assert [one.split(":")[0] for one in texts(scattered, ".pieces li")] == ["✓ found", "✓ found"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("?!", "no letters or digits"),
        ("a" * (LONGEST_TEXT + 1), "the limit is 20,000"),
        ("“a b” " * 51, "it has 51 quotations; the limit is 50"),
        ("word " * 1200, "a text without quotation marks is taken as one quotation"),
    ],
)
def test_what_cannot_be_checked_is_told_beside_the_text(client: TestClient, text: str, says: str) -> None:
    answer = sent(client, text=text)
    tree = tree_of(answer)
    assert answer.status_code == 422
    assert says in tree.cssselect("[role=alert]")[0].text_content()
    assert tree.cssselect("textarea")[0].text_content().strip("\n") == text


def test_line_ends_of_forms_are_line_ends(client: TestClient) -> None:
    text = "Delegations stressed\r\nvictim-centred\r\n\r\napproaches"
    tree = tree_of(sent(client, text=text))
    assert texts(tree, ".says") == ["≈ The same words; differences: spacing"]


def test_a_form_without_end_is_refused_on_a_page(client: TestClient) -> None:
    answer = sent(client, text="a" * 1_000_001)
    assert answer.status_code == 413
    assert "at most 1,000,000 bytes" in tree_of(answer).text_content()


def test_without_an_index_the_page_says_so(tmp_path: Path, encoder: Encoder) -> None:
    with TestClient(create_app(tmp_path / "none", lambda: encoder)) as client:
        assert "rapporteur rebuild" in page(client, "/verify", 503).text_content()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & “<b>bold</b>” twice",
        "<script>alert(2)</script>, as everybody could hear",
        "</textarea><script>x</script>",
    ],
)
def test_what_is_typed_or_stored_is_shown_as_text(client: TestClient, text: str) -> None:
    tree = page(client, "/verify", text=text, report='"><script>alert(3)</script>')
    assert [one for one in tree.iter("script") if not one.get("src")] == []
    assert [one for one in tree.iter() if "style" in one.attrib or any(a.startswith("on") for a in one.attrib)] == []
    assert tree.cssselect("textarea")[0].text_content().strip("\n") == text


def test_the_reading_list_in_the_address_is_kept_and_takes_a_quotation(client: TestClient) -> None:
    tree = page(client, "/verify", text="guidance for law enforcement")
    key = tree.cssselect(".hit button.add")[0].get("value")
    kept = tree_of(sent(client, text="guidance for law enforcement", item=key))
    assert kept.cssselect("form.verify-form input[name=item]")[0].get("value") == key
    assert texts(kept, ".hit .add.on") == ["On the reading list"]
    other = client.post(f"/verify?item={key}", data={"text": "It never said", "item": "nonsense"})
    assert [f.get("value") for f in tree_of(other).cssselect("form.verify-form input[name=item]")] == [key]
    assert "guidance for law enforcement" in page(client, f"/list?item={key}").text_content()


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_pastes_a_paragraph_and_opens_a_place(opened: Opened, scripts: bool) -> None:
    page = opened("/verify", java_script_enabled=scripts)
    page.get_by_label("Your text").fill(PARAGRAPH)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_have_count(4)
    assert page.url.endswith("/verify")
    page.locator(".verdicts a").nth(2).click()
    expect(page.locator("#q-3 .nearest")).to_be_in_viewport()
    with page.expect_popup() as opening:
        page.locator("#q-2 h3 a").click()
    expect(opening.value.locator(".chosen").first).to_be_in_viewport()
    expect(page.locator(".verdict")).to_have_count(4)


@pytest.mark.browser
def test_the_citation_of_the_quotation_is_copied(opened: Opened) -> None:
    page = opened("/verify?text=guidance+for+law+enforcement")
    page.locator(".cite .copy").click()
    expect(page.get_by_role("status")).to_have_text("Citation copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "A/79/352, para. 4"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen(opened: Opened, width: int, scheme: str) -> None:
    page = opened("/verify", viewport={"width": width, "height": 740}, color_scheme=scheme)
    page.get_by_label("Your text").fill(f"{PARAGRAPH} “{'x' * 300}”")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    struck = page.locator("#q-3 blockquote del").first
    assert "line-through" in struck.evaluate("one => getComputedStyle(one).textDecorationLine")


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_place_is_put_on_the_list_and_the_result_stays(opened: Opened, scripts: bool) -> None:
    page = opened("/verify", java_script_enabled=scripts, errors=not scripts)  # its focus gives way to the place
    page.get_by_label("Your text").fill("guidance for law enforcement")
    page.get_by_role("button", name="Check").click()
    page.locator(".hit .add").click()
    expect(page.locator(".hit .add.on")).to_have_count(1)
    expect(page.locator(".verdict")).to_have_count(1)
