"""What was found, as the search page shows it: arranged, explained, corrected, and followed to what is like it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe import complaints
from browser import Opened
from fastapi.testclient import TestClient
from page_trees import page as tree
from page_trees import texts
from playwright.sync_api import expect
from service_collection import FILES, build

from index.build.types import Model
from index.types import Encoder, QuestionVectors, Spans
from service.app import create_app

pytestmark = pytest.mark.browser


def onions(title: str, date: str, *sentences: str) -> str:
    body = "\n\n".join(f"## Part {n}\n\n{text}" for n, text in enumerate(sentences, start=1))
    return f"---\ntitle: {title}\ndate: {date}\nseries: Vegetables\n---\n\n{body}\n"


COLLECTION = FILES | {
    "first.md": onions(
        "First meeting on roots",
        "2010-05",
        "Onions were sold on all the larger markets of the region at a price that everybody thought was quite fair. "
        "The weather was fine during all of the days on which the delegates of the many producers met in the town. "
        "Nobody of those who were asked by the secretariat on any of these days minded the price of the onions.",
        "Onions again were sold.",
        "The delegates praised onions and markets.",
        "Markets sold no onions that year.",
    ),
    "second.md": onions("Second meeting on roots", "2020-02-03", "Onions were grown, and the harvest was sold early."),
}
SEARCH = "/?q=onions+sold&mode=keyword"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("results"), model, COLLECTION)


@dataclass
class Counting:
    """Another encoder, with the questions it was given."""

    real: Encoder
    questions: list[str] = field(default_factory=list)

    def encode_question(self, text: str, words: Spans) -> QuestionVectors:
        self.questions.append(text)
        return self.real.encode_question(text, words)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def test_a_question_is_encoded_once_for_its_answer_and_its_passages(home: Path, encoder: Encoder) -> None:
    counting = Counting(encoder)
    with TestClient(create_app(home, lambda: counting)) as client:
        shown = tree(client, "/?q=who+praised+the+onions")
        assert shown.cssselect(".answer")
        assert shown.cssselect(".hit")
    assert counting.questions == ["who praised the onions"]


def test_the_first_heading_is_the_question_and_there_is_no_other_of_its_kind(client: TestClient) -> None:
    for address in ("/?q=who+praised+the+onions", SEARCH, "/?q=markest&mode=keyword"):
        headings = tree(client, address).cssselect("main :is(h1, h2, h3)")
        assert [heading.tag for heading in headings].index("h1") == 0
        assert [heading.tag for heading in headings].count("h1") == 1
    assert headings[0].text_content() == "markest"


@pytest.mark.parametrize("arranged", ["mode=keyword", "mode=semantic", "sort=newest", "offset=1"])
def test_where_no_answer_is_shown_it_is_said_where_it_is(client: TestClient, arranged: str) -> None:
    shown = tree(client, f"/?q=who+praised+the+onions&series=Vegetables&{arranged}")
    assert not shown.cssselect(".answer")
    (link,) = shown.cssselect(".unanswered a")
    answered = tree(client, link.get("href"))
    assert answered.cssselect(".answer .quote")
    assert not answered.cssselect(".unanswered")
    assert len(answered.cssselect(".chip")) == 1


def test_what_a_button_is_for_is_told_with_it(client: TestClient) -> None:
    shown = tree(client, "/?q=who+praised+the+onions&series=Vegetables")
    buttons = shown.cssselect(":is(.hit, .quote) :is(button, summary, .like)")
    assert {" ".join(one.text_content().split()) for one in buttons} == {
        "Copy citation", "Copy with citation", "Citation", "Add to reading list", "More like this"
    }  # fmt: skip
    for one in buttons:
        (near,) = one.xpath("ancestor::*[contains(' hit quote ', concat(' ', @class, ' '))]")
        assert "meeting on roots" in near.get_element_by_id(one.get("aria-describedby")).text_content()


def test_records_of_the_answer_and_of_what_is_listed_are_downloads(client: TestClient) -> None:
    shown = tree(client, "/?q=who+praised+the+onions&series=Vegetables&k=2")
    for place, of in ((".recorded", "answer"), (".arrange", "search")):
        markdown, json = shown.cssselect(f"{place} a[download^=record]")
        assert (markdown.get("download"), json.get("download")) == (f"record-of-{of}.md", f"record-of-{of}.json")
        assert client.get(markdown.get("href")).headers["content-type"].startswith("text/markdown")
        record = client.get(json.get("href")).json()
        assert record["question"] == "who praised the onions"
        assert ("k=2" in json.get("href")) == (of == "search")
    assert len(tree(client, f"{SEARCH}&group=report").cssselect("a[download^=record]")) == 0


def test_a_long_question_takes_three_lines_of_a_phone(opened: Opened) -> None:
    question = "who praised the onions of the markets " * 20
    page = opened(f"/?q={question}", viewport={"width": 390, "height": 844})
    found = page.locator("#found")
    assert found.evaluate("e => e.clientHeight / parseFloat(getComputedStyle(e).lineHeight)") == pytest.approx(
        3, abs=0.3
    )
    assert found.get_attribute("title") == question.strip()


def test_what_was_found_is_put_together_by_report(client: TestClient) -> None:
    shown = tree(client, f"{SEARCH}&group=report")
    assert texts(shown, ".group > h2") == ["First meeting on roots", "Second meeting on roots"]
    assert [len(group.cssselect(".hit")) for group in shown.cssselect(".group")] == [3, 1]
    assert texts(shown, ".group .hit h3")[0].startswith("Part ")
    (more,) = shown.cssselect(".more-of a")
    assert " ".join(more.text_content().split()).startswith("All 4 passages in this report")
    whole = tree(client, more.get("href"))
    assert texts(whole, ".hit h2") == ["First meeting on roots"] * 4
    assert texts(whole, ".hit blockquote") == [
        " ".join(hit["passage"]["text"].split())
        for hit in client.get("/api/search", params={"q": "onions sold", "mode": "keyword", "report": "first"}).json()[
            "hits"
        ]
    ]


@pytest.mark.parametrize(("sort", "years"), [("newest", ["2020", "2010"]), ("oldest", ["2010", "2020"])])
def test_what_was_found_comes_by_date(client: TestClient, sort: str, years: list[str]) -> None:
    shown = tree(client, f"{SEARCH}&sort={sort}")
    dates = [text[-4:] for text in texts(shown, ".hit .meta span:first-child")]
    assert list(dict.fromkeys(dates)) == years
    assert "best passages, by date" in texts(shown, ".summary")[0]
    found = client.get("/api/search", params={"q": "onions sold", "mode": "keyword", "sort": sort}).json()
    assert texts(shown, ".hit blockquote") == [" ".join(hit["passage"]["text"].split()) for hit in found["hits"]]


def test_an_arrangement_is_kept_by_filters_and_paging_and_left_by_a_link(client: TestClient) -> None:
    shown = tree(client, f"{SEARCH}&group=report&sort=oldest&k=1")
    following = shown.cssselect(".paging a[rel=next]")[0].get("href")
    assert {"group": ["report"], "sort": ["oldest"], "offset": ["1"]}.items() <= parse_qs(
        urlsplit(following).query
    ).items()
    assert texts(tree(client, following), ".group > h2") == ["Second meeting on roots"]
    assert [a.text_content() for a in shown.cssselect(".arrange [aria-current]")] == ["By report", "Oldest first"]
    (best,) = (a for a in shown.cssselect(".arrange a") if a.text_content() == "Most relevant")
    assert parse_qs(urlsplit(best.get("href")).query) == {
        "q": ["onions sold"],
        "mode": ["keyword"],
        "group": ["report"],
        "k": ["1"],
    }
    chip = tree(client, f"{SEARCH}&group=report&series=Vegetables").cssselect(".chip")[0].get("href")
    assert "group=report" in chip


def test_the_nearest_sentence_is_marked_where_the_api_says(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "fine weather during the days of the delegates"}).json()["hits"]
    shown = tree(client, "/?q=fine+weather+during+the+days+of+the+delegates")
    for quote, hit in zip(shown.cssselect(".hit blockquote"), found, strict=True):
        text, (start, end) = hit["passage"]["text"], hit["sentence"]
        marked = "".join(span.text_content() for span in quote.cssselect(".nearest"))
        whole = text[start:end].strip() == text.strip()
        assert " ".join(marked.split()) == ("" if whole else " ".join(text[start:end].split()))
    assert any(quote.cssselect(".nearest") for quote in shown.cssselect(".hit blockquote"))


def test_the_nearest_sentence_is_not_told_by_colour_alone(opened: Opened) -> None:
    page = opened("/?q=fine+weather+during+the+days+of+the+delegates")
    style = page.locator(".hit .nearest").first.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert style == "underline"
    assert page.locator(".legend").inner_text() == (
        "Highlighted: words from your question. Underlined: the closest sentence. Digests are not official records."
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_misspelt_question_is_one_click_from_the_right_one(opened: Opened, javascript: bool) -> None:
    page = opened("/?q=delegates+on+markest&mode=keyword", java_script_enabled=javascript)
    expect(page.locator(".meant")).to_contain_text(
        "Did you mean delegates on markets? Showing results for what you typed."
    )
    page.locator(".meant a").click()
    expect(page.get_by_role("heading", name="Passages for delegates on markets")).to_be_visible()
    expect(page.locator(".meant")).to_have_count(0)


def test_where_nothing_is_found_it_is_said_what_was_searched(client: TestClient) -> None:
    shown = tree(client, "/?q=markest&mode=keyword")
    assert "No passages found for markest." in texts(shown, ".nothing")[0]
    first = shown.cssselect(".nothing li a")[0]
    assert parse_qs(urlsplit(first.get("href")).query)["q"] == ["markets"]
    assert not tree(client, "/?q=zzzz&mode=keyword").cssselect(".meant")


@pytest.mark.parametrize("javascript", [True, False])
def test_every_hit_leads_to_more_like_it_and_back(opened: Opened, client: TestClient, javascript: bool) -> None:
    page = opened(SEARCH, java_script_enabled=javascript)
    hits = page.locator(".hit")
    assert hits.get_by_role("link", name="More like this").count() == hits.count() > 3
    passage = (hits.first.get_attribute("id") or "").removeprefix("hit-")
    text = hits.first.locator("blockquote").inner_text()
    hits.first.get_by_role("link", name="More like this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Similar passages")
    expect(page.locator(".like-what blockquote")).to_have_text(text.replace("\n", " "), use_inner_text=True)
    found = client.get(f"/api/passages/{passage}/similar", params={"k": 20}).json()["hits"]
    shown = page.locator(".hits .hit").evaluate_all("hits => hits.map((hit) => hit.id)")
    assert shown == [f"hit-{hit['passage']['id']}" for hit in found]
    assert f"hit-{passage}" not in shown
    page.get_by_role("link", name="Back to results for onions sold").click()
    assert re.search(r"/\?q=onions\+sold&mode=keyword$", page.url)


def test_a_passage_that_is_gone_has_nothing_like_it(client: TestClient) -> None:
    shown = tree(client, "/passages/0000000000000000/similar", 404)
    assert texts(shown, "h1") == ["We couldn’t open that link"]


STATES = {
    "hits": SEARCH,
    "groups": f"{SEARCH}&group=report&sort=newest&series=Vegetables",
    "misspelt": "/?q=delegates+on+markest",
    "nothing": "/?q=markest&mode=keyword",
}


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_fault_in_any_state(opened: Opened, client: TestClient, width: int) -> None:
    page = opened("/help", viewport={"width": width, "height": 900})
    start = page.url.removesuffix("/help")
    passage = client.get("/api/search", params={"q": "onions"}).json()["hits"][0]["passage"]["id"]
    for name, path in (STATES | {"similar": f"/passages/{passage}/similar?q=onions"}).items():
        page.goto(start + path)
        assert complaints(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_single_keys_lead_through_pages_and_hits_of_groups(opened: Opened) -> None:
    page = opened(f"{SEARCH}&group=report&k=1")
    page.keyboard.press("j")
    expect(page.locator(".group .hit h3 a").first).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator(".summary")).to_contain_text("2–2 of 2")
    page.keyboard.press("p")
    expect(page.locator(".summary")).to_contain_text("1–1 of 2")
