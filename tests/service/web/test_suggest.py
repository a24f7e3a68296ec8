"""Suggestions in a real browser: by keyboard and mouse, on top of the page, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import complaints
from browser import Opened
from playwright.sync_api import Locator, Page, expect
from service_collection import FILES, build

from index.build.types import Model

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("suggest"), model, FILES)


def typed(page: Page, text: str) -> Locator:
    box = page.get_by_role("combobox")
    box.press_sequentially(text)
    expect(page.get_by_role("listbox")).to_be_visible()
    return box


def test_the_arrows_choose_and_enter_opens(opened: Opened) -> None:
    page = opened("/")
    box = typed(page, "review of impl")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    option = page.get_by_role("option", selected=True)
    expect(option).to_contain_text("Report on the review of implementation")
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    box.press("Enter")
    expect(page.locator("article.text")).to_be_visible()


def test_a_body_narrows_the_page_by_mouse(opened: Opened) -> None:
    page = opened("/")
    typed(page, "general as")
    page.get_by_role("option", name="General Assembly").click()
    expect(page.locator(".chip")).to_contain_text("General Assembly")


def test_enter_without_a_choice_searches_for_what_was_typed(opened: Opened) -> None:
    page = opened("/?body=General+Assembly")
    typed(page, "review").press("Enter")
    expect(page.locator(".question")).to_have_text("review")
    assert "body=General+Assembly" in page.url


def test_escape_closes_and_leaves_what_was_typed(opened: Opened) -> None:
    page = opened("/")
    box = typed(page, "review")
    box.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("review")
    expect(box).to_have_attribute("aria-expanded", "false")
    typed(page, " of")
    page.locator("h1").click()
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_lies_on_the_page_and_axe_finds_nothing(opened: Opened, width: int, scheme: str) -> None:
    page = opened("/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    before = page.locator(".start").bounding_box()
    typed(page, "re").press("ArrowDown")
    assert page.locator(".start").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not complaints(page)


def test_without_scripts_the_box_is_a_plain_one(opened: Opened) -> None:
    page = opened("/", java_script_enabled=False)
    box = page.get_by_role("searchbox")
    expect(box).not_to_have_attribute("aria-controls", "suggestions")
    box.fill("review")
    box.press("Enter")
    expect(page.locator(".question")).to_have_text("review")
