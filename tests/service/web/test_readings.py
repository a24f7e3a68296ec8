"""Where metadata was read: the list says what to check and puts it first, the page of a report shows each field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_trees import page, texts

from index.types import Encoder, RebuildSummary
from service.app import create_app

PLAIN = "The chair opened the session, and delegates spoke of many matters at length.\n"


@pytest.fixture
def client(tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder) -> Iterator[TestClient]:
    build_home(
        {
            "sure.md": f"---\ntitle: Budget\ndate: 2024\nlanguage: en\n---\n\n{PLAIN}",
            "doubtful.txt": "Then they left. " + PLAIN,
            "doubtful.txt.yaml": "date: 2019\n",
        }
    )
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        yield client


def test_the_list_says_what_to_check_and_can_put_it_first(client: TestClient) -> None:
    tree = page(client, "/reports")
    assert texts(tree, "tbody th a") == ["Budget", "doubtful"]
    (note,) = tree.cssselect("tbody .related a[href$='#readings']")
    assert (note.text_content(), note.get("href")) == ("Check: title", "/reports/doubtful#readings")
    (link,) = [a for a in tree.cssselect(".lead a") if a.text_content() == "list them first"]
    first = page(client, str(link.get("href")))
    assert texts(first, "tbody th a") == ["doubtful", "Budget"]
    assert "1 report has details to check, listed first." in texts(first, ".lead")[0]
    assert texts(first, "#by-sort option[selected]") == ["Details to check first"]
    listed = client.get("/api/reports", params={"sort": "unsure"}).json()["reports"]
    assert [one["id"] for one in listed] == ["doubtful", "sure"]


def test_a_report_shows_where_each_field_was_read_and_how_to_correct_it(client: TestClient) -> None:
    tree = page(client, "/reports/doubtful")
    (details,) = tree.cssselect("details#readings")
    assert details.get("open") is None
    assert texts(details, "summary") == ["Where these details come from (check: title)"]
    assert texts(details, "thead th[scope=col]") == ["Detail", "Value", "Source"]
    assert texts(details, "tbody tr:first-child > *") == ["Title", "doubtful", "Unsure, 30 %: file name"]
    assert texts(details, "tbody th[scope=row]")[:2] == ["Title", "Date"]
    assert "doubtful.txt.yaml" in texts(details, "p")[0]
    assert not page(client, "/reports/sure").cssselect("#readings")


def test_the_api_tells_of_readings_on_the_whole_report(client: TestClient) -> None:
    whole = client.get("/api/reports/doubtful").json()
    assert whole["readings"][1] == {"field": "date", "source": "sidecar", "certainty": 1.0, "page": None, "line": ""}
    assert {"document_type", "event_start", "event_end", "agenda_item"} <= whole.keys()
