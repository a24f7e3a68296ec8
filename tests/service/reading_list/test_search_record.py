"""What a file says besides the texts: what is gone, how it was found; and what is refused."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from exported_lists import COLLECTED, FORMAT_NAMES, GONE, GUIDANCE, exported, guidance, passages, read_back
from fastapi.testclient import TestClient
from service_collection import build

from index.build.types import Model
from service.reading_list.entries import MOST_ITEMS
from service.reading_list.markdown import escaped


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("export"), model, COLLECTED)


def test_what_is_gone_is_named_in_its_place_in_every_format(client: TestClient) -> None:
    lost = {"passage": GONE, "known_as": "A/1/2, para. 3", "note": "Needed"}
    items = [guidance(client), lost, {"passage": passages(client, "digest")[0]["id"]}]
    name = "No longer in the collection: A/1/2, para. 3"
    markdown = exported(client, "markdown", items).decode()
    assert "1 more is no longer in the collection." in markdown
    assert f"\n## 2. {name}\n" in markdown
    assert "Note: Needed" in markdown
    draft = read_back(exported(client, "docx", items))
    headings = [draft.text[block.start : block.end] for block in draft.blocks if block.kind == "heading"]
    assert f"2. {name}" in headings
    assert [one["title"] for one in rispy.loads(exported(client, "ris", items).decode())][1] == name
    library = bibtexparser.parse_string(exported(client, "bibtex", items).decode())
    assert name in library.entries[1]["title"]
    (gone,) = [one for one in json.loads(exported(client, "csl", items)) if one["title"] == name]
    assert "Search for it again" in gone["note"]
    assert gone["note"].endswith("Note: Needed")


def test_a_list_of_which_nothing_is_left_is_still_a_file(client: TestClient) -> None:
    for form in FORMAT_NAMES:
        assert b"No longer in the collection" in exported(client, form, [{"passage": GONE}]) or form == "docx"
    draft = read_back(exported(client, "docx", [{"passage": GONE}]))
    assert f"1. No longer in the collection: Item {GONE}" in draft.text


def test_words_that_changed_since_they_were_collected_are_not_quoted(client: TestClient) -> None:
    text = exported(client, "markdown", [guidance(client, check="00000000")]).decode()
    assert GUIDANCE not in text
    assert "No longer in the collection: Report on the review of implementation" in text


def test_the_record_says_how_the_passages_were_found(client: TestClient) -> None:
    record = [
        {"q": "guidance?", "series": ["Sessions of the Committee"], "from": "2024", "mode": "keyword"},
        {"q": "attendance"},
    ]
    found = client.get("/api/search", params={"q": "attendance"}).json()
    for form in FORMAT_NAMES:
        content = exported(client, form, [guidance(client)], record=record)
        text = read_back(content).text if form == "docx" else content.decode()
        assert "“guidance?”, searched by exact words, filtered by series: Sessions of the Committee; " in text
        assert "“attendance”, searched by words and meaning, without filters." in text
        assert f"in a collection of 4 reports with Rapporteur {version('rapporteur-search')}: build " in text
        assert f"build {found['build']}, corpus " in text
    assert "Record of the search" not in exported(client, "markdown", [guidance(client)]).decode()


@pytest.mark.parametrize("form", ["markdown", "docx"])
def test_the_record_lists_what_each_search_finds(client: TestClient, form: str) -> None:
    found = client.get("/api/search", params={"q": "attendance"}).json()
    content = exported(client, form, [guidance(client)], record=[{"q": "attendance", "k": 3}])
    text = read_back(content).text if form == "docx" else content.decode()
    listed = text.partition("“attendance”, searched")[2]
    cited = [hit["citation"] for hit in found["hits"]]
    wanted = [f"{n}. {escaped(one) if form == 'markdown' else one}" for n, one in enumerate(cited, start=1)]
    assert len(wanted) > 1
    at = [listed.index(line) for line in wanted]
    assert at == sorted(at)


def test_a_record_of_a_question_without_a_word_is_refused(client: TestClient) -> None:
    body = {"format": "ris", "items": [guidance(client)], "record": [{"q": "?!"}]}
    answer = client.post("/api/export", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-query")


def test_footnotes_come_in_the_style_that_was_asked_for(client: TestClient) -> None:
    text = exported(client, "markdown", [guidance(client)], style="chicago").decode()
    assert "[^1]: General Assembly, “Report on the review of implementation,” A/79/352, New York, October 15" in text


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"passage": "x"},
        {"report": "record"},
        {"report": "record", "start": 5},
        {"report": "record", "start": 5, "end": 5},
        {"report": "record", "start": 0, "end": 20_001},
        {"passage": GONE, "report": "record", "start": 0, "end": 5},
        {"passage": GONE, "start": 4},
        {"passage": GONE, "note": "n" * 5001},
        {"passage": GONE, "unknown": 1},
    ],
)
def test_what_names_no_place_is_refused_as_a_problem(client: TestClient, item: dict[str, Any]) -> None:
    answer = client.post("/api/export", json={"format": "ris", "items": [item]})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/bad-request"


def test_a_list_has_one_item_at_least_and_a_bound(client: TestClient) -> None:
    for items in ([], [{"passage": GONE}] * (MOST_ITEMS + 1)):
        assert client.post("/api/export", json={"format": "ris", "items": items}).status_code == 422
    assert client.post("/api/export", json={"format": "pdf", "items": [{"passage": GONE}]}).status_code == 422


def test_a_search_that_finds_nothing_is_recorded_as_such(client: TestClient) -> None:
    record = [{"q": "zebra", "mode": "keyword"}]
    assert (
        exported(client, "markdown", [guidance(client)], record=record).decode().count("\n\nNothing was found.\n") == 1
    )
    draft = read_back(exported(client, "docx", [guidance(client)], record=record))
    assert draft.text.count("Nothing was found.") == 1


def test_nothing_of_a_list_is_logged(client: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    items = [guidance(client, note="My secret thought"), {"passage": GONE, "note": "My secret thought"}]
    exported(client, "docx", items, record=[{"q": "my secret question"}])
    logged = "".join(capfd.readouterr())
    assert "secret" not in logged
    assert GONE not in logged
