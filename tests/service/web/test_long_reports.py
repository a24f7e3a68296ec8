"""Long reports in parts: each page light, every place reached, nothing lost between two parts."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe import complaints
from browser import Opened, Watch
from fastapi.testclient import TestClient
from page_trees import page as tree
from page_trees import texts
from playwright.sync_api import Browser, Page, expect
from service_collection import FILES, build

from index.build.types import Model

FIRST_VIEW_LIMIT = 60_000
WORDS = "delegates of the many producers met in the town and spoke of prices, of markets and of the weather"


def paragraph(n: int, words: str = WORDS) -> str:
    return f"{n}. Item {n}: " + " ".join(f"{words} ({n}.{m})." for m in range(14))


SECTIONS = [range(start, start + 25) for start in range(1, 151, 25)]
LONG = "---\ntitle: A long report\ndate: 2024\n---\n\n" + "\n\n".join(
    f"## Section {n}\n\n" + "\n\n".join(paragraph(m) for m in section) + f"\n\n- Rare onions of section {n}"
    for n, section in enumerate(SECTIONS, start=1)
)
DENSE = "---\ntitle: 長い報告\ndate: 2024\nlanguage: zh\n---\n\n" + "\n\n".join(
    "".join(chr(0x4E00 + (n * 7919 + m * m * 31 + m * 101) % 20_000) for m in range(400)) for n in range(200)
)
SEARCH = "q=onions&mode=keyword"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("long"), model, FILES | {"long.md": LONG, "dense.md": DENSE})


def pages(client: TestClient, report: str = "long", query: str = "") -> list[Any]:
    """All parts of a report, by the links from one to the next."""
    found = [tree(client, f"/reports/{report}{query}")]
    while further := found[-1].cssselect(".parts a[rel=next]"):
        found.append(tree(client, further[0].get("href")))
    return found


def passages(client: TestClient, report: str = "long") -> list[Any]:
    found: list[Any] = client.get(f"/api/reports/{report}/passages").json()["passages"]
    return found


def test_the_parts_together_are_the_report(client: TestClient) -> None:
    parted = pages(client)
    whole = tree(client, "/reports/long?part=all")
    assert len(parted) > 2
    assert not whole.cssselect(".parts")
    blocks = "article .block, article h2"
    assert [text for part in parted for text in texts(part, blocks)] == texts(whole, blocks)
    assert len({block.get("id") for part in parted for block in part.cssselect(blocks)}) == len(texts(whole, blocks))
    said = [texts(part, ".parts .muted")[0] for part in parted]
    assert said[0].startswith(f"Part 1 of {len(parted)}, paragraphs 1 to ")
    reached = [tuple(map(int, re.findall(r"\d+", text)[2:])) for text in said]
    assert all(after[0] == before[1] + 1 for before, after in pairwise(reached))
    assert texts(parted[1], "title") == [f"A long report (part 2 of {len(parted)}) – Rapporteur"]
    assert not tree(client, "/reports/record").cssselect(".parts, .part")


def test_parts_are_left_backwards_as_they_were_entered(client: TestClient) -> None:
    last = pages(client, query=f"?{SEARCH}")[-1]
    back = last.cssselect(".parts a[rel=prev]")[0].get("href")
    first = tree(client, "/reports/long")
    while before := tree(client, back).cssselect(".parts a[rel=prev]"):
        back = before[0].get("href")
    assert parse_qs(urlsplit(back).query) == {"q": ["onions"], "mode": ["keyword"]}
    assert texts(tree(client, back), "article .block") == texts(first, "article .block")


def test_the_outline_of_every_part_leads_to_every_heading(client: TestClient) -> None:
    for part in pages(client, query=f"?{SEARCH}"):
        links = [link for link in part.cssselect(".outline ol a") if link.text_content().startswith("Section")]
        assert len(links) == len(SECTIONS)
        for link in links:
            start, _, name = link.get("href").partition("#")
            there = tree(client, start) if start else part
            (heading,) = there.cssselect(f"#{name}")
            assert heading.text_content().strip() == link.text_content()
            assert there.cssselect("mark")
        assert len(part.cssselect(".outline .part [aria-current]")) == 1


def test_every_passage_opens_in_the_part_that_holds_it_with_its_citation(client: TestClient) -> None:
    for passage in passages(client)[::7]:
        shown = tree(client, f"/reports/long?passage={passage['id']}")
        said = " ".join("".join(part.text_content() for part in shown.cssselect(".chosen")).split())
        assert said
        assert said[:60] in " ".join(passage["text"].split())
        assert texts(shown, ".text > .cite .cite-text, .text li .cite .cite-text") == [
            client.get(f"/api/passages/{passage['id']}/citation").json()["text"]
        ]
        assert shown.cssselect(f"#p-{passage['id']}")


def test_a_heading_that_is_quoted_or_collected_is_opened_in_its_part(client: TestClient) -> None:
    text = client.get("/api/reports/long/text").text
    start = text.index("Section 6")
    cited = client.get("/api/reports/long/citation", params={"start": start, "end": start + 9}).json()
    for path, link in ((f"/list?item={cited['key']}", ".entry h2 a"), ("/verify?text=Section+6", "article h3 a")):
        (found,) = tree(client, path).cssselect(link)
        there, _, name = found.get("href").partition("#")
        shown = tree(client, there)
        assert shown.cssselect(f"#{name}")[0].text_content() == "Section 6"
        assert texts(shown, ".parts .muted")[0].startswith("Part 3 of 3")


def test_a_paragraph_is_found_by_its_name_and_what_is_not_there_is_said(client: TestClient) -> None:
    last = pages(client)[-1].cssselect("article .block")[-1].get("id")
    shown = tree(client, f"/reports/long?at={last}")
    assert shown.cssselect(f"#{last}")
    assert not shown.cssselect(".warning")
    gone = tree(client, "/reports/long?at=b-99999")
    assert "no longer in the report" in texts(gone, ".warning")[0]
    assert texts(gone, ".parts .muted")[0].startswith("Part 1 of")
    assert texts(tree(client, "/reports/long?part=99"), ".parts .muted")[0].startswith("Part 3 of 3")
    for wrong in ("part=0", "part=x", "at=p-1", "at=b-0"):
        shown = tree(client, f"/reports/long?{wrong}")
        assert texts(shown, ".parts .muted")[0].startswith("Part 1 of")
        assert len(texts(shown, ".left-out p")) == 1


def test_hits_lead_from_part_to_part_and_through_the_whole_report_on_one_page(client: TestClient) -> None:
    for start, parted in ((f"/reports/long?{SEARCH}", True), (f"/reports/long?{SEARCH}&part=all", False)):
        seen = []
        shown = tree(client, start)
        while further := shown.cssselect(".found-here a[rel=next]"):
            shown = tree(client, further[0].get("href"))
            seen += texts(shown, ".chosen mark")
            assert bool(shown.cssselect(".parts")) == parted
        assert seen == ["onions"] * len(SECTIONS)
        back = shown.cssselect(".back a")[0].get("href")
        assert parse_qs(urlsplit(back).query) == {"q": ["onions"], "mode": ["keyword"]}


def test_what_led_to_a_place_is_a_search_that_can_be_recorded(client: TestClient) -> None:
    shown = tree(client, f"/reports/long?{SEARCH}&part=2")
    assert parse_qs(urlsplit(shown.cssselect("#to-list")[0].get("href")).query) == {
        "q": ["onions"],
        "mode": ["keyword"],
    }


def first_view(browser: Browser, address: str, path: str) -> int:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    watch = Watch(page, address)
    page.goto(address + path, wait_until="networkidle")
    context.close()
    return watch.weight


@pytest.mark.browser
@pytest.mark.parametrize("report", ["long", "dense"])
def test_the_first_view_of_every_part_is_light(browser: Browser, client: TestClient, address: str, report: str) -> None:
    total = len(pages(client, report))
    assert total > 2
    for n in range(1, total + 1):
        assert 20_000 < first_view(browser, address, f"/reports/{report}?part={n}&q=markets") < FIRST_VIEW_LIMIT


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_turns_from_part_to_part(opened: Opened, javascript: bool) -> None:
    page = opened("/reports/long", java_script_enabled=javascript)
    top = page.get_by_role("navigation", name="Parts of this report", exact=True)
    for n in (2, 3):
        page.get_by_role("navigation", name="Parts of this report, after the text").get_by_role(
            "link", name="Next part"
        ).click()
        expect(top).to_contain_text(f"Part {n} of 3, paragraphs ")
        expect(top).to_be_in_viewport()
    top.get_by_role("link", name="Previous part").click()
    expect(top).to_contain_text("Part 2 of 3")
    page.get_by_role("link", name="Whole report on one page").click()
    expect(page.locator("article .block")).to_have_count(156)
    page.get_by_role("link", name="View in 3 parts").click()
    expect(top).to_contain_text("Part 1 of 3")


@pytest.mark.browser
def test_an_old_link_to_a_paragraph_or_passage_opens_the_part_that_has_it(
    opened: Opened, client: TestClient, address: str
) -> None:
    last = pages(client)[-1].cssselect("article .block")[-1].get("id")
    passage = passages(client)[-1]["id"]
    for name in (last, f"p-{passage}"):
        page = opened(f"/reports/long#{name}")
        expect(page.locator(f"#{name}")).to_be_in_viewport()
        expect(page.locator(".parts .muted").first).to_contain_text("Part 3 of 3")
    page.goto(f"{address}/reports/long?part=2")
    page.evaluate(f"location.hash = '{last}'")
    expect(page.locator(f"#{last}")).to_be_in_viewport()
    page = opened("/reports/long#b-99999")
    expect(page.get_by_role("note")).to_contain_text("no longer in the report")


@pytest.mark.browser
def test_single_keys_turn_the_parts_where_no_hits_are_to_be_turned(opened: Opened) -> None:
    page = opened("/reports/long")
    for key, n in (("n", 2), ("n", 3), ("p", 2)):
        page.keyboard.press(key)
        expect(page.locator(".parts .muted").first).to_contain_text(f"Part {n} of 3")
    page = opened(f"/reports/long?{SEARCH}")
    page.keyboard.press("n")
    expect(page.locator(".found-here")).to_contain_text("Match 1 of 6")
    page.keyboard.press("p")  # there is no hit before the first, and the part stays
    expect(page.locator(".found-here")).to_contain_text("Match 1 of 6")


@pytest.mark.browser
def test_words_selected_in_a_part_are_cited_and_lead_to_what_is_like_them(opened: Opened, client: TestClient) -> None:
    passage = passages(client)[-1]["id"]
    page = opened(f"/reports/long?{SEARCH}&passage={passage}")
    page.locator("article .block p").last.click(click_count=3, position={"x": 30, "y": 10})
    bar = page.get_by_role("region", name="Selected text")
    expect(bar).to_contain_text("A long report")
    bar.get_by_role("link", name="More like this passage").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Similar passages")
    page.get_by_role("link", name="Back to results for onions").click()
    expect(page.get_by_role("heading", name="Passages for onions")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_fault_in_a_part_and_nothing_is_wider_than_the_window(opened: Opened, width: int) -> None:
    page: Page = opened(f"/reports/long?{SEARCH}&part=2", viewport={"width": width, "height": 900})
    page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach((one) => one.click())")
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_a_part_on_paper_says_which_it_is(opened: Opened) -> None:
    page = opened("/reports/long?part=2")
    page.emulate_media(media="print")
    expect(page.locator("header .paper")).to_be_visible()
    expect(page.locator("header .paper")).to_contain_text("Part 2 of 3, paragraphs ")
    expect(page.locator(".parts").first).to_be_hidden()
