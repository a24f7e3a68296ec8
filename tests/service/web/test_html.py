"""The HTML of the pages, over a real index: exact text, honest filters, errors with a way on, reports as plain text."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from page_trees import page, texts
from service_collection import FILES, IDS, build

from index.build.types import Model
from index.types import Encoder
from service.app import create_app

# Enough passages to page through.
ONIONS = "# On onions\n\n" + "\n\n".join(
    f"## Onion {n}\n\nOnions of row {n} are sold on {n} markets." for n in range(7)
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("pages"), model, FILES | {"onions.md": ONIONS})


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_hits_are_those_of_the_api_in_its_order_word_for_word(client: TestClient) -> None:
    for mode in ("hybrid", "semantic", "keyword"):
        asked = {"q": "victim-centred onions", "mode": mode}
        found = client.get("/api/search", params=asked).json()["hits"]
        tree = page(client, "/", **asked)
        assert [quote.text_content() for quote in tree.cssselect(".hit blockquote")] == [
            hit["passage"]["text"].replace("\r", "\n") for hit in found
        ]
        assert texts(tree, ".hit .cite-text") == [" ".join(hit["citation"].split()) for hit in found]


def test_found_terms_are_marked_where_the_api_says(client: TestClient) -> None:
    asked = {"q": "victim-centred protection", "mode": "keyword"}
    quotes = page(client, "/", **asked).cssselect(".hit blockquote")
    found = client.get("/api/search", params=asked).json()["hits"]
    for shown, hit in zip(quotes, found, strict=True):
        spans = [hit["passage"]["text"][start:end] for start, end in hit["highlights"]]
        assert spans
        assert [mark.text_content() for mark in shown.cssselect("mark")] == spans


def test_the_count_says_what_is_shown_of_how_many_passages_and_reports(client: TestClient) -> None:
    tree = page(client, "/", q="victim-centred", mode="keyword")
    assert texts(tree, ".summary") == ["1–2 of 2 passages in 2 reports"]


def test_a_filter_is_a_link_and_its_chip_takes_it_off_again(client: TestClient) -> None:
    tree = page(client, "/", q="victim-centred", mode="keyword")
    link = next(a for a in tree.cssselect(".facet a") if "Digest" in a.text_content())
    filtered = page(client, link.get("href"))
    assert set(texts(filtered, ".hit .tag")) == {"Digest"}
    (chip,) = filtered.cssselect(".chip")
    assert query(chip.get("href")) == {"q": ["victim-centred"], "mode": ["keyword"]}


def test_a_second_value_of_a_filter_is_an_alternative(client: TestClient) -> None:
    tree = page(client, "/?q=victim-centred&kind=digest")
    link = next(a for a in tree.cssselect(".facet a") if "Official record" in a.text_content())
    assert query(link.get("href"))["kind"] == ["digest", "official record"]


def test_a_year_narrows_the_dates_and_shows_as_one_filter(client: TestClient) -> None:
    tree = page(client, "/", q="victim-centred")
    link = next(a for a in tree.cssselect(".facet a") if a.text_content().strip().startswith("2023"))
    filtered = page(client, link.get("href"))
    assert texts(filtered, ".chip") == ["Remove filter Year: 2023 ×"]
    assert set(texts(filtered, ".hit h2")) == {"Second Constructive Dialogue"}
    assert [field.get("value") for field in filtered.cssselect(".dates input")] == ["2023", "2023"]


def test_paging_shows_every_hit_once(client: TestClient) -> None:
    total = client.get("/api/search", params={"q": "onions"}).json()["total"]
    seen, address = [], "/?q=onions&k=3"
    while address:
        tree = page(client, address)
        seen += [hit.get("href") for hit in tree.cssselect(".hit h2 a")]
        address = next((a.get("href") for a in tree.cssselect("a[rel=next]")), "")
    assert len({urlsplit(hit).fragment for hit in seen}) == len(seen) == total


def test_beyond_the_last_hit_there_is_a_way_back(client: TestClient) -> None:
    tree = page(client, "/?q=onions&offset=5000")
    assert query(tree.cssselect(".nothing a")[0].get("href")) == {"q": ["onions"]}


def test_a_new_question_keeps_the_filters_and_starts_at_the_first_hit(client: TestClient) -> None:
    form = page(client, "/?q=onions&kind=digest&from=2023&offset=2").get_element_by_id("search")
    fields = form.cssselect("input[type=hidden]")
    assert [(field.get("name"), field.get("value")) for field in fields] == [("kind", "digest")]


def test_fields_left_empty_go_out_of_the_address(client: TestClient) -> None:
    answer = client.get("/?q=onions&from=&to=+&mode=hybrid", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?q=onions&mode=hybrid")


def test_of_what_is_given_twice_the_first_is_shown_and_applied_and_lists_stay_whole(client: TestClient) -> None:
    twice = "/?q=victim-centred&kind=digest&from=2023&kind=transcript&from=2010&mode=keyword&q=onions"
    once = "/?q=victim-centred&kind=digest&from=2023&kind=transcript&mode=keyword"
    answer = client.get(twice, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, once)
    assert client.get(once, follow_redirects=False).status_code == 200
    tree = page(client, "/?q=victim-centred&from=2023&from=2010")
    assert [field.get("value") for field in tree.cssselect(".dates input")] == ["2023", ""]
    assert texts(tree, ".hit h2") == texts(page(client, "/?q=victim-centred&from=2023"), ".hit h2")
    records = [link for link in tree.xpath("//a/@href") if link.startswith("/api/record")]
    assert {client.get(link).status_code for link in records} == {200}


def test_before_a_question_the_page_says_what_there_is(client: TestClient) -> None:
    tree = page(client, "/")
    assert "4 reports of meetings held from 2022 to 2024" in texts(tree, ".lead")[0]
    for link in tree.cssselect(".examples a"):
        assert page(client, link.get("href")).cssselect("h1")


def test_what_may_be_typed_is_shown_by_what_the_collection_has(client: TestClient) -> None:
    phrase, symbol = texts(page(client, "/"), ".start code")
    assert client.get("/api/search", params={"q": phrase, "mode": "keyword"}).json()["total"]
    assert client.get("/api/search", params={"q": "onions", "symbol": symbol}).json()["total"]


def test_no_result_says_what_was_searched_and_what_to_try(client: TestClient) -> None:
    tree = page(client, "/", q='"zebra crossing"', kind="digest")
    assert "No passages found. Only reports that match your filters were searched." in texts(tree, ".nothing p")
    ways = [query(a.get("href")) for a in tree.cssselect(".nothing a")[:2]]
    assert ways == [{"q": ['"zebra crossing"']}, {"q": ["zebra crossing"], "kind": ["digest"]}]


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/reports/nobody", 404, "nobody"),
        ("/nowhere", 404, "There is no such page."),
    ],
)
def test_an_error_is_a_page_with_its_reason_and_a_way_on(
    client: TestClient, address: str, status: int, says: str
) -> None:
    tree = page(client, address, status)
    assert says in " ".join(texts(tree, "main"))
    assert tree.cssselect("main a, main form")


@pytest.mark.parametrize(
    "address",
    [
        "/?q=onions&{}",
        "/?{}",
        "/reports?{}",
        "/reports/record?{}",
        "/reports/record?q=onions&{}",
        "/over-time?q=onions&{}",
        "/list?{}",
        "/help?{}",
        "/verify?{}",
    ],
)
def test_a_link_that_came_through_a_newsletter_or_a_social_network_opens(client: TestClient, address: str) -> None:
    tagged = address.format("utm_source=newsletter&utm_medium=email&fbclid=IwAR0&nope")
    answer = client.get(tagged, headers={"accept": "text/html"}, follow_redirects=False)
    assert answer.status_code == 200
    assert "utm_source" not in answer.text
    plain = client.get(address.format("").rstrip("?&"), headers={"accept": "text/html"})
    told = re.compile(r'<meta name="address" [^>]*>\s*')
    assert told.sub("", answer.text) == told.sub("", plain.text)


def test_a_similar_passage_and_a_file_open_with_unknown_parameters_too(client: TestClient) -> None:
    passage = client.get("/api/search", params={"q": "onions"}).json()["hits"][0]["passage"]["id"]
    assert client.get(f"/passages/{passage}/similar?fbclid=1").status_code == 200
    assert client.get("/files/record?fbclid=1").json()["type"] == "/problems/no-file"
    assert client.get("/api/search?q=onions&utm_source=x").status_code == 422


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("from=abc", "We ignored “From: abc” in this link. Use a date such as 2021-11-03, 2021-11 or 2021."),
        ("from=2024&to=2022", "We ignored “To: 2022” in this link. It is earlier than From."),
        ("mode=guess", "We ignored “Rank by: guess” in this link. Use one of hybrid, semantic, keyword."),
        ("sort=price", "We ignored “Sort: price” in this link. Use one of relevance, newest, oldest."),
        ("group=year", "We ignored “View: year” in this link. Use report."),
        ("k=500", "We ignored “k: 500” in this link. Use a whole number from 1 to 100."),
        (
            "kind=digest&kind=rumour",
            "We ignored “Kind of source: rumour” in this link. Use one of official record, secretariat news, "
            "participant account, transcript, digest.",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_left_out_and_the_page_says_so(
    client: TestClient, wrong: str, says: str
) -> None:
    tree = page(client, f"/?q=onions&{wrong}")
    assert texts(tree, ".left-out p") == [says]
    assert tree.cssselect(".hit")
    kept = {"from=2024&to=2022": ["From: 2024"], "kind=digest&kind=rumour": ["Kind of source: Digest"]}.get(wrong, [])
    assert [chip.removeprefix("Remove filter ").removesuffix(" ×") for chip in texts(tree, ".chip")] == kept
    assert not [link for link in tree.xpath("//main//a/@href") if wrong in link]


def test_of_more_values_than_a_filter_takes_the_first_are_kept(client: TestClient) -> None:
    tree = page(client, "/?q=onions&" + "&".join(f"series=S{n}" for n in range(53)))
    assert texts(tree, ".left-out p") == [
        "We ignored “Series: S50, S51, S52” in this link. It can have up to 50 values."
    ]
    assert len(tree.cssselect(".chip")) == 50


@pytest.mark.parametrize("path", ["/", "/over-time"])
def test_a_question_without_a_word_comes_back_in_its_field_with_the_reason(client: TestClient, path: str) -> None:
    tree = page(client, f"{path}?q=!!!&kind=digest")
    form = tree.get_element_by_id("search")
    assert form.get("action") == path
    box = tree.get_element_by_id("q")
    assert (box.get("value"), box.get("aria-invalid")) == ("!!!", "true")
    assert "no word" in tree.get_element_by_id(box.get("aria-describedby")).text_content()
    assert texts(tree, ".chip") == ["Remove filter Kind of source: Digest ×"]
    assert not tree.cssselect(".left-out")


def test_a_report_opens_whatever_question_led_to_it(client: TestClient) -> None:
    for question in ("!!!", "a" * 1001):
        tree = page(client, "/reports/record", q=question)
        assert tree.cssselect("article.text")
        assert len(texts(tree, ".left-out p")) == 1


def test_the_form_itself_refuses_months_and_days_that_there_are_not(client: TestClient) -> None:
    (pattern,) = {field.get("pattern") for field in page(client, "/?q=onions").cssselect(".dates input")}
    assert all(re.fullmatch(pattern, date) for date in ("2023", "2023-12", "2023-01-31"))
    assert not any(re.fullmatch(pattern, date) for date in ("2023-13", "2023-00", "2023-01-32", "2023-1", "23"))


def test_a_question_that_is_too_long_comes_back_whole_with_the_reason(client: TestClient) -> None:
    long = "onions and " * 100
    tree = page(client, "/", q=long, kind="digest")
    box = tree.get_element_by_id("q")
    assert box.get("value") == long
    assert int(box.get("maxlength")) > 1000
    told = tree.get_element_by_id(box.get("aria-describedby")).text_content()
    assert told == "A question can have up to 1,000 characters. Yours has 1,099."


@pytest.mark.parametrize("address", ["/reports/nobody", "/nowhere"])
def test_every_error_page_has_the_search_box(client: TestClient, address: str) -> None:
    tree = page(client, address, 404)
    assert tree.get_element_by_id("search").get("action") == "/"
    assert tree.get_element_by_id("q").get("value") == ""


def test_programs_get_problem_documents(client: TestClient) -> None:
    assert client.get("/nowhere").headers["content-type"] == "application/problem+json"
    assert client.get("/api/reports/x", headers={"accept": "text/html"}).json()["status"] == 404


def test_without_an_index_the_page_says_what_to_do(tmp_path: Path, encoder: Encoder) -> None:
    with TestClient(create_app(tmp_path, lambda: encoder)) as client:
        assert "rebuild" in " ".join(texts(page(client, "/", 503), "main"))


def test_the_list_names_every_report(client: TestClient) -> None:
    tree = page(client, "/reports")
    assert sorted(a.get("href") for a in tree.cssselect("tbody a")) == sorted(
        f"/reports/{id_}" for id_ in (*IDS.values(), "onions")
    )
    assert texts(tree, "tbody .when")[0] == "15 October 2024"
    assert texts(page(client, "/reports?limit=1&offset=1"), ".paging a") == ["Previous", "Next"]


def test_a_passage_that_is_gone_is_said_to_be_gone_on_its_report(client: TestClient) -> None:
    tree = page(client, "/reports/digest?passage=0000000000000000")
    assert "no longer in the report" in " ".join(texts(tree, ".warning"))
    assert not tree.cssselect(".chosen")


def test_the_pages_answer_head(client: TestClient) -> None:
    for address in ("/", "/reports", "/reports/digest"):
        assert client.head(address).status_code == 200
