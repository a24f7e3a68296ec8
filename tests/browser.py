"""A real browser for tests of the pages: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser. Where it is not installed tests are skipped, but never in continuous integration."""
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is not here; install the package chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Watch:
    """What a page asked for and complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.weight = 0
        self._address = address
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._note)
        page.on("requestfinished", self._weigh)

    def _note(self, request: Request) -> None:
        if not request.url.startswith(self._address):
            self.strangers.append(request.url)

    def _weigh(self, request: Request) -> None:
        sizes = request.sizes()
        self.weight += sizes["responseBodySize"] + sizes["responseHeadersSize"]
