"""Reading one report in a real browser: from hit to hit, to the original, and out again with a citation."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from axe import complaints
from browser import Opened
from fastapi import FastAPI
from fastapi.testclient import TestClient
from made_pdfs import Made, masthead
from page_trees import page as tree
from page_trees import texts
from playwright.sync_api import Page, expect
from service_collection import FILES, build

from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.types import Encoder
from service.app import create_app

pytestmark = pytest.mark.browser
ONIONS = "---\ntitle: On vegetables\ndate: 2024-02-03\n---\n\n" + "\n\n".join(
    [
        "## First\n\nOnions 🧅🧅 were “sold” on 𝒎any markets. Nobody minded.",
        "## Second\n\nThe weather was fine.",
        "## Third\n\n1. Red onions were praised.\n\n2. White ones were not.\n\n- an item of onions\n- another item",
        f"## Fourth\n\nNo onions, {'x' * 10_000}.",
    ]
)
SEARCH = "q=onions&mode=keyword"
SELECT = """([first, from, last, to]) => {
  const at = (id, offset) => {
    const walker = document.createTreeWalker(document.querySelector(`#${id} [data-start]`), NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (offset > node.length) { offset -= node.length; node = walker.nextNode(); }
    return [node, offset];
  };
  const range = document.createRange();
  range.setStart(...at(first, from));
  range.setEnd(...at(last, to));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def pdf() -> bytes:
    made = Made()
    masthead(made)
    made.heading("I.", "Opening")
    made.numbered("1.", "The Group opened its session and adopted an agenda with items on", "all of the matters.")
    made.y = 700
    made.footnote("1", "Garlic is a plant that grows in many of the gardens of the world.")
    made.page()
    made.heading("II.", "Garlic")
    made.numbered("2.", "The Group turned to garlic and to its use in the kitchens of the", "world, at some length.")
    return made.save()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "garlic.pdf").write_bytes(pdf())
    build(folder, model, FILES | {"onions.md": ONIONS})
    rebuild(folder / "corpus", folder / "home", model, BuildSettings())
    return folder


@pytest.fixture(scope="module")
def new_app(folder: Path, encoder: Encoder) -> Callable[[], FastAPI]:
    return lambda: create_app(folder / "home", lambda: encoder, corpus=folder / "corpus")


def passages(client: TestClient, report: str = "onions") -> list[Any]:
    found: list[Any] = client.get(f"/api/reports/{report}/passages").json()["passages"]
    return found


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_goes_from_hit_to_hit_in_the_order_of_the_text(opened: Opened, javascript: bool) -> None:
    page = opened(f"/reports/onions?{SEARCH}", java_script_enabled=javascript)
    hits = page.get_by_role("navigation", name="Matches in this report")
    expect(hits).to_contain_text("3 matches")
    hits.get_by_role("link", name="First match").click()
    seen = []
    for n in (1, 2, 3):
        expect(hits).to_contain_text(f"Match {n} of 3")
        expect(page.locator(".chosen").first).to_be_in_viewport()
        expect(page.locator(".chosen mark").first).to_be_visible()
        seen.append(page.locator(".chosen").first.text_content())
        if n < 3:
            hits.get_by_role("link", name="Next match").click()
    assert [text.split()[0] for text in seen if text] == ["Onions", "Red", "No"]
    expect(hits.get_by_role("link", name="Next match")).to_have_count(0)
    hits.get_by_role("link", name="Previous match").click()
    expect(hits).to_contain_text("Match 2 of 3")
    page.get_by_role("link", name="Back to results for onions").click()
    expect(page.get_by_role("heading", name="Passages for onions")).to_be_visible()


def test_single_keys_lead_from_hit_to_hit(opened: Opened) -> None:
    page = opened(f"/reports/onions?{SEARCH}")
    for key, n in (("n", 1), ("n", 2), ("p", 1)):
        page.keyboard.press(key)
        expect(page.locator(".found-here")).to_contain_text(f"Match {n} of 3")


def test_a_link_to_words_of_a_passage_marks_them_and_cites_and_keeps_those(client: TestClient) -> None:
    passage = passages(client)[0]
    words = "were “sold” on 𝒎any markets"
    start = passage["text"].index(words)
    end = start + len(words)
    shown = tree(client, f"/reports/onions?q=sold&mode=keyword&passage={passage['id']}&words={start}-{end}")
    assert "".join(span.text_content() for span in shown.cssselect(".words")) == words
    assert [span.get("id") for span in shown.cssselect(".words")] == ["words", None, None]
    assert texts(shown, ".words mark") == ["sold"]
    where = {"start": passage["start"] + start, "end": passage["start"] + end}
    cited = client.get("/api/reports/onions/citation", params=where).json()
    assert texts(shown, ".text .cite-text") == [" ".join(cited["text"].split())]
    assert shown.cssselect(".text .cite .add")[0].get("value") == f"{passage['id']}:{start}-{end}"


def test_words_that_a_passage_has_not_got_are_said_to_be_gone(client: TestClient) -> None:
    passage = passages(client)[0]
    for words in ("5-5", "9-3", f"0-{len(passage['text']) + 1}"):
        shown = tree(client, f"/reports/onions?passage={passage['id']}&words={words}")
        assert "no longer in the report" in texts(shown, ".warning")[0]
        assert shown.cssselect(".chosen")
        assert not shown.cssselect(".words")
    assert "which place in the report" in texts(tree(client, "/reports/onions?words=all"), ".left-out p")[0]


def test_a_passage_that_was_not_found_stands_between_those_that_were(client: TestClient) -> None:
    second = passages(client)[1]["id"]
    nav = tree(client, f"/reports/onions?{SEARCH}&passage={second}").cssselect(".found-here")[0]
    assert "3 matches" in nav.text_content()
    assert [link.get("rel") for link in nav.cssselect("a")] == ["prev", "next"]


def test_the_bar_for_selected_words_leaves_a_phone_to_the_text(opened: Opened) -> None:
    page = opened("/reports/garlic", viewport={"width": 390, "height": 844})
    page.evaluate("document.querySelector('#selected .cite-text').textContent = 'Garlic of the world, '.repeat(30)")
    page.evaluate("document.querySelector('#selected').hidden = false")
    bar = page.locator("#selected").bounding_box()
    assert bar is not None
    assert bar["height"] < 844 / 5


@pytest.mark.parametrize(
    ("first", "start", "last", "end", "quote"),
    [
        # In the browser's UTF-16 each onion, and the letter after them, counts two.
        ("b-2", 12, "b-2", 31, "were “sold” on 𝒎an"),
        ("b-2", 0, "b-2", 11, "Onions 🧅🧅"),
        ("b-6", 0, "b-7", 9, "Red onions were praised.\n\n2. White one"),
        ("b-8", 0, "b-9", 7, "an item of onions\n- another"),
    ],
)
def test_selected_words_are_copied_with_the_citation_of_exactly_those(
    opened: Opened, client: TestClient, first: str, start: int, last: str, end: int, quote: str
) -> None:
    page = opened("/reports/onions")
    page.evaluate(SELECT, [first, start, last, end])
    bar = page.get_by_role("region", name="Selected text")
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="Copy with citation").click()
    expect(bar.get_by_role("button", name="Copied")).to_be_visible()
    at = ONIONS.index(quote)
    cited = client.get("/api/reports/onions/citation", params={"start": at, "end": at + len(quote)}).json()
    assert cited["quote"] == quote
    said, citation = copied(page).rsplit("\n", 1)
    assert " ".join(said.split()) == " ".join(f"“{quote}”".split())
    assert citation == cited["text"]


def test_selected_words_are_cited_and_collected_by_keys_alone(opened: Opened) -> None:
    page = opened("/reports/onions")
    page.locator("#b-4 p").click(click_count=3, position={"x": 30, "y": 10})
    bar = page.locator("#selected")
    expect(bar).to_be_visible()
    page.keyboard.press("c")
    expect(bar.get_by_role("button", name="Copied")).to_be_focused()
    assert copied(page).startswith("“The weather was fine.”\n")
    page.keyboard.press("Tab")
    expect(bar.get_by_role("button", name="Add to reading list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#to-list .count")).to_have_text("1")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    page.locator("#to-list").click()
    expect(page.locator(".entry blockquote")).to_have_text("The weather was fine.")


def test_the_way_from_a_selection_by_tab_leads_to_its_citation(opened: Opened) -> None:
    page = opened("/reports/onions")
    page.locator("#b-4 p").click(click_count=3, position={"x": 30, "y": 10})
    expect(page.locator("#selected")).to_be_visible()
    for _ in range(3):  # the paragraph's own button may stand between
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "take":
            return
    raise AssertionError(page.evaluate("document.activeElement.outerHTML"))


def test_every_paragraph_has_a_link_that_is_copied(opened: Opened, address: str) -> None:
    page = opened("/reports/onions")
    assert page.locator(".block > a.margin").count() == page.locator(".block").count() > 5
    page.locator("#b-6 > a.margin").click()
    expect(page.locator("#said")).to_have_text("Link to the paragraph copied.")
    assert copied(page) == page.url == f"{address}/reports/onions#b-6"
    expect(page.locator("#b-6")).to_be_in_viewport()


def test_the_link_of_a_place_is_copied_without_the_question_that_led_there(opened: Opened, address: str) -> None:
    page = opened("/?q=onions&mode=keyword")
    page.locator(".hit .link").first.click()
    expect(page.locator("#said")).to_have_text("Link copied.")
    link = copied(page)
    assert re.fullmatch(rf"{address}/reports/[\w-]+\?passage=[0-9a-f]{{16}}#p-[0-9a-f]{{16}}", link)
    page.locator(".hit h2 a").first.click()
    page.locator(".text .cite .link").click()
    expect(page.locator("#said")).to_have_text("Link copied.")
    assert copied(page) == link
    page.locator("#b-6 > a.margin").click()
    expect(page.locator("#said")).to_have_text("Link to the paragraph copied.")
    assert copied(page) == f"{address}/reports/onions#b-6"


def test_the_link_of_a_quote_and_of_selected_words_leads_to_the_words(opened: Opened, address: str) -> None:
    page = opened("/reports/onions")
    page.locator("#b-4 p").click(click_count=3, position={"x": 30, "y": 10})
    page.locator("#selected .link").click()
    expect(page.locator("#said")).to_have_text("Link copied.")
    there = opened(copied(page).removeprefix(address))
    assert " ".join(there.locator(".words, .chosen").all_text_contents()) == "The weather was fine."
    asked = opened("/?q=was+the+weather+fine")
    asked.locator(".quote summary").first.click()
    asked.locator(".quote .link").first.click()
    expect(asked.locator("#said")).to_have_text("Link copied.")
    assert re.fullmatch(rf"{address}/reports/onions\?passage=[^q]*", copied(asked))


def test_without_javascript_the_link_of_a_place_is_a_link(opened: Opened) -> None:
    page = opened("/?q=onions", java_script_enabled=False)
    page.get_by_role("link", name="Link", exact=True).first.click()
    expect(page.locator(".chosen").first).to_be_in_viewport()
    assert "q=" not in page.url


def test_the_original_opens_at_the_page_of_the_passage(client: TestClient) -> None:
    last = passages(client, "garlic")[-1]
    assert last["pages"] == [2, 2]
    shown = tree(client, f"/reports/garlic?passage={last['id']}")
    (link,) = shown.cssselect(".original a")
    assert link.get("href") == "/files/garlic#page=2"
    assert [a.get("href") for a in shown.cssselect(".page-mark a")] == ["/files/garlic#page=1", "/files/garlic#page=2"]
    answer = client.get("/files/garlic")
    assert answer.headers["content-type"] == "application/pdf"
    assert sha256(answer.content).hexdigest() == client.get("/api/reports/garlic").json()["sha256"]
    assert tree(client, "/reports/onions").cssselect(".original a")[0].get("href") == "/files/onions"
    assert not tree(client, "/reports/onions").cssselect(".page-mark")


def test_places_that_are_not_there_are_refused_with_the_reason(client: TestClient) -> None:
    size = len(ONIONS)
    for start, end in ((5, 5), (9, 4), (0, size + 1), (size, size + 5)):
        answer = client.get("/api/reports/onions/citation", params={"start": start, "end": end})
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-place")
    blank = ONIONS.index("\n\n## First")
    assert client.get("/api/reports/onions/citation", params={"start": blank, "end": blank + 2}).status_code == 404
    whole = {"start": 0, "end": len(client.get("/api/reports/record/text").text)}
    assert client.get("/api/reports/record/citation", params=whole).status_code == 200


@pytest.mark.parametrize("how", [{}, {"viewport": {"width": 360, "height": 800}}])
def test_the_reader_has_no_fault_for_axe_in_any_state(opened: Opened, client: TestClient, how: dict[str, Any]) -> None:
    third = passages(client)[2]["id"]
    page = opened(f"/reports/onions?{SEARCH}&passage={third}#p-{third}", **how)
    assert complaints(page) == []
    page.evaluate(SELECT, ["b-2", 0, "b-2", 20])
    expect(page.locator("#selected")).to_be_visible()
    assert complaints(page) == []
    page.goto(page.url.split("/reports")[0] + "/reports/garlic?q=garlic&mode=keyword")
    expect(page.locator(".footnote mark")).to_have_text("Garlic")
    assert complaints(page) == []


def test_titles_and_headings_make_sense_read_aloud(client: TestClient) -> None:
    shown = tree(client, f"/reports/onions?{SEARCH}")
    assert texts(shown, "title") == ["On vegetables – Rapporteur"]
    assert texts(shown, "h1") == ["On vegetables"]
    assert {nav.get("aria-label") or nav.get("aria-labelledby") for nav in shown.cssselect("nav")} == {
        "Site",
        "outline-title",
        "Matches in this report",
    }


@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_is_wider_than_the_window(opened: Opened, width: int) -> None:
    page = opened(f"/reports/onions?{SEARCH}", viewport={"width": width, "height": 800})
    page.evaluate(SELECT, ["b-2", 0, "b-2", 20])
    expect(page.locator("#selected")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
