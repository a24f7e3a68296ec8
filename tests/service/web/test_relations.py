"""Revisions and twins are told wherever a passage of the older or the other text is shown: page and API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from service_collection import build

from index.build.types import Model
from index.types import Encoder
from service.app import create_app

BODY = "\n\n".join(
    f"{n}. The Meeting of States Parties considered item {n} of its agenda and heard {n * 3} statements on "
    f"verification, victim assistance and environmental remediation before it took decision {n} without a vote."
    for n in range(1, 9)
)
HEAD = "---\ntitle: Report of the Meeting\nsymbol: {}\nkind: official record\nlanguage: en\ndate: 2025-03-03\n{}---\n\n"
FILES = {
    "meeting.md": HEAD.format("TPNW/MSP/2025/11", "") + BODY,
    "meeting-rev.md": HEAD.format("TPNW/MSP/2025/11/Rev.1", "") + BODY.replace("without a vote", "by consensus", 1),
    "corrigendum.md": HEAD.format("TPNW/MSP/2025/11/Corr.1", "") + "In paragraph 4, for 12 read 13 statements.\n",
    "draft.md": HEAD.format("TPNW/MSP/2025/L.2", "") + "Draft decision on universalization of bananas.\n",
}
QUESTION = "victim assistance and environmental remediation"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("relations"), model, FILES)
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


def test_the_page_of_a_report_names_its_revision_its_corrigendum_and_its_twin(client: TestClient) -> None:
    page = client.get("/reports/meeting").text
    assert 'A revised version is available: <a href="/reports/meeting-rev"' in page
    assert 'A corrigendum to this document is available: <a href="/reports/corrigendum"' in page
    assert 'Nearly identical to: <a href="/reports/meeting-rev"' in page
    revised = client.get("/reports/meeting-rev").text
    assert "in this collection" not in revised
    assert 'Nearly identical to: <a href="/reports/meeting"' in revised


def test_a_hit_says_so_and_stands_for_its_twin(client: TestClient) -> None:
    page = client.get("/", params={"q": QUESTION, "report": "meeting"}).text
    assert "A revised version is available:" in page
    both = client.get("/", params={"q": QUESTION}).text
    assert "Nearly identical text in:" in both
    found = client.get("/api/search", params={"q": QUESTION, "k": 50}).json()
    shown = [hit["report"]["id"] for hit in found["hits"] if hit["report"]["id"].startswith("meeting")]
    stood_for = [report for hit in found["hits"] for report in hit["also_in"]]
    assert len(shown) == len(stood_for)
    of_first = client.get("/api/search", params={"q": QUESTION, "report": "meeting"}).json()["hits"][0]
    assert of_first["later_versions"] == [
        {"id": "meeting-rev", "corrects": False},
        {"id": "corrigendum", "corrects": True},
    ]


def test_the_api_tells_both_of_a_report(client: TestClient) -> None:
    report = client.get("/api/reports/meeting").json()
    assert report["twins"] == ["meeting-rev"]
    assert [version["id"] for version in report["later_versions"]] == ["meeting-rev", "corrigendum"]


def test_a_draft_is_cited_as_one(client: TestClient) -> None:
    hit = client.get("/api/search", params={"q": "universalization of bananas"}).json()["hits"][0]
    assert hit["citation"].startswith("TPNW/MSP/2025/L.2 (draft)")
    assert client.get("/api/reports/draft").json()["labels"] == ["draft"]
