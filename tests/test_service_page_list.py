"""The reading list in a real browser: collected, ordered, noted and saved; by mouse, by keys, without JavaScript."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
import rispy
from axe import complaints
from browser import Opened, Watch, chromium, opening
from playwright.sync_api import Browser, Locator, Page, expect
from service_collection import running

from corpus.docx import read
from index.types import Encoder
from service.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.model]
QUESTION = "how were victim-centred approaches discussed?"
RESULTS = f"/?q={QUESTION}"
FIRST_VIEW_LIMIT = 60_000
SHIFTS = (
    "window.shift = 0;"
    "new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))"
    ".observe({type: 'layout-shift', buffered: true});"
)
FORBID_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }});"


@pytest.fixture(scope="module")
def address(sample_home: Path, real_encoder: Encoder) -> Iterator[str]:
    with running(create_app(sample_home, lambda: real_encoder)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    with opening(browser, address) as open_page:
        yield open_page


def collect(page: Page, *hits: int) -> list[str]:
    """Add hits of the results to the list; returns the titles of their reports."""
    for n in hits:
        page.locator(".hit").nth(n).get_by_role("button", name="Add to reading list").click()
    return [page.locator(".hit h2").nth(n).inner_text() for n in hits]


def see_list(page: Page, items: int) -> None:
    page.get_by_role("link", name=f"Reading list {items}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading list")
    expect(page.locator(".entry")).to_have_count(items)


def titles(page: Page) -> list[str]:
    return page.locator(".entry h2").all_inner_texts()


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """The file that a button of the list saves: its name and content."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_passages_are_collected_noted_ordered_and_saved_as_a_word_file(opened: Opened) -> None:
    page = opened(RESULTS)
    collected = collect(page, 0, 1, 2)
    expect(page.get_by_role("status")).to_have_text("Added to the reading list, which has 3 now.")
    expect(page.locator(".hit").first.get_by_role("button", name="Remove from list")).to_be_visible()
    see_list(page, 3)
    assert titles(page) == collected
    expect(page.get_by_text("Kept in this browser and nowhere else.")).to_be_visible()
    page.get_by_label("Note").nth(1).fill("For the annex")
    page.get_by_role("button", name="Move down item 1").click()
    expect(page.get_by_role("status")).to_have_text("Moved to place 2 of 3.")
    page.get_by_role("button", name="Remove item 3").click()
    moved = [collected[1], collected[0]]
    assert titles(page) == moved
    page.reload()
    assert titles(page) == moved
    expect(page.get_by_label("Note").first).to_have_value("For the annex")
    name, content = saved(page, "Word")
    assert re.fullmatch(r"reading-list-\d{4}-\d\d-\d\d\.docx", name)
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    texts = [paragraph.text for paragraph in paragraphs]
    headings = [one.text for one in paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == [f"1. {moved[0]}", f"2. {moved[1]}", "Record of the search"]
    assert "Note: For the annex" in texts
    assert any(text.startswith(f"“{QUESTION}”, searched by words and meaning") for text in texts)
    draft = read(content, name)
    notes = [draft.text[block.start : block.end] for block in draft.blocks if block.kind == "footnote"]
    cited = page.locator(".cite-text").all_inner_texts()
    assert notes == [f"{n} {citation}" for n, citation in enumerate(cited, start=1)]


def test_what_is_taken_off_can_be_brought_back(opened: Opened) -> None:
    page = opened(RESULTS)
    collected = collect(page, 0, 1)
    see_list(page, 2)
    page.get_by_role("button", name="Remove item 1").click()
    assert titles(page) == collected[1:]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".entry")).to_have_count(2)
    assert titles(page) == collected
    page.get_by_role("button", name="Clear the list").click()
    expect(page.get_by_text("Nothing is on the list yet.")).to_be_visible()
    expect(page.get_by_role("link", name="Reading list")).to_have_attribute("href", "/list")
    assert page.evaluate("localStorage.getItem('rapporteur.list')") is None
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".entry")).to_have_count(2)
    assert titles(page) == collected


def test_a_paragraph_is_collected_in_its_report_and_named_when_the_list_is_seen(opened: Opened) -> None:
    page = opened("/reports/cd-tip-2023")
    block = page.locator(".block.paragraph").first
    text = block.locator("p[dir]").inner_text().strip()
    block.hover()
    block.get_by_role("button", name="Add to reading list").click()
    expect(block.get_by_role("button", name="Remove from list")).to_be_visible()
    see_list(page, 1)
    assert page.locator(".entry blockquote").inner_text().strip() == text
    page.locator(".entry h2 a").click()
    expect(page.locator(".chosen").first).to_be_in_viewport()


def test_a_quote_of_the_answer_is_collected_with_its_own_citation(opened: Opened) -> None:
    page = opened(RESULTS)
    quote = page.locator(".quote").nth(1)
    words = quote.locator("blockquote").inner_text().strip()
    citation = quote.locator(".cite-text").text_content()
    quote.get_by_role("button", name="Add to reading list").click()
    see_list(page, 1)
    assert page.locator(".entry blockquote").inner_text().strip() == words
    assert page.locator(".entry .cite-text").inner_text() == citation


def test_a_list_that_came_with_an_address_does_not_replace_ones_own(opened: Opened) -> None:
    page = opened(RESULTS)
    own = collect(page, 0)
    keys = [page.locator(".hit button.add").nth(n).get_attribute("value") for n in (1, 2)]
    page.goto(f"{page.url.partition('/?')[0]}/list?item={keys[0]}&item={keys[1]}")
    expect(page.get_by_text("This is not the list of this browser, which has 1 item.")).to_be_visible()
    theirs = titles(page)
    page.get_by_role("button", name="Move down item 1").click()
    expect(page.locator(".entry h2").first).to_have_text(theirs[1])
    assert titles(page) == theirs[::-1]
    page.get_by_role("link", name="See the list of this browser").click()
    expect(page.locator(".entry")).to_have_count(1)
    assert titles(page) == own
    page.go_back()
    page.get_by_role("button", name="Add these to it").click()
    expect(page.get_by_text("Kept in this browser and nowhere else.")).to_be_visible()
    assert titles(page) == own + theirs[::-1]


def test_going_back_shows_the_list_as_it_is_now(opened: Opened, address: str) -> None:
    page = opened(RESULTS)
    collect(page, 0)
    see_list(page, 1)
    page.goto(address + RESULTS)
    collect(page, 1)
    page.go_back()
    expect(page.locator(".entry")).to_have_count(2)
    expect(page.get_by_text("Kept in this browser and nowhere else.")).to_be_visible()


def test_two_pages_of_one_browser_share_the_list(opened: Opened, address: str) -> None:
    results = opened(RESULTS)
    collect(results, 0)
    page = results.context.new_page()
    page.goto(address + str(results.locator("#to-list").get_attribute("href")))
    expect(page.locator(".entry")).to_have_count(1)
    collect(results, 1)
    expect(page.locator(".entry")).to_have_count(2)
    expect(page.get_by_text("Kept in this browser and nowhere else.")).to_be_visible()
    page.get_by_label("Note").first.fill("Written last")
    other = results.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Note").first).to_have_value("Written last")
    other.get_by_label("Note").first.fill("Written later")
    expect(page.get_by_label("Note").first).to_have_value("Written later")
    other.get_by_role("button", name="Clear the list").click()
    expect(page.get_by_text("Nothing is on the list yet.")).to_be_visible()
    expect(results.locator("#to-list")).to_have_attribute("href", "/list")


def test_without_javascript_the_list_is_in_the_address_from_the_search_to_the_saved_file(opened: Opened) -> None:
    page = opened(RESULTS, java_script_enabled=False)
    first = page.locator(".hit").first.get_by_role("heading").inner_text()
    page.locator(".hit").first.get_by_role("button", name="Add to reading list").click()
    expect(page.locator(".hit").first).to_be_in_viewport()
    expect(page.locator(".hit").first.get_by_role("link", name="On the reading list")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    page.locator(".hit h2 a").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    page.locator(".text .cite").get_by_role("button", name="Add to reading list").click()
    block = page.locator(".block.paragraph, .block.item").last
    text = block.locator("p[dir]").inner_text().strip()
    block.hover()
    block.get_by_role("button", name="Add to reading list").click()
    see_list(page, 3)
    assert titles(page) == [first, title, title]
    expect(page.get_by_text("This list is in the address of this page")).to_be_visible()
    page.get_by_role("button", name="Move up item 3").click()
    page.get_by_role("button", name="Remove item 1").click()
    expect(page.locator(".entry")).to_have_count(2)
    assert page.locator(".entry blockquote").first.inner_text().strip() == text
    page.get_by_label("Note").first.fill("Typed last")
    _, content = saved(page, "RIS")
    (reference,) = rispy.loads(content.decode())
    assert reference["title"].endswith(f"{title}”") or reference["title"] == title
    assert any(note.endswith("Note: Typed last") for note in reference["notes"])
    assert any(f"Record of the search: “{QUESTION}”" in note for note in reference["notes"])
    page.get_by_role("link", name="Back to the passages").click()
    expect(page.get_by_role("link", name="Reading list 2")).to_be_visible()
    page.get_by_role("searchbox").fill("firearms")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Reading list 2")).to_be_visible()


def test_where_the_browser_keeps_nothing_the_list_is_in_the_address_too(opened: Opened) -> None:
    page = opened(RESULTS, script=FORBID_STORAGE)
    page.locator(".hit").first.get_by_role("button", name="Add to reading list").click()
    see_list(page, 1)
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.get_by_text("This list is in the address of this page")).to_be_visible()
    expect(page.get_by_role("button", name="Clear the list")).to_be_hidden()


def test_keys_alone_lead_from_the_question_to_the_saved_list(opened: Opened) -> None:
    page = opened("/keys")
    press = page.keyboard.press
    press("/")
    page.wait_for_url(re.compile(r"/$"))
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(QUESTION)
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(QUESTION)
    page.wait_for_load_state()  # the keys are there when the page is
    quotes, hits = page.locator(".quote a[data-stop]"), page.locator(".hit h2 a")
    # An answer by dialogue has each title once, over its quotes.
    wanted = [page.locator("h3[id^=says-]").first.inner_text()]
    for stop in (quotes.first, hits.nth(2)):
        step_to(page, stop)
        press("a")
    press("k")
    expect(hits.nth(1)).to_be_focused()
    press("c")
    expect(page.get_by_role("status")).to_have_text("Citation copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".hit .cite-text").nth(1).inner_text()
    wanted.append(hits.nth(2).inner_text())
    hits.nth(1).focus()
    press("o")
    expect(page.locator(".chosen").first).to_be_in_viewport()
    page.wait_for_load_state()
    press("a")
    wanted.append(page.get_by_role("heading", level=1).inner_text())
    press("l")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading list")
    expect(page.locator(".entry")).to_have_count(3)
    page.wait_for_load_state()
    assert titles(page) == wanted
    press("j")
    tab_to(page, "Move down item 1")
    press("Enter")
    expect(page.get_by_role("button", name="Move down item 2")).to_be_focused()
    tab_to(page, "Word", "Shift+Tab")
    with page.expect_download() as download:
        press("Enter")
    draft = read(Path(download.value.path()).read_bytes(), "list.docx")
    headings = [draft.text[block.start : block.end] for block in draft.blocks if block.kind == "heading"]
    order = [wanted[1], wanted[0], wanted[2]]
    assert headings[1:4] == [f"{n}. {title}" for n, title in enumerate(order, start=1)]


def step_to(page: Page, stop: Locator) -> None:
    """Press j until the quote or hit has the focus."""
    for _ in range(40):
        page.keyboard.press("j")
        if stop.evaluate("stop => stop === document.activeElement"):
            return
    pytest.fail("j does not reach it")


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until the element with this name has the focus, and see that the focus shows."""
    for _ in range(60):
        page.keyboard.press(key)
        focused = page.evaluate("document.activeElement.textContent.trim()")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", focused
        if focused == name:
            return
    pytest.fail(f"Tab does not reach {name!r}")


def test_keys_do_nothing_while_typing_nor_with_modifiers_nor_when_off(opened: Opened) -> None:
    page = opened(RESULTS)
    page.get_by_role("searchbox").fill("")
    page.keyboard.type("jk/a?c o")
    expect(page.get_by_role("searchbox")).to_have_value("jk/a?c o")
    expect(page.locator("#keys")).to_be_hidden()
    link = page.locator("a[data-stop]").first
    link.focus()
    for key in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(key)
        expect(link).to_be_focused()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    dialog.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    page.reload()
    page.keyboard.press("j")
    expect(link).not_to_be_focused()
    page.get_by_role("link", name="Keys").click()
    dialog.get_by_label("Use single keys").check()
    dialog.get_by_role("button", name="Close").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    expect(link).to_be_focused()


def test_the_keys_have_a_page_without_javascript(opened: Opened) -> None:
    page = opened("/", java_script_enabled=False)
    page.get_by_role("link", name="Keys").click()
    expect(page.get_by_role("heading", level=1, name="Keys")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Copy its citation")).to_be_visible()
    expect(page.get_by_role("main").get_by_label("Use single keys")).to_be_hidden()


def test_recent_searches_are_offered_at_the_start_and_cleared_at_once(opened: Opened, address: str) -> None:
    page = opened("/")
    expect(page.get_by_text("Your recent searches")).to_be_hidden()
    for path in (RESULTS, "/?q=firearms&from=2022&to=2022", RESULTS):
        page.goto(address + path)
    page.get_by_role("link", name="Search", exact=True).click()
    recent = page.get_by_role("region", name="Your recent searches")
    assert recent.get_by_role("listitem").all_inner_texts() == [QUESTION, "firearms with 2 filters"]
    recent.get_by_role("link", name="firearms").click()
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_role("link", name="Search", exact=True).click()
    recent.get_by_role("button", name="Clear them").click()
    expect(recent).to_be_hidden()
    page.reload()
    expect(recent).to_be_hidden()
    assert page.evaluate("localStorage.getItem('rapporteur.recent')") is None


def test_first_views_are_light_and_still_with_a_list_and_recent_searches(opened: Opened, address: str) -> None:
    page = opened(RESULTS)
    collect(page, 0, 1, 2)
    for path in ("/", RESULTS, page.locator("#to-list").get_attribute("href")):
        view = page.context.new_page()
        view.add_init_script(SHIFTS)
        watch = Watch(view, address)
        view.route("**/*", lambda route: route.continue_())  # which switches the browser's cache off
        view.goto(f"{address}{path}", wait_until="networkidle")
        assert 5_000 < watch.weight < FIRST_VIEW_LIMIT, path
        assert view.evaluate("window.shift") == 0, path
        view.close()


def test_axe_finds_nothing_in_any_state_of_the_list(opened: Opened, address: str) -> None:
    page = opened(RESULTS)
    collect(page, 0, 1)
    assert complaints(page) == []
    keys = parse_qs(urlsplit(str(page.locator("#to-list").get_attribute("href"))).query)["item"]
    see_list(page, 2)
    assert complaints(page) == []
    page.get_by_role("button", name="Remove item 1").click()
    assert complaints(page) == []
    page.goto(f"{address}/list?item={keys[0]}&item=0123456789abcdef")
    expect(page.get_by_role("heading", name="No longer in the collection")).to_be_visible()
    assert complaints(page) == []
    page.goto(f"{address}/keys")
    assert complaints(page) == []
    page.goto(f"{address}/")
    page.get_by_role("link", name="Keys").click()
    assert complaints(page) == []
    page.goto(f"{address}/reports/cd-tip-2023")
    page.locator(".block").first.hover()
    assert complaints(page) == []
    page = opened("/list")
    assert complaints(page) == []


@pytest.mark.parametrize("width", [320, 360])
def test_the_list_does_not_scroll_sideways_on_a_phone(opened: Opened, width: int) -> None:
    page = opened(RESULTS, viewport={"width": width, "height": 740})
    collect(page, 0, 1)
    see_list(page, 2)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.get_by_role("link", name="Keys").click()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_paper_there_are_texts_notes_and_citations_only(opened: Opened) -> None:
    page = opened(RESULTS)
    collect(page, 0, 1)
    see_list(page, 2)
    page.get_by_label("Note").first.fill("Printed with it")
    page.emulate_media(media="print")
    for gone in (".export", ".order", ".masthead nav", ".copy"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_label("Note").first).to_be_visible()
    expect(page.get_by_label("Note").nth(1)).to_be_hidden()
    expect(page.locator(".cite-text").first).to_be_visible()
