"""The collection, the years and the help in a real browser: journeys, narrow and large views, weight, paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdfium2
import pytest
from axe import complaints
from browser import Opened, Watch
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.model]
FIRST_VIEW_LIMIT = 60_000
THEME = "/over-time?q=victim-centred+approaches"
VIEWS = ("/reports", "/reports?series=GFMD+Civil+Society+Days&sort=paragraphs", "/over-time", THEME, "/help")


@pytest.fixture(scope="module")
def new_app(new_sample_app: Callable[[], FastAPI]) -> Callable[[], FastAPI]:
    return new_sample_app


@pytest.mark.parametrize("scripts", [True, False])
def test_the_collection_is_sorted_and_filtered_and_leads_to_a_report(opened: Opened, scripts: bool) -> None:
    page = opened("/reports", java_script_enabled=scripts)
    expect(page.get_by_role("row")).to_have_count(66)
    page.get_by_role("columnheader", name="Report").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Report")).to_have_attribute("aria-sort", "ascending")
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Series", exact=True).select_option("Constructive Dialogue on Firearms")
    page.get_by_label("Held on or after").fill("2023")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("3 reports match these filters.")).to_be_visible()
    assert "order=" not in page.url
    page.get_by_role("link", name="Remove filter From: 2023").click()
    expect(page.get_by_role("row")).to_have_count(5)
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(page.locator("article.text")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_theme_leads_to_a_years_passages_and_to_each_report_counted(opened: Opened, scripts: bool) -> None:
    page = opened("/over-time", java_script_enabled=scripts)
    page.get_by_label("Theme or question").fill("victim-centred approaches")
    page.get_by_role("button", name="Show by year").click()
    expect(page.locator(".wordings article")).to_have_count(2)
    page.get_by_text("As a table").click()
    counted = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="2023"))
    titles = counted.get_by_role("listitem").all_text_contents()
    counted.get_by_role("listitem").first.get_by_role("link").click()
    expect(page.locator(".chosen").first).to_be_in_viewport()
    page.go_back()
    page.locator("figure > svg").get_by_role("link", name=re.compile(r"^2023: ")).click()
    expect(page.locator(".chip")).to_contain_text("2023")
    found = page.locator(".hit h2").all_text_contents()
    assert set(titles) <= set(found)


def test_the_bars_are_as_long_as_the_shares(opened: Opened) -> None:
    page = opened(THEME)
    rail = page.locator(".rail").first.bounding_box()
    assert rail is not None
    for link in page.locator("figure > svg a").all():
        (percent,) = re.findall(r"(\d+) %", str(link.get_attribute("aria-label")))
        bar = link.locator(".bar").bounding_box()
        width = bar["width"] if bar else 0.0
        assert width == pytest.approx(rail["width"] * int(percent) / 100, abs=1)


@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_scrolls_sideways(opened: Opened, width: int) -> None:
    for path in VIEWS:
        page = opened(path, viewport={"width": width, "height": 740})
        for closed in page.locator("main details:not([open]) > summary").all():
            if closed.is_visible():
                closed.click()
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_text_at_twice_its_size_keeps_the_pages_whole(opened: Opened) -> None:
    for path in VIEWS:
        page = opened(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path


@pytest.mark.parametrize("path", VIEWS)
def test_axe_finds_nothing(opened: Opened, path: str) -> None:
    for width in (1280, 360):
        page = opened(path, viewport={"width": width, "height": 900})
        assert complaints(page) == []
        for closed in page.locator("main details:not([open]) > summary").all():
            if closed.is_visible():
                closed.click()
        assert complaints(page) == []


@pytest.mark.parametrize("path", VIEWS)
def test_a_first_view_is_light_and_still(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "window.shift = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    watch = Watch(page, address)
    page.goto(address + path, wait_until="networkidle")
    assert 5_000 < watch.weight < FIRST_VIEW_LIMIT
    assert page.evaluate("window.shift") == 0
    context.close()


def on_paper(page: Page) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    pdf.close()
    return " ".join(text.split())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_stand_the_words_their_citations_and_the_address(opened: Opened, scheme: str) -> None:
    for path in ("/?q=victim-centred+approaches", THEME):
        page = opened(path, color_scheme=scheme)
        citations = [" ".join(text.split()) for text in page.locator(".cite-text").all_text_contents()]
        quoted = " ".join(page.locator("blockquote p").first.inner_text().split())
        printed = on_paper(page)
        assert "Passages for victim-centred" in printed or "victim-centred approaches over time" in printed
        assert quoted[:40] in printed
        assert all(citation[:60] in printed for citation in citations)
        assert f"Printed from {page.url}"[:60] in printed
        assert not re.search(r"Copy citation|Check quotations|Apply dates|Add to reading list|Shortcuts", printed)


def test_a_report_on_paper_is_its_text_with_the_citation_of_the_passage_that_was_opened(opened: Opened) -> None:
    page = opened("/?q=victim-centred+approaches")
    page.locator(".hit h2 a").first.click()
    citation = " ".join(page.locator(".cite-text").first.inner_text().split())
    last = " ".join(page.locator("article.text p").last.inner_text().split())
    printed = on_paper(page)
    assert citation[:60] in printed
    assert last[:40] in printed
    assert not re.search(r"Outline|Plain text|Copy citation", printed)


def test_an_answer_on_paper_stands_under_its_question_with_a_citation_for_each_quote(opened: Opened) -> None:
    page = opened("/?q=who+chaired+the+first+constructive+dialogue+on+firearms%3F")
    quotes = [" ".join(text.split()) for text in page.locator(".quote blockquote").all_text_contents()]
    citations = page.locator(".quote .cite-text").all_text_contents()
    printed = on_paper(page)
    assert quotes
    assert printed.index("who chaired the first constructive dialogue") < printed.index(quotes[0][:40])
    assert all(" ".join(citation.split())[:60] in printed for citation in citations)
    assert not re.search(r"Add to reading list|Copy citation", printed)
