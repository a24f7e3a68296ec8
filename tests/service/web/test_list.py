"""The reading list in a real browser: collected, ordered, noted and saved, by mouse and without JavaScript."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import docx
import pytest
import rispy
from browser import Opened
from fastapi import FastAPI
from page_lists import QUESTION, RESULTS, collect, saved, see_list, titles
from playwright.sync_api import expect

from corpus.docx.reader import read

pytestmark = [pytest.mark.browser, pytest.mark.model]
FORBID_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }});"


@pytest.fixture(scope="module")
def new_app(new_sample_app: Callable[[], FastAPI]) -> Callable[[], FastAPI]:
    return new_sample_app


def test_passages_are_collected_noted_ordered_and_saved_as_a_word_file(opened: Opened) -> None:
    page = opened(RESULTS)
    collected = collect(page, 0, 1, 2)
    expect(page.get_by_role("status")).to_have_text("Added to the reading list: 3 now.")
    expect(page.locator(".hit").first.get_by_role("button", name="Remove from list")).to_be_visible()
    see_list(page, 3)
    assert titles(page) == collected
    expect(page.get_by_text("Stored only in this browser.")).to_be_visible()
    page.get_by_label("Note").nth(1).fill("For the annex")
    page.get_by_role("button", name="Move down item 1").click()
    expect(page.get_by_role("status")).to_have_text("Moved to position 2 of 3.")
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
    assert notes == [f"{n} {citation}." for n, citation in enumerate(cited, start=1)]


def test_what_is_taken_off_can_be_brought_back(opened: Opened) -> None:
    page = opened(RESULTS)
    collected = collect(page, 0, 1)
    see_list(page, 2)
    page.get_by_role("button", name="Remove item 1").click()
    assert titles(page) == collected[1:]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".entry")).to_have_count(2)
    assert titles(page) == collected
    page.get_by_role("button", name="Clear list").click()
    expect(page.get_by_text("Your reading list is empty.")).to_be_visible()
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
    expect(page.get_by_text("This is not your own list, which has 1 item.")).to_be_visible()
    theirs = titles(page)
    page.get_by_role("button", name="Move down item 1").click()
    expect(page.locator(".entry h2").first).to_have_text(theirs[1])
    assert titles(page) == theirs[::-1]
    page.get_by_role("link", name="Open my list").click()
    expect(page.locator(".entry")).to_have_count(1)
    assert titles(page) == own
    page.go_back()
    page.get_by_role("button", name="Add these to my list").click()
    expect(page.get_by_text("Stored only in this browser.")).to_be_visible()
    assert titles(page) == own + theirs[::-1]


def test_going_back_shows_the_list_as_it_is_now(opened: Opened, address: str) -> None:
    page = opened(RESULTS)
    collect(page, 0)
    see_list(page, 1)
    page.goto(address + RESULTS)
    collect(page, 1)
    page.go_back()
    expect(page.locator(".entry")).to_have_count(2)
    expect(page.get_by_text("Stored only in this browser.")).to_be_visible()


def test_two_pages_of_one_browser_share_the_list(opened: Opened, address: str) -> None:
    results = opened(RESULTS)
    collect(results, 0)
    page = results.context.new_page()
    page.goto(address + str(results.locator("#to-list").get_attribute("href")))
    expect(page.locator(".entry")).to_have_count(1)
    collect(results, 1)
    expect(page.locator(".entry")).to_have_count(2)
    expect(page.get_by_text("Stored only in this browser.")).to_be_visible()
    page.get_by_label("Note").first.fill("Written last")
    other = results.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Note").first).to_have_value("Written last")
    other.get_by_label("Note").first.fill("Written later")
    expect(page.get_by_label("Note").first).to_have_value("Written later")
    other.get_by_role("button", name="Clear list").click()
    expect(page.get_by_text("Your reading list is empty.")).to_be_visible()
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
    expect(page.get_by_text("This list exists only in this page’s address")).to_be_visible()
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
    page.get_by_role("link", name="Back to results").click()
    expect(page.get_by_role("link", name="Reading list 2")).to_be_visible()
    page.locator("#q").fill("firearms")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Reading list 2")).to_be_visible()


def test_where_the_browser_keeps_nothing_the_list_is_in_the_address_too(opened: Opened) -> None:
    page = opened(RESULTS, script=FORBID_STORAGE)
    page.locator(".hit").first.get_by_role("button", name="Add to reading list").click()
    see_list(page, 1)
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.get_by_text("This list exists only in this page’s address")).to_be_visible()
    expect(page.get_by_role("button", name="Clear list")).to_be_hidden()
