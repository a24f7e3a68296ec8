"""The pages in a real browser, served over the sample reports by a real server: the journeys of a reader."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from browser import Opened, Watch
from fastapi import FastAPI
from fastapi.testclient import TestClient
from page_trees import page as tree
from page_trees import texts
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.model]
QUESTION = "how were victim-centred approaches discussed?"
FIRST_VIEW_LIMIT = 60_000


@pytest.fixture(scope="module")
def new_app(new_sample_app: Callable[[], FastAPI]) -> Callable[[], FastAPI]:
    return new_sample_app


def ask(page: Page, question: str) -> None:
    page.locator("#q").fill(question)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(question)


def test_a_question_leads_to_the_highlighted_passage_of_the_right_report(opened: Opened) -> None:
    page = opened()
    ask(page, QUESTION)
    assert "mode=hybrid" in page.url
    expect(page.get_by_text(re.compile(r"1–10 of \d+ passages in \d+ reports"))).to_be_visible()
    hit = page.locator(".hit").first
    expect(hit.locator("mark").first).to_be_visible()
    lines = [line.strip() for line in hit.locator("blockquote p").all_text_contents()]
    hit.get_by_role("heading").get_by_role("link").click()
    chosen = page.locator(".chosen")
    expect(chosen.first).to_be_in_viewport()
    shown = [text.strip() for text in chosen.all_text_contents()]
    assert [line.removeprefix("- ") for line in lines] == shown
    expect(page.locator(".chosen mark").first).to_be_visible()
    expect(page.locator(".text .cite")).to_have_count(1)
    page.get_by_role("link", name="Back to results").click()
    expect(page.locator(".hit")).to_have_count(10)


def test_filters_narrow_and_come_off_one_by_one(opened: Opened) -> None:
    page = opened("/?q=what+was+recommended")
    page.locator(".filters .facet a", has_text="Constructive Dialogue on Firearms").click()
    page.locator(".filters .facet a", has_text="2023").click()
    expect(page.locator(".chip")).to_have_count(2)
    assert set(page.locator(".hit .meta span:nth-child(2)").all_text_contents()) == {
        "Constructive Dialogue on Firearms"
    }
    page.get_by_role("link", name="Remove filter Year: 2023").click()
    page.get_by_role("link", name="Remove filter Series").click()
    expect(page.locator(".chip")).to_have_count(0)
    page.get_by_label("From").fill("2016")
    page.get_by_label("To", exact=True).fill("2016-12")
    page.get_by_role("button", name="Apply dates").click()
    expect(page.locator(".chip")).to_have_count(2)
    assert all("2016" in text for text in page.locator(".hit .meta span:first-child").all_text_contents())


def test_the_citation_is_copied_as_it_stands(opened: Opened) -> None:
    page = opened("/?q=non-punishment")
    cite = page.locator(".cite").nth(1)
    cite.locator("button.copy").click()
    expect(cite.locator("button.copy")).to_have_text("Copied")
    expect(page.get_by_role("status")).to_have_text("Citation copied.")
    assert page.evaluate("navigator.clipboard.readText()") == cite.locator(".cite-text").inner_text()


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_a_quote_is_copied_with_its_citation_in_the_style_that_was_chosen(opened: Opened) -> None:
    page = opened("/?q=what+happened+to+people+who+sold+a+kidney%3F")
    quote = page.locator(".quote").first
    words = " ".join(str(quote.locator("blockquote").text_content()).split())
    cited = str(quote.locator(".cite-text").text_content())
    quote.get_by_role("button", name="Copy with citation").click()
    expect(quote.get_by_role("button", name="Copied")).to_be_visible()
    assert copied(page) == f"“{words}”\n{cited}"
    page.get_by_label("Citation style").select_option("Chicago")
    page.reload()
    expect(page.get_by_label("Citation style")).to_have_value("chicago")
    quote.get_by_role("button", name="Copy with citation").click()
    expect(quote.get_by_role("button", name="Copied")).to_be_visible()
    chosen = copied(page).removeprefix(f"“{words}”\n")
    assert chosen == quote.locator(".cite-text").get_attribute("data-chicago") != cited


def test_a_key_that_copies_a_citation_out_of_sight_shows_that_it_did(opened: Opened) -> None:
    page = opened("/?q=what+happened+to+people+who+sold+a+kidney%3F")
    quote = page.locator(".quote").first
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(quote.locator(".cite-text")).to_be_hidden()
    told = page.get_by_text("Citation copied.")
    expect(told).to_be_in_viewport()
    box = told.bounding_box()
    assert box is not None
    assert box["width"] > 100
    assert copied(page) == quote.locator(".cite-text").text_content()


def test_the_link_of_a_quote_leads_to_its_very_words(client: TestClient) -> None:
    shown = tree(client, f"/?q={QUESTION}")
    quotes = shown.cssselect(".quote")
    assert quotes
    for quote in quotes:
        report = tree(client, quote.cssselect("[data-stop]")[0].get("href"))
        said = "".join(words.text_content() for words in report.cssselect(".words") or report.cssselect(".chosen"))
        assert "".join(said.split()) == "".join(quote.cssselect("blockquote")[0].text_content().split())
        assert texts(report, ".text .cite-text") == [" ".join(quote.cssselect(".cite-text")[0].text_content().split())]


def test_without_javascript_everything_is_there(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    ask(page, QUESTION)
    expect(page.locator("button.copy").first).to_be_hidden()
    assert page.locator(".hit .cite-text").first.inner_text()
    page.locator(".filters .facet a", has_text="2023").click()
    page.locator(".chip").click()
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".hits")).to_have_attribute("start", "11")
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".chosen").first).to_be_in_viewport()
    page.get_by_role("link", name="All reports").click()
    expect(page.get_by_role("row")).to_have_count(66)


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_scrolls_sideways_on_a_phone(opened: Opened, width: int) -> None:
    page = opened("/", viewport={"width": width, "height": 740})
    ask(page, QUESTION)
    further = page.get_by_text(re.compile(r"^\d+ more$")).first  # how many depends on what was found
    expect(further).to_be_hidden()
    page.locator(".filters > summary").click()
    expect(further).to_be_visible()
    report = page.locator(".hit h2 a").first.get_attribute("href")
    for path in ("/", f"/?q={QUESTION}&series=x&kind=digest&from=2022", report, "/reports", "/?q=a&from=x"):
        page = opened(str(path), errors=True, viewport={"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_text_at_twice_its_size_keeps_the_page_whole(opened: Opened) -> None:
    page = opened(f"/?q={QUESTION}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_no_result_offers_ways_that_work(opened: Opened) -> None:
    page = opened("/?q=%22zebra+crossing%22&kind=digest")
    expect(page.get_by_text("No passages found.")).to_be_visible()
    page.get_by_role("link", name="Search without quotation marks").click()
    expect(page.locator(".hit").first).to_be_visible()


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/reports/none", "We couldn’t open that link"), ("/none", "We couldn’t open that link")],
)
def test_an_error_page_leads_on(opened: Opened, path: str, heading: str) -> None:
    page = opened(path, errors=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.get_by_role("main").get_by_role("link", name="Search").click()
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize(
    "typed", ["<img src=x onerror=alert(1)>", '"><script>alert(2)</script>', "' onfocus='alert(3)"]
)
def test_markup_that_is_typed_stays_text(opened: Opened, typed: str) -> None:
    page = opened()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    ask(page, typed)
    expect(page.locator("#q")).to_have_value(typed)


def test_the_first_view_is_light_and_still(opened: Opened, browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "window.shift = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    watch = Watch(page, address)
    page.goto(f"{address}/?q={QUESTION}", wait_until="networkidle")
    assert 10_000 < watch.weight < FIRST_VIEW_LIMIT
    assert page.evaluate("window.shift") == 0
    context.close()


def test_the_keyboard_reaches_the_search_the_quotes_and_the_hits(opened: Opened) -> None:
    page = opened(f"/?q={QUESTION}")
    page.wait_for_load_state()
    stops = page.locator(".quote a[data-stop], .hit h2 a")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(stops.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(stops.first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("j/k")
    expect(page.locator("#q")).to_have_value("j/k")


def test_the_skip_link_comes_first(opened: Opened) -> None:
    page = opened("/reports")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()


def test_a_link_to_a_passage_alone_marks_all_of_it(opened: Opened) -> None:
    page = opened(f"/?q={QUESTION}")
    link = str(page.locator(".hit h2 a").first.get_attribute("href"))
    parts = link.partition("#")
    page = opened(f"{parts[0].partition('?')[0]}#{parts[2]}")
    assert page.locator(".chosen").count() > 1
    expect(page.locator(".chosen").first).to_be_in_viewport()


def test_on_paper_there_are_passages_and_citations_only(opened: Opened) -> None:
    page = opened(f"/?q={QUESTION}")
    page.emulate_media(media="print")
    for gone in ("#search", ".filters", ".copy", ".paging"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".cite-text").first).to_be_visible()
    # A passage may be broken, not parted from its citation; the one underline that is left is explained.
    assert page.locator(".hit").first.evaluate("e => getComputedStyle(e).breakInside") == "auto"
    assert page.locator(".hit .cite").first.evaluate("e => getComputedStyle(e).breakBefore") == "avoid"
    assert page.locator(".hit mark").first.evaluate("e => getComputedStyle(e).borderBottomWidth") == "0px"
    assert page.locator(".legend").inner_text() == "Underlined: the closest sentence. Digests are not official records."


def test_a_comparison_shows_two_quotes_of_a_dialogue_at_most(opened: Opened) -> None:
    page = opened("/?q=compare+civil+society+participation+in+2022+and+2023")
    dialogues = page.locator(".of-dialogue")
    assert dialogues.count() > 1
    assert all(1 <= shown <= 2 for shown in dialogues.evaluate_all(
        "all => all.map((one) => one.querySelectorAll('.quote').length)"
    ))  # fmt: skip
    page.keyboard.press("j")
    expect(dialogues.first.locator(".quote a[data-stop]").first).to_be_focused()


def test_recent_searches_are_offered_at_the_start_and_cleared_at_once(opened: Opened, address: str) -> None:
    page = opened("/")
    expect(page.get_by_text("Recent searches")).to_be_hidden()
    for path in (f"/?q={QUESTION}", "/?q=firearms&from=2022&to=2022", f"/?q={QUESTION}"):
        page.goto(address + path)
    page.get_by_role("link", name="Search", exact=True).click()
    recent = page.get_by_role("region", name="Recent searches")
    assert recent.get_by_role("listitem").all_inner_texts() == [QUESTION, "firearms with 2 filters"]
    recent.get_by_role("link", name="firearms").click()
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_role("link", name="Search", exact=True).click()
    recent.get_by_role("button", name="Clear").click()
    expect(recent).to_be_hidden()
    page.reload()
    expect(recent).to_be_hidden()
    assert page.evaluate("localStorage.getItem('rapporteur.recent')") is None
