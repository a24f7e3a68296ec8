"""A real browser for tests of the pages: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
# What Chromium says when a test is in a field before the page has put the focus there, as a quick reader may be too.
BEFOREHAND = "Autofocus processing was blocked because a document already has a focused element."
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


Opened = Callable[..., Page]
"""Opens a path of the service: `opened(path, script=..., errors=..., **how)`, `how` being what the browser's context
takes."""


@contextmanager
def opening(browser: Browser, address: str) -> Iterator[Opened]:
    """Open paths of the service at `address`, each in a fresh browser profile that may use the clipboard; `script` runs
    before those of the page. At the end nothing may have been complained about, but where `errors` are expected, and
    nothing asked elsewhere."""
    contexts, watches, calm = [], [], []

    def open_page(path: str = "/", *, script: str = "", errors: bool = False, **how: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(script or "0")
        watches.append(Watch(page, address))
        if not errors:
            calm.append(watches[-1])
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    complaints = [one for watch in calm for one in watch.complaints]
    strangers = [one for watch in watches for one in watch.strangers]
    assert not complaints, complaints
    assert not strangers, strangers


class Watch:
    """What a page asked for and complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.weight = 0
        self._address = address
        page.on("console", lambda message: self._hear(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._note)
        page.on("requestfinished", self._weigh)

    def _hear(self, message: str) -> None:
        if message != BEFOREHAND:
            self.complaints.append(message)

    def _note(self, request: Request) -> None:
        if not request.url.startswith(self._address):
            self.strangers.append(request.url)

    def _weigh(self, request: Request) -> None:
        sizes = request.sizes()
        self.weight += sizes["responseBodySize"] + sizes["responseHeadersSize"]
