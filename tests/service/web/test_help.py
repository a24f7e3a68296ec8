"""The page that explains promises only what the service does: what it tells a reader to type finds what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml.html import HtmlElement
from page_trees import page, texts
from service_collection import FILES, build

from corpus.symbols import STANDINGS, normalise_symbol
from corpus.types import REPORT_KINDS
from index.build.types import Model
from index.types import Encoder
from service.app import create_app
from service.phrasing.client import ModelAddress

pytestmark = pytest.mark.model

PAGES = (
    *("/", "/?q=panel", "/reports", "/reports/record", "/over-time", "/over-time?q=panel"),
    *("/list", "/verify", "/keys", "/docs", "/help", "/nowhere"),
)
SENT = "ends your question and the quotes to a language model’s server"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("help"), model, FILES)


@pytest.fixture(scope="module")
def client(home: Path, encoder: Encoder) -> Iterator[TestClient]:
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


@pytest.fixture(scope="module")
def sample(sample_home: Path, real_encoder: Encoder) -> Iterator[TestClient]:
    with TestClient(create_app(sample_home, lambda: real_encoder)) as client:
        yield client


def examples(tree: HtmlElement) -> dict[str, list[tuple[str, str]]]:
    """What each line of "How to ask" has to type: the text and the address behind it."""
    lines = tree.cssselect("section[aria-labelledby=ask] dl div")
    return {
        line.cssselect("dt")[0].text_content(): [
            (link.text_content(), link.get("href")) for link in line.cssselect("a.typed")
        ]
        for line in lines
    }


def hits(client: TestClient, address: str) -> list[dict[str, object]]:
    found = client.get(f"/api/search?{urlsplit(address).query}&rerank=true").json()["hits"]
    assert texts(page(client, address), ".hit h2") == [hit["report"]["title"] for hit in found]
    return list(found)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_to_help_and_to_the_api(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"accept": "text/html"})
    tree = page(client, address, answer.status_code)
    for part in ("header nav a", "footer a"):
        assert "/help" in [a.get("href") for a in tree.cssselect(part)], part
    assert "/docs" in [a.get("href") for a in tree.cssselect("footer a")]


def test_no_link_of_the_page_is_dead(client: TestClient) -> None:
    tree = page(client, "/help")
    links = {a.get("href") for a in tree.cssselect("main a")}
    assert {"/docs", "/keys", "/reports", "/verify"} <= links
    for link in links:
        if link.startswith("#"):
            assert tree.get_element_by_id(link[1:]) is not None
        else:
            assert client.get(link, headers={"accept": "text/html"}).status_code == 200, link


def test_every_example_is_typed_as_it_is_shown(client: TestClient) -> None:
    shown = examples(page(client, "/help"))
    assert all(shown[name] for name in ("Quotation marks", "A document symbol", "A paragraph", "Dates"))
    for typed, address in (one for line in shown.values() for one in line):
        assert parse_qs(urlsplit(address).query)["q"] == [typed]


def test_quotation_marks_find_exactly_these_words(client: TestClient, sample: TestClient) -> None:
    for served in (client, sample):
        ((typed, address),) = examples(page(served, "/help"))["Quotation marks"]
        found = hits(served, address)
        assert found
        assert all(typed.strip('"') in str(hit["passage"]["text"]).casefold() for hit in found)  # type: ignore[index]


def test_a_symbol_finds_its_report_first_in_any_spelling(client: TestClient, sample: TestClient) -> None:
    for served in (client, sample):
        (typed, address), (spaced, spaced_address) = examples(page(served, "/help"))["A document symbol"]
        assert spaced != typed
        for one in (address, spaced_address):
            first = hits(served, one)[0]["report"]
            symbols = served.get(f"/api/reports/{first['id']}").json()["symbols"]  # type: ignore[index]
            assert normalise_symbol(typed) in map(normalise_symbol, symbols)


def test_a_paragraph_is_found_by_its_printed_number(client: TestClient) -> None:
    ((typed, address),) = examples(page(client, "/help"))["A paragraph"]
    symbol, _, number = typed.partition(" para. ")
    first = hits(client, address)[0]
    held = str(first["passage"]["paragraphs"]).split("-")  # type: ignore[index]
    assert str(first["citation"]).startswith(symbol)
    assert int(held[0]) <= int(number) <= int(held[-1])


@pytest.mark.model
def test_where_no_report_has_symbol_and_numbers_no_paragraph_is_promised(sample: TestClient) -> None:
    tree = page(sample, "/help")
    assert examples(tree)["A paragraph"] == []
    assert "No report here has both." in tree.text_content()


def test_dates_leave_meetings_of_which_a_day_lies_between(client: TestClient, sample: TestClient) -> None:
    for served in (client, sample):
        ((_, address),) = examples(page(served, "/help"))["Dates"]
        (year,) = parse_qs(urlsplit(address).query)["from"]
        reports = {str(hit["report"]["id"]) for hit in hits(served, address)}  # type: ignore[index]
        assert reports
        for name in reports:
            report = served.get(f"/api/reports/{name}").json()
            assert report["start_date"][:4] <= year <= report["end_date"][:4]


@pytest.mark.model
def test_passages_that_say_it_in_other_words_are_found(sample: TestClient) -> None:
    first = sample.get("/api/search", params={"q": "home-made guns"}).json()["hits"][0]["passage"]["text"]
    assert "firearms" in first
    assert "home-made" not in first
    assert "guns" not in first


@pytest.mark.model
def test_spellings_and_short_forms_count_as_one(sample: TestClient) -> None:
    def found(typed: str) -> list[str]:
        asked = {"q": typed, "mode": "keyword", "k": "20"}
        return [hit["passage"]["text"] for hit in sample.get("/api/search", params=asked).json()["hits"]]

    assert found("labour organisations") == found("labor organizations")
    by_short = found("TIP")
    assert any("trafficking in persons" in text and "TIP" not in text for text in by_short)


def test_every_kind_of_source_and_label_is_explained(client: TestClient) -> None:
    explained = [term.casefold() for term in texts(page(client, "/help"), "section[aria-labelledby=labels] dt")]
    explained = [one for term in explained for one in term.split(", ")]
    assert {*REPORT_KINDS, *STANDINGS, "machine-read", "poor text layer"} <= set(explained)
    assert "[para. 3, unnumbered]" in texts(page(client, "/help"), "section[aria-labelledby=cite] dt")


def test_no_cookie_is_set_anywhere(client: TestClient) -> None:
    for address in (*PAGES, "/api/search?q=panel"):
        assert "set-cookie" not in client.get(address, headers={"accept": "text/html"}).headers


def test_what_a_language_model_is_sent_is_said_where_one_is_set_up(
    client: TestClient, home: Path, encoder: Encoder
) -> None:
    asked = "/?q=What did the Committee recommend?"
    where = ModelAddress("http://127.0.0.1:9/v1", "small")
    with TestClient(create_app(home, lambda: encoder, language_model=where)) as phrasing:
        assert SENT in page(phrasing, "/help").cssselect("section[aria-labelledby=privacy]")[0].text_content()
        assert SENT in page(phrasing, asked).cssselect(".phrased")[0].text_content()
    for address in ("/help", asked):
        assert "language model" not in page(client, address).text_content()


def test_an_example_survives_its_way_through_the_address(client: TestClient) -> None:
    for line in examples(page(client, "/help")).values():
        for typed, address in line:
            assert unquote_plus(address).count(typed) == 1
