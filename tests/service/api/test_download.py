"""Whole lists as files: every entry, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_trees import page

from index.types import Encoder, RebuildSummary
from service.api.download import safe_cell
from service.app import create_app

FORMULA = '=HYPERLINK(""http://example.org"")'
FILES = {
    "a.md": f"---\ntitle: '{FORMULA}'\ndate: 2019-05-04\nseries: '+Fruit'\nkind: digest\n---\n\n"
    + "\n\n".join(
        f"- Apples and pears, “ripe” in autumn; that is item {n}. " + "They were named. " * 60 for n in range(9)
    ),
    "b.md": "---\ntitle: Ships\ndate: 2020\nsymbol: [A/1/2, S/3]\n---\n\nShips & apples were inspected.\n",
}


@pytest.fixture
def client(tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder) -> Iterator[TestClient]:
    build_home(FILES)
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        yield client


def rows(client: TestClient, of: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get(f"/api/download/{of}", params={"format": "csv", **asked})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in answer.content.replace(b"\r\n", b"").split(b'"', 1)[0]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "- a list item", "=HYPERLINK(1)"]
)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1 = 1", "a@b", "’s", " =1", 3, -0.5, None])
def test_any_other_cell_stays_as_it_is(cell: str | float | None) -> None:
    assert safe_cell(cell) == cell


def test_the_list_of_reports_has_what_the_api_has(client: TestClient) -> None:
    listed = client.get("/api/reports").json()["reports"]
    ships, fruit = rows(client, "reports")
    assert [ships["id"], fruit["id"]] == [one["id"] for one in listed] == ["b", "a"]
    assert (ships["title"], ships["symbols"], ships["date"]) == ("Ships", "A/1/2; S/3", "2020")
    assert (ships["words"], ships["entered"]) == (str(listed[0]["words"]), listed[0]["entered"])
    assert ships["link"] == "http://testserver/reports/b"
    assert fruit["title"] == f"'{listed[1]['title']}"
    assert fruit["title"].startswith("'=HYPERLINK(")
    assert fruit["series"] == "'+Fruit"
    as_json = client.get("/api/download/reports")
    assert as_json.json() == client.get("/api/reports").json()
    assert 'filename="reports-' in as_json.headers["content-disposition"]


def test_filters_and_orders_of_the_list_apply(client: TestClient) -> None:
    assert [one["id"] for one in rows(client, "reports", kind="digest")] == ["a"]
    assert [one["id"] for one in rows(client, "reports", sort="date", order="ascending")] == ["a", "b"]
    assert rows(client, "reports", series="None") == []


def test_what_a_search_found_comes_whole_with_its_citations(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "apples", "k": "100"}).json()
    assert len(found["hits"]) == found["total"] > 5
    written = rows(client, "search", q="apples")
    for row, hit in zip(written, found["hits"], strict=True):
        assert row["passage"].removeprefix("'") == hit["passage"]["text"]
        assert (row["passage"][0] == "'") == (hit["passage"]["text"][0] in "-=+@")
        assert row["citation"].removeprefix("'") == hit["citation"]
        assert (row["rank"], row["passage_id"]) == (str(hit["rank"]), hit["passage"]["id"])
    as_json = client.get("/api/download/search", params={"q": "Äpfel & apples", "kind": "digest"})
    assert {hit["report"]["id"] for hit in as_json.json()["hits"]} == {"a"}
    assert 'filename="search-apfel-apples-' in as_json.headers["content-disposition"]


@pytest.mark.parametrize("address", ["search", "search?q=x&k=3", "reports?limit=3", "reports?format=xlsx"])
def test_what_a_whole_list_does_not_take_is_refused(client: TestClient, address: str) -> None:
    assert client.get(f"/api/download/{address}").status_code == 422


@pytest.mark.parametrize(
    ("address", "of", "count"),
    [
        ("/?q=apples&kind=digest&k=1&offset=1&group=report&mode=keyword", "search", 2),
        ("/reports?sort=title&limit=1&title=ships", "reports", 1),
    ],
)
def test_pages_lead_to_the_whole_list_that_they_show(client: TestClient, address: str, of: str, count: int) -> None:
    links = [str(a.get("href")) for a in page(client, address).xpath("//a[@download]")]
    files = [link for link in links if link.startswith(f"/api/download/{of}?")]
    assert [link.rpartition("=")[2] for link in files] == ["csv", "json"]
    written = list(csv.DictReader(io.StringIO(client.get(files[0]).content.decode("utf-8-sig"), newline="")))
    assert len(written) >= count
    assert {row["report_id" if of == "search" else "id"] for row in written} == {"a" if of == "search" else "b"}
