"""End to end over real United Nations documents: rebuilt by the command line, asked in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser import Watch, chromium
from playwright.sync_api import Page, expect
from service_collection import running

from corpus.docx.reader import read
from index.types import Encoder
from service.app import create_app

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.model]
PARAPHRASE = "Which UN bodies asked for offices in the Geneva palace, and which of them could be given room?"
CITATION = "A/79/352, para. 41"
MOST_MEGABYTES = 1500
# The system counts for a process what its parent held when it was started, and pytest has a model loaded by now: so the
# parent is a small process, which prints what its child held in kilobytes.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True)
class Rebuilt:
    home: Path
    summary: dict[str, Any]
    megabytes: float


@pytest.fixture(scope="module")
def rebuilt(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Rebuilt:
    """The shared documents, indexed as a person would; with the most memory that any process of the rebuild held."""
    home = tmp_path_factory.mktemp("documents") / "home"
    command = [sys.executable, "-m", "service.cli", "rebuild", "--json"]
    arguments = ["--corpus", str(shared / "reports" / "un"), "--home", str(home)]
    measured = [sys.executable, "-c", MEASURE, *command, *arguments]
    done = subprocess.run(measured, capture_output=True, text=True, check=True)
    return Rebuilt(home, json.loads(done.stdout), int(done.stderr.split()[-1]) / 1024)


@pytest.fixture(scope="module")
def address(rebuilt: Rebuilt, real_encoder: Encoder) -> Iterator[str]:
    with running(create_app(rebuilt.home, lambda: real_encoder)) as address:
        yield address


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(10_000)
        watch = Watch(page, address)
        yield page
        assert watch.complaints == []


def test_every_file_is_accounted_for_within_the_memory_allowed(rebuilt: Rebuilt, shared: Path) -> None:
    files = {path.name for path in (shared / "reports" / "un").iterdir()}
    named = {one["path"] for one in (*rebuilt.summary["rejected"], *rebuilt.summary["duplicates"])}
    assert named < files
    assert rebuilt.summary["reports"] + len(named) == len(files) == 32
    assert rebuilt.megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("asked", ["A/79/352 paragraph 41", "A/79/352, para. 41", "a/79/352 § 41", PARAPHRASE])
def test_a_paragraph_is_found_by_its_number_and_by_what_it_says(page: Page, address: str, asked: str) -> None:
    page.goto(address)
    page.locator("#q").fill(asked)
    page.get_by_role("button", name="Search").click()
    first = page.locator(".hit").first
    expect(first.locator(".cite-text")).to_have_text(CITATION)
    expect(first.locator(".meta")).to_contain_text("pp. 21–22")
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.locator(".chosen").first).to_be_in_viewport()
    expect(page.locator(".block:has(.chosen) .margin")).to_have_text("41")
    expect(page.locator(".block:has(.chosen)")).to_contain_text("UN-Women")
    expect(page.locator(".page-mark", has_text="p. 21")).to_have_count(1)
    expect(page.get_by_role("link", name="E. Attracting additional United Nations entities")).to_have_count(1)


def test_paragraphs_are_saved_as_a_word_file_with_their_footnotes(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=A%2F79%2F352+para.+41")
    page.locator(".hit").first.get_by_role("button", name="Add to reading list").click()
    page.locator(".hit").first.get_by_role("heading").get_by_role("link").click()
    block = page.locator(".block", has=page.get_by_role("link", name="Paragraph 40", exact=True))
    block.hover()
    block.get_by_role("button", name="Add to reading list").click()
    page.get_by_role("link", name="Reading list 2").click()
    expect(page.locator(".entry .cite-text")).to_have_text([CITATION, "A/79/352, para. 40"])
    with page.expect_download() as download:
        page.get_by_role("button", name="Word", exact=True).click()
    saved = read(Path(download.value.path()).read_bytes(), "list.docx")
    notes = [saved.text[block.start : block.end] for block in saved.blocks if block.kind == "footnote"]
    assert notes == [f"1 {CITATION}.", "2 A/79/352, para. 40."]


def test_a_revised_report_is_told_and_does_not_fill_the_hits(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=humanitarian+consequences+of+nuclear+weapons")
    text = page.locator(".hit blockquote").all_inner_texts()
    assert len(text) == len(set(text))
    page.goto(f"{address}/reports/tpnw-msp-2025-11-en")
    expect(page.get_by_text("A revised version is available: TPNW/MSP/2025/11/Rev.1")).to_be_visible()
    page.get_by_role("link", name="TPNW/MSP/2025/11/Rev.1").first.click()
    expect(page.get_by_text("Nearly identical to: TPNW/MSP/2025/11")).to_be_visible()


def test_documents_in_another_language_can_be_filtered_by_it(page: Page, address: str) -> None:
    languages = page.request.get(f"{address}/api/search?q=report").json()["facets"]["language"]
    page.goto(f"{address}/?q=report")
    offered = page.locator("section", has=page.get_by_role("heading", name="Language"))
    expect(offered).to_have_count(1 if len(languages) > 1 else 0)
