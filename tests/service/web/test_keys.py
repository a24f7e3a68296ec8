"""The keys in a real browser: from the question to the saved list without a mouse; and where they keep still."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Opened
from fastapi import FastAPI
from page_lists import QUESTION, RESULTS, titles
from playwright.sync_api import Locator, Page, expect

from corpus.docx.reader import read

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture(scope="module")
def new_app(new_sample_app: Callable[[], FastAPI]) -> Callable[[], FastAPI]:
    return new_sample_app


def test_keys_alone_lead_from_the_question_to_the_saved_list(opened: Opened) -> None:
    page = opened("/keys")
    press = page.keyboard.press
    press("/")
    page.wait_for_url(re.compile(r"/$"))
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(QUESTION)
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(QUESTION)
    page.wait_for_load_state()  # the keys are there when the page is
    quotes, hits = page.locator(".quote a[data-stop]"), page.locator(".hit h2 a")
    wanted = [quotes.first.inner_text()]
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
    page.locator("#q").fill("")
    page.keyboard.type("jk/a?c o")
    expect(page.locator("#q")).to_have_value("jk/a?c o")
    expect(page.locator("#keys")).to_be_hidden()
    link = page.locator("a[data-stop]").first
    link.focus()
    for key in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(key)
        expect(link).to_be_focused()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    dialog.get_by_label("Use single-key shortcuts").uncheck()
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
    page.get_by_role("link", name="Shortcuts").click()
    dialog.get_by_label("Use single-key shortcuts").check()
    dialog.get_by_role("button", name="Close").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    expect(link).to_be_focused()


def test_the_keys_have_a_page_without_javascript(opened: Opened) -> None:
    page = opened("/", java_script_enabled=False)
    page.get_by_role("link", name="Shortcuts").click()
    expect(page.get_by_role("heading", level=1, name="Keyboard shortcuts")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Copy its citation")).to_be_visible()
    expect(page.get_by_role("main").get_by_label("Use single-key shortcuts")).to_be_hidden()
