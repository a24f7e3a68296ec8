"""The journeys of a reader through real documents, in a real browser: at a desk, on a phone, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import Opened, Watch
from fastapi import FastAPI
from fastapi.testclient import TestClient
from page_lists import saved, see_list
from playwright.sync_api import Browser, Page, expect

from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.types import Encoder
from service.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRST_VIEW_LIMIT = 60_000
DOCUMENTS = ("A_79_352.en.pdf", "A_HRC_59_60.en.pdf", "JIU_REP_2025_2.en.pdf", "A_45_696_Add.1.en.pdf")
SENTENCE = "The total project envelope is projected to exceed the cost approved by the General Assembly"
WAYS: dict[str, dict[str, Any]] = {
    "desk": {},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
    "without JavaScript": {"java_script_enabled": False},
}
every_way = pytest.mark.parametrize("way", WAYS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, shared: Path, model: Model) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "corpus").mkdir()
    for name in DOCUMENTS:
        (folder / "corpus" / name).write_bytes((shared / "reports" / "un" / name).read_bytes())
    rebuild(folder / "corpus", folder / "home", model, BuildSettings())
    return folder


@pytest.fixture(scope="module")
def new_app(folder: Path, encoder: Encoder) -> Callable[[], FastAPI]:
    return lambda: create_app(folder / "home", lambda: encoder, corpus=folder / "corpus")


def part_shown(page: Page) -> str:
    return page.locator(".parts .muted").first.inner_text()


def unfold(page: Page, name: str) -> None:
    """Open what is folded on a phone; beside the text it is open."""
    folded = page.locator("summary", has_text=name)
    if folded.is_visible():
        folded.click()


@every_way
def test_from_a_question_to_the_passage_its_part_and_the_original(opened: Opened, client: TestClient, way: str) -> None:
    page = opened("/", **WAYS[way])
    page.locator("#q").fill("contingency management")
    page.locator("summary", has_text="More").first.click()
    page.get_by_label("Exact words").check()
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found")).to_be_visible()
    unfold(page, "Filters")
    page.locator(".filters .facet a", has_text="2024").click()
    expect(page.locator(".chip")).to_contain_text("2024")
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".chosen mark").first).to_be_in_viewport()
    hits = page.get_by_role("navigation", name="Matches in this report")
    parts = {part_shown(page)}
    while hits.get_by_role("link", name="Next match").count():
        hits.get_by_role("link", name="Next match").click()
        expect(page.locator(".chosen").first).to_be_in_viewport()  # what was found may be the heading's word
        parts.add(part_shown(page))
    assert len(parts) > 1
    (page_number,) = re.findall(r"#page=(\d+)$", str(page.locator(".original a").first.get_attribute("href")))
    (chosen,) = re.findall(r"passage=(\w+)", page.url)
    passage = client.get(f"/api/passages/{chosen}").json()["passage"]
    assert passage["pages"][0] == int(page_number)
    assert client.get("/files/a-79-352-en").content.startswith(b"%PDF")
    unfold(page, "Outline")
    page.locator(".outline .part a", has_text="Part 1").click()
    expect(page.locator(".parts .muted").first).to_contain_text("Part 1 of")
    page.get_by_role("link", name="Back to results for contingency management").click()
    expect(page.locator(".chip")).to_contain_text("2024")


@every_way
def test_from_a_paragraph_and_a_passage_to_a_saved_list(opened: Opened, way: str) -> None:
    page = opened("/reports/a-79-352-en?part=2", **WAYS[way])
    block = page.locator(".block.paragraph").nth(2)
    words = block.locator("p[dir]").inner_text().strip()
    block.hover()
    block.get_by_role("button", name="Add to reading list").click()
    expect(page.get_by_role("link", name="Reading list 1")).to_be_visible()
    assert part_shown(page).startswith("Part 2 of")
    see_list(page, 1)
    page.get_by_label("Note").fill("For the annex")
    name, content = saved(page, "Markdown")
    assert name.endswith(".md")
    text = content.decode()
    assert "[^1]: A/79/352" in text
    assert "Note: For the annex" in text
    assert words[:20] in text.replace("\\", "")


@every_way
def test_a_sentence_is_checked_and_its_place_opened_in_its_part(opened: Opened, client: TestClient, way: str) -> None:
    page = opened("/verify", **WAYS[way])
    page.get_by_label("Your text").fill(SENTENCE)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict").first).to_contain_text("Word for word")
    with page.expect_popup() as opening:
        page.locator("main h3 a, main h2 a").first.click()
    expect(opening.value.locator(".chosen").first).to_be_in_viewport()
    assert part_shown(opening.value).startswith("Part 3 of")


@every_way
def test_the_collection_names_what_could_not_be_read_and_a_theme_has_its_years(opened: Opened, way: str) -> None:
    page = opened("/reports", **WAYS[way])
    expect(page.get_by_role("link", name="1 file could not be read")).to_be_visible()
    expect(page.get_by_text("scan without text")).to_have_count(1)
    page.get_by_label("Title or symbol").fill("JIU/REP/2025/2")
    page.get_by_role("button", name="Apply").click()
    page.locator(".reports tbody th a").click()
    expect(page.locator(".parts .muted").first).to_contain_text("Part 1 of")
    page.get_by_role("link", name="Over time").click()
    page.get_by_label("Theme or question").fill("contingency management")
    page.get_by_role("button", name="Show by year").click()
    expect(page.locator("figure.chart")).to_be_visible()


@pytest.mark.parametrize("report", ["a-79-352-en", "a-hrc-59-60-en", "jiu-rep-2025-2-en"])
def test_every_first_view_is_light(browser: Browser, client: TestClient, address: str, report: str) -> None:
    passages = client.get(f"/api/reports/{report}/passages").json()["passages"]
    for path in ("?q=programme", "?part=2&q=programme", f"?q=programme&passage={passages[len(passages) // 2]['id']}"):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        watch = Watch(page, address)
        page.goto(f"{address}/reports/{report}{path}", wait_until="networkidle")
        assert 20_000 < watch.weight < FIRST_VIEW_LIMIT, path
        context.close()
