"""The quotes of the page's answer, put into sentences by a scripted model, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe import complaints
from browser import Watch
from playwright.sync_api import Browser, Page, expect
from scripted_model import Handler, Script, raw, scripted, streams
from service_collection import running

from index.types import Encoder
from service.app import create_app
from service.phrasing.client import ModelAddress

pytestmark = [pytest.mark.browser, pytest.mark.model]
QUESTION = "What share of victims is ever identified?"
SHARE = "Estimates quoted at the conference put the share of victims who are ever identified below 1 per cent"
Opened = Callable[..., Any]


@pytest.fixture
def opened(browser: Browser, sample_home: Path, real_encoder: Encoder) -> Opened:
    """The page of QUESTION, from a service whose language model follows `script`, or that has none."""

    @contextmanager
    def open_page(script: Script | None, **how: Any) -> Iterator[Page]:
        with scripted(script or streams()) as server:
            where = ModelAddress(server.url, "small", first_seconds=5, whole_seconds=5) if script else None
            with running(create_app(sample_home, lambda: real_encoder, language_model=where)) as address:
                context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
                context.set_default_timeout(10_000)
                page = context.new_page()
                watch = Watch(page, address)
                page.goto(f"{address}/?q={QUESTION}")
                yield page
                context.close()
                assert (watch.complaints, watch.strangers) == ([], [])

    return open_page


def tells(sentence: str) -> Script:
    """A model that cites the quote it was given with SHARE in it for `sentence`, and lies beside."""

    def script(handler: Handler) -> None:
        told = handler.told.requests[-1]["messages"][-1]["content"]
        (line,) = [line for line in told.splitlines() if line.startswith(SHARE)]
        streams(f"{sentence} {line[line.rindex('[') :]}. ", "All victims are identified [1].")(handler)

    return script


def test_a_press_of_the_button_brings_what_the_quotes_bear_out(opened: Opened) -> None:
    with opened(tells(SHARE)) as page:
        expect(page.locator(".phrased .by-model")).to_be_hidden()
        page.get_by_role("button", name="Put the quotes into sentences").click()
        expect(page.locator(".phrased .sentences")).to_contain_text(SHARE)
        expect(
            page.get_by_text("Written by a language model from the quotes below. Check it against them.")
        ).to_be_visible()
        expect(page.locator(".phrased .told")).to_contain_text(
            "Left out of what it wrote: 1 sentence (not borne out by the quotes)."
        )
        assert complaints(page) == []
        assert "All victims" not in page.locator(".phrased").inner_text()
        page.locator(".phrased .sentences a").first.click()
        expect(page.locator(".quote:target blockquote")).to_contain_text(SHARE)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (streams("All victims are identified [1]."), "Too little of what the language model wrote"),
        (raw(b"{}", 500), "answered 500 Internal Server Error"),
        (raw(b"<html>"), "what cannot be read"),
    ],
    ids=["lies", "500", "a page"],
)
def test_what_goes_wrong_is_said_and_the_quotes_stand(opened: Opened, script: Script, said: str) -> None:
    with opened(script) as page:
        page.get_by_role("button", name="Put the quotes into sentences").click()
        expect(page.locator(".phrased .told")).to_contain_text(said)
        expect(page.locator(".phrased .told")).to_contain_text("Only the quotes are shown.")
        expect(page.locator(".phrased .sentences")).to_be_hidden()
        expect(page.locator(".answer .quote").first).to_be_visible()


def test_nothing_of_it_shows_without_a_model_or_without_javascript(opened: Opened) -> None:
    with opened(None) as page:
        expect(page.locator(".answer .quote").first).to_be_visible()
        expect(page.locator(".phrased")).to_have_count(0)
    with opened(tells(SHARE), java_script_enabled=False) as page:
        expect(page.locator(".answer .quote").first).to_be_visible()
        expect(page.locator(".phrased")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_scrolls_sideways_on_a_phone(opened: Opened, width: int) -> None:
    with opened(tells(SHARE), viewport={"width": width, "height": 740}) as page:
        page.get_by_role("button", name="Put the quotes into sentences").click()
        expect(page.locator(".phrased .sentences")).to_contain_text(SHARE)
        assert page.evaluate("document.documentElement.scrollWidth") == width
