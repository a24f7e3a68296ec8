"""Where the parts of a page of results stand: filters beside the answer or folded above it, quotes and passages within
sight, and nothing that a reader must scroll past."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from browser import Opened
from fastapi import FastAPI
from fastapi.testclient import TestClient
from page_trees import page as tree
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.model]

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
THEME = "how were victim-centred approaches discussed?"
COMPARISON = "How did the discussion of technology in migrant smuggling change between 2020 and 2025?"
UNANSWERED = "price of onions on the moon"
PERSONS = "who are the victims and where do they live?"


@pytest.fixture(scope="module")
def new_app(new_sample_app: Callable[[], FastAPI]) -> Callable[[], FastAPI]:
    return new_sample_app


def asked(question: str) -> str:
    return f"/?q={quote(question)}"


def box(page: Page, selector: str) -> dict[str, Any]:
    found = page.locator(selector).first.bounding_box()
    assert found, selector
    return dict(found)


@pytest.mark.parametrize("question", [THEME, "which recommendations concern survivors?", "price of onions on the moon"])
def test_at_a_desk_filters_stand_beside_the_answer_and_passages_begin_within_900_pixels(
    opened: Opened, question: str
) -> None:
    page = opened(asked(question), viewport=DESK)
    answer, filters, found = box(page, ".answer"), box(page, ".filters .inside"), box(page, "#found")
    assert filters["x"] + filters["width"] < answer["x"]
    assert filters["y"] < 300
    assert box(page, ".answer h2, .quote")["y"] < 400
    assert found["y"] < 900


def test_filters_stay_in_sight_while_the_page_is_scrolled(opened: Opened) -> None:
    page = opened(asked(THEME), viewport=DESK)
    page.locator(".hit").nth(3).scroll_into_view_if_needed()
    expect(page.locator(".filters .aside-title")).to_be_in_viewport()


@pytest.mark.parametrize("question", [THEME, COMPARISON])
def test_on_a_phone_filters_are_one_line_above_the_answer(opened: Opened, question: str) -> None:
    page = opened(asked(question), viewport=PHONE, has_touch=True)
    filters = box(page, ".filters")
    assert filters["height"] < 60
    assert filters["y"] < box(page, ".answer")["y"]
    assert box(page, ".quote")["y"] < PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_line_of_filters_tells_how_many_are_set(opened: Opened) -> None:
    page = opened(f"{asked(THEME)}&from=2022&kind=digest", viewport=PHONE)
    assert page.locator(".filters summary").first.inner_text() == "Filters (2 active)"


def test_each_side_of_a_comparison_is_a_row(opened: Opened) -> None:
    page = opened(asked(COMPARISON), viewport=DESK)
    sides = page.locator(".of-dialogue")
    assert sides.count() >= 2
    for n in range(2):
        name, words = (sides.nth(n).locator(one).first.bounding_box() for one in ("h3", "blockquote"))
        assert name
        assert words
        assert name["x"] + name["width"] < words["x"]
        assert abs(name["y"] - words["y"]) < 60
    assert box(page, ".of-dialogue:nth-of-type(2) blockquote")["y"] < DESK["height"]


def test_further_quotes_are_folded_and_open_without_javascript(opened: Opened) -> None:
    page = opened(asked(THEME), viewport=DESK, java_script_enabled=False)
    further = page.locator(".more-quotes > .quote")
    assert further.count() >= 1
    expect(further.first).to_be_hidden()
    page.locator(".more-quotes > summary").click()
    expect(further.first).to_be_visible()


def test_ranking_is_behind_more_unless_it_is_not_the_usual(opened: Opened) -> None:
    usual, chosen = opened(asked(THEME)), opened(f"{asked(THEME)}&mode=keyword")
    expect(usual.get_by_label("Exact words")).to_be_hidden()
    expect(chosen.get_by_label("Exact words")).to_be_checked()
    expect(chosen.get_by_label("Exact words")).to_be_visible()


def test_where_nothing_answers_three_passages_are_shown_and_the_others_folded(opened: Opened) -> None:
    page = opened(asked(UNANSWERED), viewport=DESK)
    shown = page.locator(".hit")
    assert shown.count() > 3
    expect(shown.nth(2)).to_be_visible()
    expect(shown.nth(3)).to_be_hidden()


@pytest.mark.parametrize("arranged", ["", "&sort=newest", "&offset=10", "&group=report", "&mode=keyword"])
def test_a_question_after_persons_who_must_be_protected_shows_no_passages(client: TestClient, arranged: str) -> None:
    shown = tree(client, asked(PERSONS) + arranged)
    assert not shown.cssselect(".hit, .quote, #found")
    assert "does not identify or locate victims" in shown.cssselect("main")[0].text_content()


def test_what_a_digest_is_not_is_told_once_for_the_answer_and_once_for_the_list(client: TestClient) -> None:
    shown = tree(client, asked(THEME))
    told = "Digests are not official records."
    assert [one.text_content().count(told) for one in shown.cssselect(".answer > .muted, .legend")] == [1, 1]
    assert {one.text for one in shown.cssselect(".tag") if "igest" in one.text} == {"Digest"}
