"""How the reading list shows: light and still, for axe, on a phone, on paper."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from axe import complaints
from browser import Opened, Watch
from fastapi import FastAPI
from page_lists import RESULTS, collect, see_list
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.model]
FIRST_VIEW_LIMIT = 60_000
SHIFTS = (
    "window.shift = 0;"
    "new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))"
    ".observe({type: 'layout-shift', buffered: true});"
)


@pytest.fixture(scope="module")
def new_app(new_sample_app: Callable[[], FastAPI]) -> Callable[[], FastAPI]:
    return new_sample_app


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
    page.get_by_role("link", name="Shortcuts").click()
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
    page.get_by_role("link", name="Shortcuts").click()
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
