"""What the accessibility check of the pages is worth: it finds planted faults, in the scheme they are in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe import complaints
from browser import chromium
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SOUND = """<!doctype html><html lang="en"><head><title>A page</title><meta name="color-scheme" content="light dark">
<style>body { background: #fff; color: #222 } @media (prefers-color-scheme: dark) { body { background: #111; color: %s }
}</style></head><body><main><h1>A heading</h1><p>A paragraph.</p>%s</main></body></html>"""


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page()


def test_a_sound_page_has_no_complaint(page: Page) -> None:
    page.set_content(SOUND % ("#eee", ""))
    assert complaints(page) == []


def test_a_planted_fault_is_named(page: Page) -> None:
    page.set_content(SOUND % ("#eee", '<img src="data:,">'))
    assert [line.split(":")[:2] for line in complaints(page)] == [["light", " image-alt"], ["dark", " image-alt"]]


def test_a_fault_of_the_dark_scheme_alone_is_found(page: Page) -> None:
    page.set_content(SOUND % ("#333", ""))
    (line,) = complaints(page)
    assert line.startswith("dark: color-contrast")


def test_targets_too_small_to_hit_are_found(page: Page) -> None:
    small = '<p><button style="width:9px;height:9px;padding:0;border:0">a</button>'
    page.set_content(SOUND % ("#eee", f'{small}<button style="width:9px;height:9px;padding:0;border:0">b</button></p>'))
    assert {line.split(": ")[1] for line in complaints(page)} == {"target-size"}
