"""What readers do with the reading list, for the tests of its pages."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

QUESTION = "how were victim-centred approaches discussed?"
RESULTS = f"/?q={QUESTION}"


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
